import { AppError } from '../../domain/errors.js';
import type { SessionEvent } from '../../domain/session-events.js';
import { withCutTexts } from '../../domain/texts.js';
import { type Connection, lockConnectionOfTicket } from '../../store/connections.js';
import { type Database, inTransaction, type Transaction } from '../../store/database.js';
import { appendSessionEvent, findSessionByTicket, type Session, saveSession } from '../../store/sessions.js';
import { type Cause, type ItemInHand, putBack } from '../items/item-in-hand.js';
import { hashTicket } from './ticket.js';

/** What a SOAP call works with: its transaction holds the lock of the connection. `session` is changed in place and saved at the end. */
export type SessionInHand = {
  tx: Transaction;
  connection: Connection;
  session: Session;
  now: string;
  cause: NonNullable<Cause>;
};

/** The day of the session and who numbers in it. */
export const numberingOf = ({ now, connection }: SessionInHand) => ({
  today: now.slice(0, 10),
  numbering: connection.settings.numbering,
});

/** Counts a record that a session settles without having sent it: it counts as sent there too, so that the numbers add up. */
export function countUnsent(session: Session, how: 'recordsSucceeded' | 'recordsFailed'): void {
  session.recordsSent += 1;
  session[how] += 1;
}

/** A session event that was written, for the signal that follows the commit. */
export type SessionNews = { connectionId: string; sessionId: string; event: SessionEvent };

/** An answer for QBWC with what the session's workflow has to hear. */
export type SessionReply<T> = { reply: T; news: SessionNews[] };

/**
 * Runs a SOAP call of an open session in one transaction; calls of one connection take turns.
 * @returns undefined where the ticket is unknown or its session has ended
 */
export function inSession<T>(
  database: Database,
  call: { ticket: string; now: string },
  work: (hand: SessionInHand, news: SessionNews[]) => Promise<T>,
): Promise<SessionReply<T> | undefined> {
  return inTransaction(database, async (tx) => {
    const hash = hashTicket(call.ticket);
    // In this order: the session is read once the lock is here.
    const [connection, session] = await Promise.all([lockConnectionOfTicket(tx, hash), findSessionByTicket(tx, hash)]);
    if (connection === undefined || session === undefined || session.state !== 'open') return undefined;
    const hand = inHand(tx, connection, session, call.now);
    const news: SessionNews[] = [];
    const reply = await work(hand, news);
    session.lastCallAt = call.now;
    await saveSession(tx, session);
    return { reply, news };
  });
}

/** A session whose connection this transaction has locked already. */
export function inHand(tx: Transaction, connection: Connection, session: Session, now: string): SessionInHand {
  return { tx, connection, session, now, cause: { sessionId: session.id, sessionSeq: session.lastSeq + 1 } };
}

type NewSessionEvent = SessionEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'seq' | 'at'>
    : never
  : never;

/** Writes what happened to the session under the number that the items' events of this call carry. */
export async function tell(hand: SessionInHand, event: NewSessionEvent): Promise<SessionNews> {
  const { tx, session, now, cause } = hand;
  if (cause.sessionSeq !== session.lastSeq + 1)
    throw new AppError('internal', `session ${session.id}: two events in one call`);
  session.lastSeq = cause.sessionSeq;
  const numbered = withCutTexts({ ...event, seq: cause.sessionSeq, at: now }) as SessionEvent;
  await appendSessionEvent(tx, session.id, numbered);
  return { connectionId: session.connectionId, sessionId: session.id, event: numbered };
}

/** Puts items back; their events are told by the session's workflow, not by this call. */
export async function putBackForSession(hand: SessionInHand, items: readonly ItemInHand[]): Promise<void> {
  await putBack(hand.tx, items, hand.now);
}
