import { lockConnectionOfTicket } from '../../store/connections.js';
import { type Database, inTransaction } from '../../store/database.js';
import { findSessionByTicket, saveSession } from '../../store/sessions.js';
import { contextOf, type SessionContext, type SessionNews } from '../purposes/session-context.js';
import { hashTicket } from './ticket.js';

/** An answer for QBWC with what the session's workflow has to hear. */
export type SessionReply<T> = { reply: T; news: SessionNews[] };

/**
 * Runs a SOAP call of an open session in one transaction; calls of one connection take turns.
 * @returns undefined where the ticket is unknown or its session has ended
 */
export function inSession<T>(
  database: Database,
  call: { ticket: string; now: string },
  work: (context: SessionContext, news: SessionNews[]) => Promise<T>,
): Promise<SessionReply<T> | undefined> {
  return inTransaction(database, async (tx) => {
    const hash = hashTicket(call.ticket);
    // In this order: the session is read once the lock is here.
    const [connection, session] = await Promise.all([lockConnectionOfTicket(tx, hash), findSessionByTicket(tx, hash)]);
    if (connection === undefined || session === undefined || session.state !== 'open') return undefined;
    const context = contextOf(tx, connection, session, call.now);
    const news: SessionNews[] = [];
    const reply = await work(context, news);
    session.lastCallAt = call.now;
    await saveSession(tx, session);
    return { reply, news };
  });
}
