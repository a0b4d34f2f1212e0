import type { MessageSetAnswer, RequestAnswer } from '../../qbxml/envelope.js';
import { hintFor, statusFor } from '../../qbxml/status-codes.js';
import { findByKeyFromNow, type MessageSet, markFreed, settleMessageSet } from '../../store/message-sets.js';
import { type RecordRow, recordsOfMessageSet } from '../../store/records.js';
import { type ItemInHand, takeInHand } from '../items/item-in-hand.js';
import { forgetNamesOf } from './create-missing.js';
import { markDeleted } from './delete-purchase-orders.js';
import { hasDetails } from './details.js';
import { judgeWhatIsDone } from './judge.js';
import { readTransaction } from './read-transaction.js';
import { putBackForSession, type SessionInHand } from './session-in-hand.js';
import { returnHalves } from './split.js';
import { tellNumbers } from './tell-numbers.js';

/** INVALID_REFERENCE: a name that QuickBooks does not have. */
const INVALID_REFERENCE = 3140;

/** How many records of a set succeeded and failed. */
export type Tally = { succeeded: number; failed: number };

/** Settles a writing set by its answer: what QuickBooks did with each record, and what that means for the items. */
export async function settleWrites(
  hand: SessionInHand,
  set: MessageSet,
  answer: MessageSetAnswer,
  response: string,
): Promise<Tally> {
  const { tx, session, now } = hand;
  const sent = await recordsOfMessageSet(tx, set.id);
  const items = await takeInHand(tx, [...new Set(sent.map((record) => record.itemId))]);
  const answers = new Map(answer.answers.map((each) => [each.requestID, each]));
  const tally: Tally = { succeeded: 0, failed: 0 };
  const isStopped = set.request.includes('onError="stopOnError"') && answer.answers.some((each) => isRefusal(each));
  for (const item of items) {
    for (const record of item.records.filter((each) => isOf(set, each) && each.state === 'sent')) {
      settleRecord(hand, item, record, answers.get(record.requestId ?? ''), isStopped, tally);
    }
    item.sessionId = session.id;
  }
  if (isStopped && set.sessionId === session.id) session.purchaseOrdersStopped = true;
  const isWhole = items.every((item) => item.records.every((record) => !isOf(set, record) || record.state !== 'sent'));
  if (isWhole)
    await settleMessageSet(tx, set.id, { state: 'answered', at: now, response, hresult: null, message: null });
  else await findByKeyFromNow(tx, set.id);
  if (set.oldMessageSetId !== null) await markFreed(tx, set.oldMessageSetId);
  await forgetNamesOf(
    hand,
    items.filter((item) => item.records.some((record) => isOf(set, record) && record.statusCode === INVALID_REFERENCE)),
  );
  judgeWhatIsDone(hand, items);
  await putBackForSession(hand, items);
  if (session.purchaseOrdersStopped) await returnHalves(hand, 'QuickBooks refused a purchase order before its turn');
  await tellNumbers(hand, items);
  Object.assign(session, {
    recordsSucceeded: session.recordsSucceeded + tally.succeeded,
    recordsFailed: session.recordsFailed + tally.failed,
  });
  return tally;
}

const isOf = (set: MessageSet, record: RecordRow): boolean => record.messageSetId === set.id;

const isRefusal = (answer: RequestAnswer): boolean =>
  !['ok', 'warning', 'alreadyDone', 'notProcessed'].includes(outcomeOf(answer));

const outcomeOf = ({ statusCode: code, statusMessage: message, type }: RequestAnswer): string =>
  statusFor({ code, message, type }).outcome;

/** One record by its own answer; without one it is unknown, but a purchase order after a refusal was not processed (S17). */
function settleRecord(
  hand: SessionInHand,
  item: ItemInHand,
  record: RecordRow,
  answer: RequestAnswer | undefined,
  isStopped: boolean,
  tally: Tally,
): void {
  const { session, now } = hand;
  const isUnprocessed = answer === undefined ? isStopped : outcomeOf(answer) === 'notProcessed';
  if (answer === undefined && !isUnprocessed) return;
  item.changedRecords.add(record);
  Object.assign(record, {
    settledAt: now,
    settledInSessionId: session.id,
    statusCode: answer?.statusCode ?? null,
    statusMessage: answer?.statusMessage ?? null,
  });
  if (isUnprocessed || answer === undefined) {
    record.state = 'notProcessed';
    item.newHistory.push({
      ...line(hand, record, 'notProcessed'),
      message: 'Not processed, because QuickBooks refused one before it.',
    });
  } else if (isRefusal(answer)) {
    refused(hand, item, record, answer);
    tally.failed += 1;
  } else {
    done(hand, item, record, answer);
    tally.succeeded += 1;
  }
}

const line = ({ session, now }: SessionInHand, record: RecordRow, event: string) => ({
  at: now,
  event,
  sessionId: session.id,
  ...(record.messageSetId === null ? {} : { messageSetId: record.messageSetId }),
  ...(record.statusCode === null ? {} : { statusCode: record.statusCode }),
});

function refused(hand: SessionInHand, item: ItemInHand, record: RecordRow, answer: RequestAnswer): void {
  record.state = 'refused';
  const hint = hintFor({ code: answer.statusCode, message: answer.statusMessage, type: record.type });
  item.newHistory.push({ ...line(hand, record, 'refused'), message: answer.statusMessage, hint });
}

/** Done by QuickBooks, now or before (ErrorRecovery): the outline is kept, details are asked for where something needs them. */
function done(hand: SessionInHand, item: ItemInHand, record: RecordRow, answer: RequestAnswer): void {
  if (record.type === 'TxnDel') {
    deleted(hand, item, record);
    return;
  }
  const [transaction] = readTransaction(record, answer);
  const { recovery } = answer;
  Object.assign(
    record,
    transaction ?? { txnID: recovery?.txnID ?? null, editSequence: recovery?.editSequence ?? null },
  );
  record.state = 'added';
  record.needsDetails = transaction === undefined && record.txnID !== null && hasDetails(record.type);
  const named = record.refNumber === null ? '' : `, number ${record.refNumber}`;
  item.newHistory.push({
    ...line(hand, record, 'added'),
    message: `${record.type}: QuickBooks has it as ${record.txnID ?? 'a transaction that it did not name'}${named}.`,
  });
}

function deleted(hand: SessionInHand, item: ItemInHand, record: RecordRow): void {
  record.state = 'deleted';
  markDeleted(item, record.generation);
  item.newHistory.push({
    ...line(hand, record, 'deleted in QuickBooks'),
    message: `The purchase order ${record.txnID ?? ''} was deleted in QuickBooks.`,
  });
}
