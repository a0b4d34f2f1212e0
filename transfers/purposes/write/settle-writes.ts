import type { HistoryEvent } from '../../../domain/history-events.js';
import { quote } from '../../../domain/texts.js';
import type { MessageSetAnswer, RequestAnswer } from '../../../qbxml/envelope.js';
import { parseRequestId } from '../../../qbxml/message-set-id.js';
import { hintFor, statusFor } from '../../../qbxml/status-codes.js';
import { findByKeyFromNow, type MessageSet, markFreed, settleMessageSet } from '../../../store/message-sets.js';
import { itemsOfMessageSet, type RecordRow } from '../../../store/records.js';
import { judgeWhatIsDone } from '../../items/judge.js';
import { hasDetails, markDeleted } from '../../items/ledger-row.js';
import { type LockedItem, loadItems } from '../../items/locked-item.js';
import { onErrorOf } from '../asked.js';
import { answeredBy } from '../message-set.js';
import { forgetNamesOf } from '../names/create-missing.js';
import type { Tally } from '../purpose.js';
import { readTransaction } from '../read-transaction.js';
import { type SessionContext, saveSessionItems } from '../session-context.js';
import { tellNumbers } from '../tell-numbers.js';
import { returnHalves } from './split.js';

/** INVALID_REFERENCE: a name that QuickBooks does not have. */
const INVALID_REFERENCE = 3140;

/** Settles a writing set by its answer: what QuickBooks did with each record, and what that means for the items. */
export async function settleWrites(
  context: SessionContext,
  set: MessageSet,
  answer: MessageSetAnswer,
  response: string,
): Promise<Tally> {
  const { tx, session, now } = context;
  const items = await loadItems(tx, await itemsOfMessageSet(tx, set.id));
  const answers = new Map(answer.answers.map((each) => [each.requestId, each]));
  const tally: Tally = { succeeded: 0, failed: 0 };
  const stoppedAt = onErrorOf(set) === 'stopOnError' ? firstRefusal(set, answer) : undefined;
  for (const item of items) {
    for (const record of item.records.filter((each) => isOf(set, each) && each.state === 'sent')) {
      settleRecord(context, item, record, answers.get(record.requestId ?? ''), stoppedAt, tally);
    }
    item.sessionId = session.id;
  }
  if (stoppedAt !== undefined && set.sessionId === session.id) session.purchaseOrdersStopped = true;
  const isWhole = items.every((item) => item.records.every((record) => !isOf(set, record) || record.state !== 'sent'));
  await forgetNamesOf(
    context,
    items.filter((item) => item.records.some((record) => isOf(set, record) && record.statusCode === INVALID_REFERENCE)),
  );
  judgeWhatIsDone(context, items);
  await Promise.all([
    isWhole ? settleMessageSet(tx, set.id, answeredBy(answer, response, now)) : findByKeyFromNow(tx, set.id),
    set.oldMessageSetId === null ? undefined : markFreed(tx, set.oldMessageSetId),
    saveSessionItems(context, items),
  ]);
  if (session.purchaseOrdersStopped) await returnHalves(context, 'QuickBooks refused a purchase order before its turn');
  await tellNumbers(context, items);
  Object.assign(session, {
    recordsSucceeded: session.recordsSucceeded + tally.succeeded,
    recordsFailed: session.recordsFailed + tally.failed,
  });
  return tally;
}

const isOf = (set: MessageSet, record: RecordRow): boolean => record.messageSetId === set.id;

const isRefusal = (answer: RequestAnswer): boolean =>
  !['ok', 'warning', 'alreadyDone', 'notProcessed'].includes(outcomeOf(answer));

const placeOf = (id: string | null | undefined): number => parseRequestId(id ?? '')?.index ?? -1;

/** The place of the first request of a set that was refused; what else QuickBooks refused is not the set's. */
const firstRefusal = ({ id }: MessageSet, { answers }: MessageSetAnswer): number | undefined => {
  const named = answers.filter(isRefusal).map(({ requestId }) => parseRequestId(requestId ?? ''));
  const places = named.flatMap((request) => (request?.messageSetId === id ? [request.index] : []));
  return places.length === 0 ? undefined : Math.min(...places);
};

const outcomeOf = ({ statusCode: code, statusMessage: message, type }: RequestAnswer): string =>
  statusFor({ code, message, type }).outcome;

/** One record by its own answer; without one it is unknown, but a purchase order after a refusal was not processed (S17). */
function settleRecord(
  context: SessionContext,
  item: LockedItem,
  record: RecordRow,
  answer: RequestAnswer | undefined,
  stoppedAt: number | undefined,
  tally: Tally,
): void {
  const { session, now } = context;
  const isAfterRefusal = stoppedAt !== undefined && placeOf(record.requestId) > stoppedAt;
  const isUnprocessed = answer === undefined ? isAfterRefusal : outcomeOf(answer) === 'notProcessed';
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
      ...line(context, record, 'notProcessed'),
      message: 'Not processed, because QuickBooks refused one before it.',
    });
  } else if (isRefusal(answer)) {
    refused(context, item, record, answer);
    tally.failed += 1;
  } else {
    done(context, item, record, answer);
    tally.succeeded += 1;
  }
}

const line = ({ session, now }: SessionContext, record: RecordRow, event: HistoryEvent) => ({
  at: now,
  event,
  sessionId: session.id,
  ...(record.messageSetId === null ? {} : { messageSetId: record.messageSetId }),
  ...(record.statusCode === null ? {} : { statusCode: record.statusCode }),
});

function refused(context: SessionContext, item: LockedItem, record: RecordRow, answer: RequestAnswer): void {
  record.state = 'refused';
  const hint = hintFor({ code: answer.statusCode, message: answer.statusMessage, type: record.type });
  item.newHistory.push({ ...line(context, record, 'refused'), message: answer.statusMessage, hint });
}

/** Done by QuickBooks, now or before (ErrorRecovery): the outline is kept, details are asked for where something needs them. */
function done(context: SessionContext, item: LockedItem, record: RecordRow, answer: RequestAnswer): void {
  if (record.type === 'TxnDel') {
    deleted(context, item, record);
    return;
  }
  const [transaction] = readTransaction(record, answer);
  const { recovery } = answer;
  Object.assign(
    record,
    transaction ?? { txnId: recovery?.txnId ?? null, editSequence: recovery?.editSequence ?? null },
  );
  record.state = 'added';
  record.needsDetails = transaction === undefined && record.txnId !== null && hasDetails(record.type);
  const named = record.refNumber === null ? '' : `, number ${record.refNumber}`;
  const isWarning = outcomeOf(answer) === 'warning';
  const warning = isWarning ? ` QuickBooks warns: ${quote(answer.statusMessage)}` : '';
  const hint = hintFor({ code: answer.statusCode, message: answer.statusMessage, type: record.type });
  item.newHistory.push({
    ...line(context, record, 'added'),
    message: `${record.type}: QuickBooks has it as ${record.txnId ?? 'a transaction that it did not name'}${named}.${warning}`,
    ...(isWarning ? { hint } : {}),
  });
}

function deleted(context: SessionContext, item: LockedItem, record: RecordRow): void {
  record.state = 'deleted';
  markDeleted(item, record.generation);
  item.newHistory.push({
    ...line(context, record, 'deleted in QuickBooks'),
    message: `The purchase order ${record.txnId ?? ''} was deleted in QuickBooks.`,
  });
}
