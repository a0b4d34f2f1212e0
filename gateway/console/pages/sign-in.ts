import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  appendConsoleLog,
  deleteUserSession,
  findUserByName,
  insertUserSession,
  renewUserHash,
  type StoredUser,
} from '../../../store/users.js';
import type { Dependencies } from '../../shared/dependencies.js';
import { Door } from '../../shared/door.js';
import { renewedHash } from '../../shared/password.js';
import { prove, type Refusal } from '../../shared/prove.js';
import { BASE, cookieOptions, csrfOf, newToken, SESSION_COOKIE, VISITOR_COOKIE } from '../access/cookies.js';
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

const LANE = 'people';
/** A name, a password and where to go; anybody may send it. */
const FORM_LIMIT = 8_192;

/** Sign-in and sign-out. */
export function addSignInPages(console: Console): void {
  const { app, deps } = console;
  const door = new Door('console', deps.monotonicMs);
  app.get('/sign-in', (request, reply) => {
    const next = safeBack(queryOf(request).get('next'));
    return showForm(console, request, reply, { next });
  });
  app.post('/sign-in', { bodyLimit: FORM_LIMIT }, async (request, reply) => {
    refuseForgery(request, request.cookies[VISITOR_COOKIE]);
    const form = formOf(request);
    const [name, password] = [form.get('name')?.trim() ?? '', form.get('password') ?? ''];
    const next = safeBack(form.get('next'));
    const isStorable = !name.includes('\0') && name.length <= 200 && password.length <= 500;
    const find = async () => (isStorable ? findUserByName(deps.database, name) : undefined);
    const claim = { name, password: password.slice(0, 500), find };
    const { who: user, refusal } = await prove(door, request, claim, { lane: LANE, cost: deps.passwordCost });
    if (refusal !== undefined) return refuse(console, request, reply, { next, refusal });
    const token = newToken();
    const session = { tokenHash: hashToken(token), user, at: deps.now() };
    if (!(await insertUserSession(deps.database, session))) {
      door.refuse(request, name, user.disabledAt === null ? 'wrongPassword' : 'disabled');
      return refuse(console, request, reply, { next });
    }
    await renew(deps, user, password);
    await appendConsoleLog(deps.database, { at: deps.now(), userName: user.name, action: 'signed in', subject: '' });
    return reply
      .setCookie(SESSION_COOKIE, token, cookieOptions(isSecure(deps)))
      .clearCookie(VISITOR_COOKIE, cookieOptions(isSecure(deps)))
      .redirect(next, 303);
  });
  addPage(console, {
    method: 'POST',
    url: '/sign-out',
    role: 'viewer',
    async handle({ request, reply }) {
      const token = request.cookies[SESSION_COOKIE] ?? '';
      await deleteUserSession(deps.database, hashToken(token));
      return reply.clearCookie(SESSION_COOKIE, cookieOptions(isSecure(deps))).redirect(`${BASE}/sign-in`, 303);
    },
  });
}

/** Hashes of former versions cost less. */
async function renew({ database, passwordCost }: Dependencies, user: StoredUser, password: string): Promise<void> {
  const former = user.passwordHash;
  const renewed = await renewedHash(password, former, { lane: LANE, cost: passwordCost });
  if (renewed !== undefined) await renewUserHash(database, user.id, { former, renewed });
}

/** Whether the name or the password is wrong, or the user disabled, is nobody's business. */
function refuse(
  console: Console,
  request: FastifyRequest,
  reply: FastifyReply,
  { next, refusal }: { next: string; refusal?: Refusal },
): FastifyReply {
  if (refusal === undefined || refusal.waitMs === 0)
    return showForm(console, request, reply.code(401), {
      next,
      problem: 'This name and password do not go together.',
    });
  const seconds = Math.ceil(refusal.waitMs / 1000);
  const isBusy = refusal.code === 'busy';
  const wait = seconds < 60 ? plural(seconds, 'second') : plural(Math.ceil(seconds / 60), 'minute');
  const problem = `${isBusy ? 'Too many people sign in now' : 'Too many wrong passwords'}. Try again in ${wait}.`;
  return showForm(console, request, reply.code(isBusy ? 503 : 429).header('retry-after', seconds), { next, problem });
}

function showForm(
  { deps }: Console,
  request: FastifyRequest,
  reply: FastifyReply,
  { next, problem }: { next: string; problem?: string },
): FastifyReply {
  const { token, isNew } = visitorToken(request);
  if (isNew) reply.setCookie(VISITOR_COOKIE, token, cookieOptions(isSecure(deps)));
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
