import type { FastifyReply, FastifyRequest } from 'fastify';
import { appendConsoleLog, deleteUserSession, findUserByName, insertUserSession } from '../../../store/users.js';
import { verifyPassword } from '../../../transfers/session/password.js';
import { BASE, cookie, csrfOf, newToken, readCookie, SESSION_COOKIE, VISITOR_COOKIE } from '../access/cookies.js';
import { SignInLimit } from '../access/sign-in-limit.js';
import { html } from '../html.js';
import { plainPage } from '../layout.js';
import {
  addPage,
  type Console,
  formOf,
  hashToken,
  isSecure,
  queryOf,
  refuseForgery,
  safeBack,
  visitorToken,
} from '../page.js';
import { plural } from '../parts/marks.js';

/** A name, a password and where to go; anybody may send it. */
const FORM_LIMIT = 8_192;

/** Sign-in and sign-out. */
export function addSignInPages(console: Console): void {
  const { app, deps } = console;
  const limit = new SignInLimit();
  app.get('/sign-in', (request, reply) => {
    const next = safeBack(queryOf(request).get('next'));
    return showForm(console, request, reply, { next });
  });
  app.post('/sign-in', { bodyLimit: FORM_LIMIT }, async (request, reply) => {
    refuseForgery(request, readCookie(request.headers.cookie, VISITOR_COOKIE));
    const form = formOf(request);
    const [name, password] = [form.get('name')?.trim() ?? '', form.get('password') ?? ''];
    const next = safeBack(form.get('next'));
    const now = Date.parse(deps.now());
    const wait = limit.waitMs(name, request.ip, now);
    if (wait > 0) {
      const problem = `Too many wrong passwords. Try again in ${plural(Math.ceil(wait / 60_000), 'minute')}.`;
      return showForm(console, request, reply.code(429).header('retry-after', Math.ceil(wait / 1000)), {
        next,
        problem,
      });
    }
    // Counted before it is known: tries at the same time do not slip through.
    limit.failed(name, request.ip, now);
    const isStorable = !name.includes('\0') && name.length <= 200 && password.length <= 500;
    const user = isStorable ? await findUserByName(deps.database, name) : undefined;
    const isRight = await verifyPassword(password.slice(0, 500), user?.passwordHash);
    if (user === undefined || !isRight || user.disabledAt !== null)
      return showForm(console, request, reply.code(401), {
        next,
        problem: 'This name and password do not go together.',
      });
    limit.succeeded(name, request.ip);
    const token = newToken();
    await insertUserSession(deps.database, { tokenHash: hashToken(token), userId: user.id, at: deps.now() });
    await appendConsoleLog(deps.database, { at: deps.now(), userName: user.name, action: 'signed in', subject: '' });
    return reply
      .header('set-cookie', [cookie(SESSION_COOKIE, token, isSecure(deps)), cookie(VISITOR_COOKIE, '', isSecure(deps))])
      .redirect(next, 303);
  });
  addPage(console, {
    method: 'POST',
    url: '/sign-out',
    role: 'viewer',
    async handle({ request, reply }) {
      const token = readCookie(request.headers.cookie, SESSION_COOKIE) ?? '';
      await deleteUserSession(deps.database, hashToken(token));
      return reply.header('set-cookie', cookie(SESSION_COOKIE, '', isSecure(deps))).redirect(`${BASE}/sign-in`, 303);
    },
  });
}

function showForm(
  { deps }: Console,
  request: FastifyRequest,
  reply: FastifyReply,
  { next, problem }: { next: string; problem?: string },
): FastifyReply {
  const { token, isNew } = visitorToken(request);
  if (isNew) reply.header('set-cookie', cookie(VISITOR_COOKIE, token, isSecure(deps)));
  const body = html`<form class="card sign-in" method="post" action="${BASE}/sign-in">
  <h1>PSA <span aria-hidden="true">→</span> QuickBooks</h1>
  ${problem !== undefined && html`<p class="notice bad" role="alert">${problem}</p>`}
  <input type="hidden" name="_csrf" value="${csrfOf(token)}"><input type="hidden" name="next" value="${next}">
  <label>Name <input name="name" autocomplete="username" required autofocus></label>
  <label>Password <input type="password" name="password" autocomplete="current-password" required></label>
  <button class="primary">Sign in</button>
  <p class="muted">The first admin and his password were shown when the server started for the first time.</p></form>`;
  return reply.type('text/html; charset=utf-8').send(plainPage('Sign in', body).text);
}
