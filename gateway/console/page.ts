import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../../domain/errors.js';
import type { Transaction } from '../../store/database.js';
import { findUserBySession, isStillAdmin, noteUserSeen, type Role, type User } from '../../store/users.js';
import type { Dependencies } from '../shared/dependencies.js';
import { BASE, csrfOf, isCsrf, newToken, SESSION_COOKIE, VISITOR_COOKIE } from './access/cookies.js';
import { mayAs } from './access/roles.js';
import type { Html } from './html.js';
import { withZone, zoneOf } from './zone.js';

/** What pages are added to. */
export type Console = { app: FastifyInstance; deps: Dependencies };

/** A request to a page, by somebody who is signed in and may. */
export type Call = {
  deps: Dependencies;
  user: User;
  csrf: string;
  path: Record<string, string>;
  query: URLSearchParams;
  form: URLSearchParams;
  /** The time zone of the user's browser. */
  zone: string;
  /** Path and query, for a way back here. */
  url: string;
  request: FastifyRequest;
  reply: FastifyReply;
};

/** A page, where to go instead, or a reply that the handler sent by itself. */
export type Answer = Html | { redirect: string } | FastifyReply;

export const isSecure = ({ publicUrl }: Dependencies): boolean => publicUrl.startsWith('https:');

export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest();

const SEEN_EVERY_MS = 60_000;

async function userOf(deps: Dependencies, token: string): Promise<User | undefined> {
  const now = deps.now();
  const user = await findUserBySession(deps.database, hashToken(token), now);
  if (user !== undefined && Date.parse(now) - Date.parse(user.lastSeenAt) > SEEN_EVERY_MS)
    await noteUserSeen(deps.database, hashToken(token), now);
  return user;
}

export const queryOf = (request: FastifyRequest): URLSearchParams =>
  new URL(request.url, 'http://localhost').searchParams;

/** The fields of a form; read only here, once it is known who sends it. */
export const formOf = ({ body }: FastifyRequest): URLSearchParams =>
  new URLSearchParams((body as { form: string } | undefined)?.form ?? '');

/** Every POST carries the token of its cookie, as a field or, from htmx, as a header. */
export function refuseForgery(request: FastifyRequest, token: string | undefined): void {
  const header = request.headers['x-csrf-token'];
  const sent = formOf(request).get('_csrf') ?? (typeof header === 'string' ? header : undefined);
  if (token !== undefined && isCsrf(sent, token)) return;
  throw new AppError('refused', 'This form is too old, or does not come from this page. Load the page again.');
}

/** The token of a visitor who is not signed in yet; made, and set as a cookie, when there is none. */
export function visitorToken(request: FastifyRequest): { token: string; isNew: boolean } {
  const token = request.cookies[VISITOR_COOKIE];
  return token === undefined || token === '' ? { token: newToken(), isNew: true } : { token, isNew: false };
}

/** Where a form may send people: only to a page of the console. */
export const safeBack = (wanted: string | null): string =>
  wanted !== null && /^\/console(?:[/?][^\\\s]*)?$/.test(wanted) && !wanted.includes('//') ? wanted : BASE;

/** NUL can be stored nowhere, so nothing has it in its id. What a query makes of it is up to its reader. */
function refuseNul(request: FastifyRequest): void {
  if (Object.values(request.params as Record<string, string>).some((part) => part.includes('\0')))
    throw new AppError('notFound', 'There is no such page.');
  if ([...formOf(request).values()].some((value) => value.includes('\0')))
    throw new AppError('invalid', 'The form holds a NUL character (U+0000), which cannot be stored. Leave it out.');
}

type PageSpec = {
  method: 'GET' | 'POST';
  /** From the root of the console. */
  url: string;
  /** The least role that may. */
  role: Role;
  handle: (call: Call) => Promise<Answer>;
};

/** Adds a page for people who are signed in; others go to the sign-in page and come back. */
export function addPage({ app, deps }: Console, { method, url, role, handle }: PageSpec): void {
  app.route({
    method,
    url,
    handler: async (request, reply) => {
      const token = request.cookies[SESSION_COOKIE] ?? '';
      const user = token === '' ? undefined : await userOf(deps, token);
      if (user === undefined) return toSignIn(request, reply);
      if (method === 'POST') refuseForgery(request, token);
      if (!mayAs(user.role, role))
        throw new AppError('unauthorized', `This needs the role "${role}"; you are signed in as "${user.role}".`);
      refuseNul(request);
      const call: Call = {
        deps,
        user,
        csrf: csrfOf(token),
        path: request.params as Record<string, string>,
        query: queryOf(request),
        form: formOf(request),
        zone: zoneOf(request),
        url: request.url,
        request,
        reply,
      };
      return send(reply, await withZone(call.zone, () => handle(call)));
    },
  });
}

/**
 * For what an admin began and what took its time, as a password does: in the transaction that writes it, he must be an
 * admin still, and stays one until it ends.
 */
export async function refuseFormerAdmin(tx: Transaction, { user }: Call): Promise<void> {
  if (await isStillAdmin(tx, user.id)) return;
  throw new AppError('unauthorized', 'You are not an admin any more; nothing was changed.');
}

function toSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const url = `${BASE}/sign-in?next=${encodeURIComponent(request.method === 'GET' ? request.url : BASE)}`;
  // htmx would put the sign-in page into the middle of the page that asked.
  if (request.headers['hx-request'] === 'true') return reply.header('hx-redirect', url).code(204).send();
  return reply.redirect(url, 303);
}

export function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if ('redirect' in answer && typeof answer.redirect === 'string') return reply.redirect(answer.redirect, 303);
  if ('text' in answer && typeof answer.text === 'string')
    return reply.type('text/html; charset=utf-8').send(answer.text);
  return answer as FastifyReply;
}
