import { randomUUID } from 'node:crypto';
import type { SessionBegun } from '../../domain/business-events.js';
import { isWithin } from '../../domain/sync-window.js';
import { countClaimable } from '../../store/claims.js';
import { type Connection, findConnectionByUsername, lockConnection, noteSeen } from '../../store/connections.js';
import { type Database, inTransaction } from '../../store/database.js';
import { findOpenSession, insertSession, type Session, saveSession } from '../../store/sessions.js';
import { contextOf, type SessionContext, type SessionNews } from '../purposes/session-context.js';
import { endSession } from './end-session.js';
import { verifyPassword } from './password.js';
import { hashTicket, newTicket } from './ticket.js';
import { isWorkLeft } from './work-left.js';

/** What QBWC is told (guide p.62): a company file path or "" for the one that is open, or why there is no session. */
export type Authenticated = {
  ticket: string;
  answer: string;
  news: SessionNews[];
  begun?: SessionBegun;
  /** Why `nvu`. */
  refusal?: 'unknownName' | 'wrongPassword';
};

const NOT_VALID: Authenticated = { ticket: '', answer: 'nvu', news: [] };

/**
 * authenticate: a new session, or `nvu` (not a valid user), `busy` (paused, or outside of the sync window), `none` (nothing to do). The former session
 * of the connection, if it is still open, has died: this ends it.
 */
export async function authenticate(
  database: Database,
  call: { userName: string; password: string; now: string; webConnectorVersion?: string | undefined },
): Promise<Authenticated> {
  const known = await findConnectionByUsername(database, call.userName);
  const isValid = await verifyPassword(call.password, known?.passwordHash);
  if (known === undefined) return { ...NOT_VALID, refusal: 'unknownName' };
  if (!isValid) return { ...NOT_VALID, refusal: 'wrongPassword' };
  const { now, webConnectorVersion } = call;
  return beginSession(database, { connectionId: known.id, now, webConnectorVersion });
}

/** The part after the password: what the Web Connector of a connection that is known is told. */
export function beginSession(
  database: Database,
  call: { connectionId: string; now: string; webConnectorVersion?: string | undefined },
): Promise<Authenticated> {
  const { now, webConnectorVersion } = call;
  return inTransaction(database, async (tx) => {
    const connection = await lockConnection(tx, call.connectionId);
    if (connection === undefined) return NOT_VALID;
    await noteSeen(tx, connection.id, { at: now, webConnectorVersion });
    const former = await findOpenSession(tx, connection.id);
    const news = former === undefined ? [] : [await replace(contextOf(tx, connection, former, now))];
    if (isHeldBack(connection, now)) return { ticket: '', answer: 'busy', news };
    if (!(await isWorkLeft({ db: tx, connection, session: undefined, now })))
      return { ticket: '', answer: 'none', news };
    const ticket = newTicket();
    const planned = await countClaimable(tx, connection.id);
    const session = await insertSession(tx, {
      id: randomUUID(),
      connectionId: connection.id,
      ticketHash: hashTicket(ticket),
      at: now,
      planned,
      webConnectorVersion,
    });
    return { ticket, answer: connection.companyFile, news, begun: beginningOf(session) };
  });
}

const beginningOf = ({ id: sessionId, connectionId, planned, webConnectorVersion }: Session): SessionBegun => ({
  event: 'sessionBegun',
  connectionId,
  sessionId,
  planned,
  webConnectorVersion,
});

/** A session that has begun goes on, also when its window ends meanwhile. */
const isHeldBack = ({ settings: { paused, syncWindow } }: Connection, now: string): boolean =>
  paused || (syncWindow !== undefined && !isWithin(syncWindow, now));

async function replace(context: SessionContext): Promise<SessionNews> {
  const sentence = 'The Web Connector began a new session before this one was closed.';
  const news = await endSession(context, 'replaced', { code: 'replaced', sentence });
  await saveSession(context.tx, context.session);
  return news;
}
