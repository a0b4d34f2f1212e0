import type { BusinessEvent } from '../../domain/business-events.js';
import { AppError } from '../../domain/errors.js';
import type { SessionEvent } from '../../domain/session-events.js';
import { withCutTexts } from '../../domain/texts.js';
import type { Connection } from '../../store/connections.js';
import type { Transaction } from '../../store/database.js';
import { appendSessionEvent, type Session } from '../../store/sessions.js';
import { type Cause, type LockedItem, saveItems } from '../items/locked-item.js';
import { whatHappened } from './what-happened.js';

/** What a SOAP call works with: its transaction holds the lock of the connection. `session` is changed in place and saved at the end. */
export type SessionContext = {
  tx: Transaction;
  connection: Connection;
  session: Session;
  now: string;
  cause: NonNullable<Cause>;
  /** What whoever runs the product is to hear of this call once it is committed. */
  happened: BusinessEvent[];
};

/** The day of the session and who numbers in it. */
export const numberingOf = ({ now, connection }: SessionContext) => ({
  today: now.slice(0, 10),
  numbering: connection.settings.numbering,
});

/** Counts a record that a session settles without having sent it: it counts as sent there too, so that the numbers add up. */
export function countUnsent(session: Session, how: 'recordsSucceeded' | 'recordsFailed'): void {
  session.recordsSent += 1;
  session[how] += 1;
}

/** A session event that was written, for the signal that follows the commit, and what else happened in the same call. */
export type SessionNews = {
  connectionId: string;
  sessionId: string;
  event: SessionEvent;
  happened: readonly BusinessEvent[];
};

/** A session whose connection this transaction has locked already. */
export function contextOf(tx: Transaction, connection: Connection, session: Session, now: string): SessionContext {
  const cause = { sessionId: session.id, sessionSeq: session.lastSeq + 1 };
  return { tx, connection, session, now, cause, happened: [] };
}

type NewSessionEvent = SessionEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'seq' | 'at'>
    : never
  : never;

/** Writes what happened to the session under the number that the items' events of this call carry. */
export async function tell(context: SessionContext, event: NewSessionEvent): Promise<SessionNews> {
  const { tx, session, now, cause } = context;
  if (cause.sessionSeq !== session.lastSeq + 1)
    throw new AppError('internal', `session ${session.id}: two events in one call`);
  session.lastSeq = cause.sessionSeq;
  const numbered = withCutTexts({ ...event, seq: cause.sessionSeq, at: now }) as SessionEvent;
  await appendSessionEvent(tx, session.id, numbered);
  return { connectionId: session.connectionId, sessionId: session.id, event: numbered, happened: context.happened };
}

/** Puts items back; their events are told by the session's workflow, not by this call. */
export async function saveSessionItems(context: SessionContext, items: readonly LockedItem[]): Promise<void> {
  await saveItems(context.tx, items, context.now);
  context.happened.push(...items.flatMap((item) => whatHappened(context.session.id, item)));
}
