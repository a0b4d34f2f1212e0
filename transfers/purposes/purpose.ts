import type { SessionError } from '../../domain/session-errors.js';
import type { MessageSetAnswer } from '../../qbxml/envelope.js';
import type { Connection } from '../../store/connections.js';
import type { Queryable } from '../../store/database.js';
import { type MessageSet, settleMessageSet } from '../../store/message-sets.js';
import type { Session } from '../../store/sessions.js';
import type { Draft } from './message-set.js';
import type { SessionContext } from './session-context.js';

/** How many records of a set succeeded and failed. */
export type Tally = { succeeded: number; failed: number };

/** What a question comes to, and a set that settled no record. */
export const NO_RECORDS: Tally = { succeeded: 0, failed: 0 };

/** What an answer came to: `endsWith` says why the session cannot go on after it, `isOver` that nothing is left to do. */
export type Taken = Tally & { endsWith?: SessionError; isOver?: true };

/** What QuickBooks or the Web Connector said instead of an answer. */
export type NoAnswer = { response: string | null; hresult: string | null; message: string };

/** Who wants to know whether there is something to do: a session, or authenticate, which has none yet. */
export type Asker = { db: Queryable; connection: Connection; session: Session | undefined; now: string };

/** A set that goes out as it is stored. */
export type Stored = { stored: MessageSet; request: string };

type Rules = {
  /** Whether this alone is a reason for a session, or for one more round trip of it. */
  isDue(asker: Asker): Promise<boolean>;
  /** The next set of this purpose; undefined when there is nothing to do now. */
  ask(context: SessionContext): Promise<Draft | Stored | undefined>;
  /** Takes QuickBooks' answer. A question counts as answered before. Throws `unreadable`, and then nothing is taken. */
  take(context: SessionContext, set: MessageSet, answer: MessageSetAnswer, response: string): Promise<Taken>;
  /**
   * QuickBooks could not read the set and did nothing of it: whatever it was about goes in smaller parts, or waits.
   * @returns undefined where the session cannot go on without the answer
   */
  unreadable(context: SessionContext, set: MessageSet, said: NoAnswer): Promise<Tally | undefined>;
  /** QuickBooks was not there to take the set: that says nothing about it. */
  absent(context: SessionContext, set: MessageSet): Promise<void>;
};

/** A question: it changes nothing, so it is asked anew when no answer came. */
export type QuestionRules = Rules & {
  writes: false;
  /**
   * After some sessions in a row without an answer: `passOver` treats it like one that QuickBooks cannot read,
   * `endSession` does the same but ends the session, `askAgain` never gives it up here.
   */
  withoutAnswer: 'passOver' | 'endSession' | 'askAgain';
};

/** A set that changes the company file: at most one of them is unsettled. */
export type WritingRules = Rules & {
  writes: true;
  /** Whether QuickBooks, given the same bytes again, would probably execute them a second time. */
  wouldDouble(context: SessionContext, set: MessageSet): Promise<boolean>;
  /** It is not sent again: QuickBooks is asked what it has of it, or it is given up. Undefined when nothing is left to ask. */
  learnOutcome(context: SessionContext, set: MessageSet): Promise<Draft | undefined>;
};

/** All that the session has to know of a purpose. */
export type PurposeRules = QuestionRules | WritingRules;

/** For what is asked only beside something that is due itself. */
export const neverDue = async (): Promise<boolean> => false;

/** For questions: they are asked anew in any case. */
export const nothingToForget = async (): Promise<void> => undefined;

/**
 * A question that QuickBooks cannot read is settled without an answer. As `rejected` it counts as asked in this session,
 * as `abandoned` it does not.
 */
export async function setAside(
  { tx, now }: SessionContext,
  set: MessageSet,
  { hresult, message }: NoAnswer,
  state: 'rejected' | 'abandoned' = 'rejected',
): Promise<Tally> {
  await settleMessageSet(tx, set.id, { state, at: now, response: null, hresult, message, outcome: 'unreadable' });
  return NO_RECORDS;
}
