import type { MessageSetAnswer, RequestAnswer } from '../../qbxml/envelope.js';
import { requestID } from '../../qbxml/message-set-id.js';
import { type MessageSet, settleMessageSet } from '../../store/message-sets.js';
import { type RecordRow, recordsOfMessageSet } from '../../store/records.js';
import { type ItemInHand, takeInHand } from '../items/item-in-hand.js';
import { queryByKey, SETTLE_HINT, unclearMessage, whatWasFound } from './by-key.js';
import { markDeleted } from './delete-purchase-orders.js';
import { judgeWhatIsDone } from './judge.js';
import { type Draft, numbered, queries } from './message-set.js';
import { putBackForSession, type SessionInHand } from './session-in-hand.js';
import { tellNumbers } from './tell-numbers.js';

const awaiting = (records: readonly RecordRow[]): RecordRow[] => records.filter((record) => record.state === 'sent');

/** Asks for every record of a set whose outcome cannot be learned from QuickBooks' own recovery (design, section 5). */
export async function findByKey({ tx }: SessionInHand, set: MessageSet): Promise<Draft> {
  const records = awaiting(await recordsOfMessageSet(tx, set.id));
  return queries('findByKey', (id) => numbered(id, records, (requestID, record) => queryByKey(requestID, record)));
}

/** Adopts what QuickBooks has, sends alone what it has not, and leaves to people what cannot be told apart. */
export async function adoptFound(
  hand: SessionInHand,
  draftId: string,
  lost: MessageSet,
  answer: MessageSetAnswer,
): Promise<void> {
  const { tx, now } = hand;
  const looked = awaiting(await recordsOfMessageSet(tx, lost.id));
  const answers = new Map(answer.answers.map((each) => [each.requestID, each]));
  const items = await takeInHand(tx, [...new Set(looked.map((record) => record.itemId))]);
  // An item may have several records in the set: the first that is sent again alone says nothing about the next.
  const wentAlone = new Set(items.filter(({ sentAlone }) => sentAlone).map(({ id }) => id));
  for (const [index, { itemId, key, generation }] of looked.entries()) {
    const item = items.find(({ id }) => id === itemId);
    const record = item?.records.find((other) => other.key === key && other.generation === generation);
    if (item !== undefined && record !== undefined)
      settleByKey(hand, item, record, answers.get(requestID(draftId, index)), wentAlone.has(itemId));
  }
  await settleMessageSet(tx, lost.id, {
    state: 'abandoned',
    at: now,
    response: null,
    hresult: null,
    message: 'settled by queries',
  });
  judgeWhatIsDone(hand, items);
  await tellNumbers(hand, items);
  await putBackForSession(hand, items);
}

function settleByKey(
  hand: SessionInHand,
  item: ItemInHand,
  record: RecordRow,
  answer: RequestAnswer | undefined,
  wentAlone: boolean,
): void {
  const { session, now } = hand;
  item.sessionId = session.id;
  item.changedRecords.add(record);
  Object.assign(record, { settledAt: now, settledInSessionId: session.id });
  const verdict = whatWasFound(record, answer);
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
    session.recordsSucceeded += 1;
    item.newHistory.push({
      at: now,
      event: 'adopted',
      sessionId: session.id,
      message: `Its answer was lost; it was found in QuickBooks as ${record.txnID}.`,
    });
  }
}
