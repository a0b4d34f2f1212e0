import { isAbsence } from '../../qbxml/hresults.js';
import { lastSessionsAsking, type MessageSet, type Purpose, settleMessageSet } from '../../store/message-sets.js';
import { takeUnreadableAdoption } from '../purposes/adoption/take-adoption.js';
import { takeUnreadable } from '../purposes/find-by-key/find-by-key.js';
import { takeLinkedTransactions } from '../purposes/linked-transactions.js';
import { halveNames } from '../purposes/names/take-names.js';
import type { SessionContext } from '../purposes/session-context.js';

/** After this many sessions in a row that ended with a question of one purpose, it is set aside. */
const MAX_SESSIONS = 3;

/** What came instead of an answer. */
type Silence = { response: string | null; hresult: string | null; message: string };

type TakeUnreadable = (context: SessionContext, set: MessageSet, message: string) => Promise<void>;

/** The next session asks again. */
const waitForNextSession: TakeUnreadable = async () => undefined;

const UNREADABLE: Partial<Record<Purpose, TakeUnreadable>> = {
  lists: halveNames,
  names: halveNames,
  findByKey: takeUnreadable,
  details: waitForNextSession,
  paidDates: waitForNextSession,
  paidNumbers: waitForNextSession,
  linkedTransactions: (context, set) =>
    takeLinkedTransactions(context, set, { newMessageSetID: undefined, messageSetStatusCode: undefined, answers: [] }),
  adoption: takeUnreadableAdoption,
};

/**
 * QuickBooks could not read a question or an addition to a list: what it was about waits, in halves where one of many
 * may be the bad one, and the session goes on.
 * @returns false where the session cannot go on without the answer
 */
export async function passOver(
  context: SessionContext,
  set: MessageSet,
  { hresult, message }: Pick<Silence, 'hresult' | 'message'>,
): Promise<boolean> {
  const { tx, now } = context;
  const take = UNREADABLE[set.purpose];
  if (take === undefined) return false;
  // A question about links counts as asked only where it was answered: nothing is deleted without.
  const state = set.purpose === 'linkedTransactions' ? 'abandoned' : 'rejected';
  await settleMessageSet(tx, set.id, { state, at: now, response: null, hresult, message });
  await take(context, set, message);
  return true;
}

/**
 * A question got no answer. It is asked anew in the next session; the third session in a row, and each one after it,
 * passes over it like one that QuickBooks cannot read. That QuickBooks was not there says nothing about the question.
 * @returns true where the session goes on without the answer
 */
export async function takeSilence(context: SessionContext, set: MessageSet, silence: Silence): Promise<boolean> {
  await settleMessageSet(context.tx, set.id, { state: 'abandoned', at: context.now, ...silence });
  // A search by key counts for itself: what it gives up is left to people for good.
  if (set.purpose === 'findByKey' || isAbsence(silence.hresult ?? '')) return false;
  if ((await failedSessions(context, set.purpose)) < MAX_SESSIONS) return false;
  // A search after a restore sends nothing meanwhile and gives up for good: no more than one record a session.
  return (await passOver(context, set, silence)) && set.purpose !== 'adoption';
}

/** How many sessions in a row, up to this one, had a question of this purpose that failed. */
async function failedSessions({ tx, connection }: SessionContext, purpose: Purpose): Promise<number> {
  let count = 0;
  for (const { answered, failures } of await lastSessionsAsking(tx, connection.id, purpose)) {
    if (failures.some((hresult) => !isAbsence(hresult))) count += 1;
    else if (answered) break;
  }
  return count;
}
