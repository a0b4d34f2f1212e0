import type { MessageSetAnswer } from '../../../qbxml/envelope.js';
import { requestIdAt } from '../../../qbxml/message-set-id.js';
import { type MessageSet, noteKeyTries, settleMessageSet, unsettledSet } from '../../../store/message-sets.js';
import { type RecordRow, recordsOfMessageSet } from '../../../store/records.js';
import { judgeWhatIsDone } from '../../items/judge.js';
import { isNamed, markDeleted, nameOf } from '../../items/ledger-row.js';
import { type LockedItem, loadItems } from '../../items/locked-item.js';
import { requestsOf } from '../asked.js';
import { abandoned, type Draft, numbered, queries } from '../message-set.js';
import { noteNotOrdered } from '../note-not-ordered.js';
import { countUnsent, type SessionContext, saveSessionItems } from '../session-context.js';
import { tellNumbers } from '../tell-numbers.js';
import { MAX_TRIES } from '../tries.js';
import { queryByKey, SETTLE_HINT, UNCLEAR, unclearMessage, type Verdict, whatWasFound } from './by-key.js';

const awaiting = (records: readonly RecordRow[]): RecordRow[] => records.filter((record) => record.state === 'sent');

/**
 * Asks for every record of a set whose outcome cannot be learned from QuickBooks' own recovery (S33, P803).
 * Where that gets no answer time and again, or QuickBooks cannot read it, records are asked for one by one, and one
 * that QuickBooks does not answer to is left to people: the others go on.
 * @returns undefined when no record of the set is left to ask for
 */
export async function searchByKey(context: SessionContext, set: MessageSet): Promise<Draft | undefined> {
  const { tx } = context;
  const records = awaiting(await recordsOfMessageSet(tx, set.id));
  const [first, ...others] = records;
  if (first === undefined || set.keyTries >= 2 * MAX_TRIES) {
    await settleAsked(context, set, first === undefined ? [] : [first], () => UNCLEAR);
    return others.length === 0 ? undefined : searchByKey(context, { ...set, keyTries: MAX_TRIES });
  }
  await noteKeyTries(tx, set.id, set.keyTries + 1);
  const asked = set.keyTries < MAX_TRIES ? records : [first];
  return queries('findByKey', (id) => numbered(id, asked, queryByKey, (record) => ({ record: nameOf(record) })));
}

/** The records of a lost set that a question was about, in the order of its requests. */
async function askedFor({ tx }: SessionContext, question: MessageSet, lost: MessageSet): Promise<RecordRow[]> {
  const records = awaiting(await recordsOfMessageSet(tx, lost.id));
  const requests = requestsOf(question);
  // A question of 0.2.0 asked for the first ones.
  if (question.asked === null) return records.slice(0, requests.length);
  return requests.flatMap(({ record: asked }) =>
    records.filter((record) => asked !== undefined && isNamed(record, asked)),
  );
}

/** QuickBooks could not read the question: from now on it is asked for one record after the other. */
export async function halveQuestion(context: SessionContext, question: MessageSet): Promise<void> {
  const lost = await lostSet(context);
  if (lost === undefined) return;
  const looked = await askedFor(context, question, lost);
  if (looked.length === 1) await settleAsked(context, lost, looked, () => UNCLEAR);
  else await noteKeyTries(context.tx, lost.id, MAX_TRIES);
}

/** QuickBooks was not there to be asked: that says nothing about the question. */
export async function forgetQuestion(context: SessionContext): Promise<void> {
  const lost = await lostSet(context);
  if (lost !== undefined) await noteKeyTries(context.tx, lost.id, Math.max(lost.keyTries - 1, 0));
}

/** The set that questions by key are about. */
const lostSet = ({ tx, connection }: SessionContext): Promise<MessageSet | undefined> =>
  unsettledSet(tx, connection.id, connection.fileId);

/**
 * Adopts what QuickBooks has, sends alone what it has not, and leaves to people what cannot be told apart.
 * @returns false where it could not answer for all of them now: the next session asks again
 */
export async function adoptFound(
  context: SessionContext,
  question: MessageSet,
  answer: MessageSetAnswer,
): Promise<boolean> {
  const lost = await lostSet(context);
  if (lost === undefined) return true;
  const answers = new Map(answer.answers.map((each) => [each.requestId, each]));
  const looked = await askedFor(context, question, lost);
  return settleAsked(context, lost, looked, (index, record, item) =>
    whatWasFound(record, answers.get(requestIdAt(question.id, index)), item),
  );
}

async function settleAsked(
  context: SessionContext,
  lost: MessageSet,
  looked: readonly RecordRow[],
  verdictOn: (index: number, record: RecordRow, item: LockedItem) => Verdict,
): Promise<boolean> {
  const { tx, now } = context;
  const items = await loadItems(tx, [...new Set(looked.map((record) => record.itemId))]);
  // An item may have several records in the set: the first that is sent again alone says nothing about the next.
  const isAbsent = (record: RecordRow): boolean => record.messageSetId === lost.id && record.state === 'notProcessed';
  const wentAlone = new Set(
    items.filter(({ sentAlone, records }) => sentAlone && !records.some(isAbsent)).map(({ id }) => id),
  );
  let isAnswered = true;
  for (const [index, { itemId, key, generation }] of looked.entries()) {
    const item = items.find(({ id }) => id === itemId);
    const record = item?.records.find((other) => other.key === key && other.generation === generation);
    if (item === undefined || record === undefined) continue;
    const verdict = verdictOn(index, record, item);
    if (verdict.is === 'unanswered') isAnswered = false;
    else settleByKey(context, lost, item, record, verdict, wentAlone.has(itemId));
  }
  judgeWhatIsDone(context, items);
  await tellNumbers(context, items);
  await saveSessionItems(context, items);
  if (awaiting(await recordsOfMessageSet(tx, lost.id)).length > 0) {
    // One that got no answer keeps its tries; else the next one begins with none.
    if (isAnswered) await noteKeyTries(tx, lost.id, MAX_TRIES);
    return isAnswered;
  }
  await settleMessageSet(tx, lost.id, abandoned('foundByKey', now, 'settled by queries'));
  return true;
}

/** Whether a session sent the lost set, or sent it again: its records count as sent there already. */
const isSentIn = (sessionId: string, lost: MessageSet): boolean =>
  lost.sessionId === sessionId || lost.recoveredBySessionId === sessionId;

function settleByKey(
  context: SessionContext,
  lost: MessageSet,
  item: LockedItem,
  record: RecordRow,
  verdict: Exclude<Verdict, { is: 'unanswered' }>,
  wentAlone: boolean,
): void {
  const { session, now } = context;
  item.sessionId = session.id;
  item.changedRecords.add(record);
  Object.assign(record, { settledAt: now, settledInSessionId: session.id });
  if (verdict.is === 'unclear' || (verdict.is === 'none' && wentAlone && record.type !== 'TxnDel')) {
    record.state = 'unknown';
    record.statusMessage = unclearMessage(verdict.is === 'unclear' ? verdict.candidates : []);
    item.newHistory.push({
      at: now,
      event: 'outcomeUnknown',
      sessionId: session.id,
      message: record.statusMessage,
      hint: SETTLE_HINT,
    });
  } else if (verdict.is === 'none') {
    record.state = 'notProcessed';
    item.sentAlone = true;
    // Once more in this session could be for ever: a deletion that is not there may be sent any number of times.
    if (record.type === 'TxnDel' && lost.sessionId === session.id) item.satOutSessionId = session.id;
    item.newHistory.push({
      at: now,
      event: 'notFound',
      sessionId: session.id,
      message: 'Its answer was lost and QuickBooks does not have it: it is sent again, alone.',
    });
  } else {
    Object.assign(record, verdict.transaction, {
      state: record.type === 'TxnDel' ? 'deleted' : 'added',
      needsDetails: false,
    });
    if (record.type === 'TxnDel') markDeleted(item, record.generation);
    if (isSentIn(session.id, lost)) session.recordsSucceeded += 1;
    else countUnsent(session, 'recordsSucceeded');
    item.newHistory.push({
      at: now,
      event: 'adopted',
      sessionId: session.id,
      message: `Its answer was lost; it was found in QuickBooks as ${record.txnId}.`,
    });
    noteNotOrdered(context, item, record);
  }
}
