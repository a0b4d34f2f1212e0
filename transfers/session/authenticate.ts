import { randomUUID } from 'node:crypto';
import type { SessionBegun } from '../../domain/business-events.js';
import { isWithin } from '../../domain/sync-window.js';
import { countClaimable } from '../../store/claims.js';
import { type Connection, lockConnection, noteSeen } from '../../store/connections.js';
import { type Database, inTransaction } from '../../store/database.js';
import { countBegun, findOpenSession, insertSession, type Session, saveSession } from '../../store/sessions.js';
import { contextOf, type SessionContext, type SessionNews } from '../purposes/session-context.js';
import { endSession } from './end-session.js';
import { hashTicket, newTicket } from './ticket.js';
import { isWorkLeft } from './work-left.js';

/** What QBWC is told (P105): a company file path or "" for the one that is open, or why there is no session. */
export type Authenticated = {
  ticket: string;
  answer: string;
  news: SessionNews[];
  begun?: SessionBegun;
  /** The connection that began so many sessions that it gets no other one now. */
  hasTooMany?: { connectionId: string; sessions: number; withinMs: number };
};

/** Far more than people and schedulers begin; a Web Connector that begins them without end would fill the database. */
const MAX_SESSIONS = 100;
const WITHIN_MS = 60_000;

const NOT_VALID: Authenticated = { ticket: '', answer: 'nvu', news: [] };

/** `passwordVersion` is that of the password which the Web Connector gave, and which was right. */
type Call = {
  connectionId: string;
  passwordVersion: number;
  now: string;
  webConnectorVersion?: string | undefined;
};

/**
 * authenticate, after the password: a new session, or `nvu` (another password has come meanwhile), `busy` (paused, or outside of
 * the sync window), `none` (nothing to do). The former session of the connection, if it is still open, has died: this ends it.
 */
export function beginSession(database: Database, call: Call): Promise<Authenticated> {
  const { now, webConnectorVersion } = call;
  return inTransaction(database, async (tx) => {
    const connection = await lockConnection(tx, call.connectionId);
    if (connection?.passwordVersion !== call.passwordVersion) return NOT_VALID;
    await noteSeen(tx, connection.id, { at: now, webConnectorVersion });
    const former = await findOpenSession(tx, connection.id);
    const news = former === undefined ? [] : [await replace(contextOf(tx, connection, former, now))];
    if (isHeldBack(connection, now)) return { ticket: '', answer: 'busy', news };
    if (!(await isWorkLeft({ db: tx, connection, session: undefined, now })))
      return { ticket: '', answer: 'none', news };
    // Under the lock of the connection: other gateways count the same.
    const sessions = await countBegun(tx, connection.id, now, { withinMs: WITHIN_MS, limit: MAX_SESSIONS });
    if (sessions >= MAX_SESSIONS)
      return {
        ticket: '',
        answer: 'busy',
        news,
        hasTooMany: { connectionId: connection.id, sessions, withinMs: WITHIN_MS },
      };
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
