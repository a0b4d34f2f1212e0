import type { WriteType } from '../../domain/record-plan.js';
import { billQuery } from '../../qbxml/bill-query.js';
import type { MessageSetAnswer, RequestAnswer } from '../../qbxml/envelope.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import { itemReceiptQuery } from '../../qbxml/item-receipt-query.js';
import { requestID } from '../../qbxml/message-set-id.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import { timeTrackingQuery } from '../../qbxml/time-tracking-query.js';
import { type MessageSet, settleMessageSet } from '../../store/message-sets.js';
import { type RecordRow, recordsOfMessageSet } from '../../store/records.js';
import { type ItemInHand, takeInHand } from '../items/item-in-hand.js';
import { judgeWhatIsDone } from './judge.js';
import { type Draft, numbered, queries } from './message-set.js';
import { readTransaction, type Transacted } from './read-transaction.js';
import { putBackForSession, type SessionInHand } from './session-in-hand.js';

/** How each type of record is looked for when nothing else can tell what became of it. */
const BY_KEY: Record<WriteType, (requestID: string, record: RecordRow) => string> = {
  InvoiceAdd: (id, { lookup }) =>
    invoiceQuery.byKey(id, { customer: lookup.entity, date: lookup.date, ...numberOf(lookup.number) }),
  PurchaseOrderAdd: (id, { lookup }) =>
    purchaseOrderQuery.byKey(id, { vendor: lookup.entity, date: lookup.date, ...numberOf(lookup.number) }),
  ItemReceiptAdd: (id, { lookup }) =>
    itemReceiptQuery.byKey(id, { vendor: lookup.entity, date: lookup.date, ...numberOf(lookup.number) }),
  BillAdd: (id, { lookup }) =>
    billQuery.byKey(id, { vendor: lookup.entity, date: lookup.date, ...numberOf(lookup.number) }),
  TimeTrackingAdd: (id, { lookup }) => timeTrackingQuery.byKey(id, { resource: lookup.entity, date: lookup.date }),
  TxnDel: (id, { txnID }) => purchaseOrderQuery.byTxnIDs(id, [txnID ?? '']),
};

const numberOf = (number: string | null): { refNumber?: string } =>
  number === null || number === '' ? {} : { refNumber: number };

const awaiting = (records: readonly RecordRow[]): RecordRow[] => records.filter((record) => record.state === 'sent');

/** Asks for every record of a set whose outcome cannot be learned from QuickBooks' own recovery (design, section 5). */
export async function findByKey({ tx }: SessionInHand, set: MessageSet): Promise<Draft> {
  const records = awaiting(await recordsOfMessageSet(tx, set.id));
  return queries('findByKey', (id) =>
    numbered(id, records, (requestID, record) => BY_KEY[record.type](requestID, record)),
  );
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
  for (const [index, { itemId, key, generation }] of looked.entries()) {
    const item = items.find(({ id }) => id === itemId);
    const record = item?.records.find((other) => other.key === key && other.generation === generation);
    if (item !== undefined && record !== undefined)
      settleByKey(hand, item, record, answers.get(requestID(draftId, index)));
  }
  await settleMessageSet(tx, lost.id, {
    state: 'abandoned',
    at: now,
    response: null,
    hresult: null,
    message: 'settled by queries',
  });
  judgeWhatIsDone(hand, items);
  await putBackForSession(hand, items);
}

function settleByKey(
  hand: SessionInHand,
  item: ItemInHand,
  record: RecordRow,
  answer: RequestAnswer | undefined,
): void {
  const { session, now } = hand;
  item.sessionId = session.id;
  item.changedRecords.add(record);
  Object.assign(record, { settledAt: now, settledInSessionId: session.id });
  const verdict = whatWasFound(record, answer);
  if (verdict === 'unknown' || (verdict === 'none' && item.sentAlone && record.type !== 'TxnDel')) {
    record.state = 'unknown';
    record.statusMessage = 'QuickBooks never said what became of this record, and a search for it did not tell either.';
    item.newHistory.push({
      at: now,
      event: 'outcomeUnknown',
      sessionId: session.id,
      message: record.statusMessage,
      hint: 'Look for it in QuickBooks, then settle it by hand.',
    });
  } else if (verdict === 'none') {
    record.state = 'notProcessed';
    item.sentAlone = true;
    item.newHistory.push({
      at: now,
      event: 'notFound',
      sessionId: session.id,
      message: 'Its answer was lost and QuickBooks does not have it: it is sent again, alone.',
    });
  } else {
    Object.assign(record, verdict, { state: record.type === 'TxnDel' ? 'deleted' : 'added', needsDetails: false });
    session.recordsSucceeded += 1;
    item.newHistory.push({
      at: now,
      event: 'adopted',
      sessionId: session.id,
      message: `Its answer was lost; it was found in QuickBooks as ${record.txnID}.`,
    });
  }
}

/** What is ours carries the ExternalGUID that we gave it; a candidate without one cannot be told from a stranger's. */
function whatWasFound(record: RecordRow, answer: RequestAnswer | undefined): Transacted | 'none' | 'unknown' {
  // From 1000 on QuickBooks did not answer the question; below that a miss is a miss (1, 500).
  if (answer === undefined || answer.statusCode >= 1000) return 'unknown';
  const found = readTransaction(record, answer);
  if (record.type === 'TxnDel') return found.length === 0 ? { txnID: record.txnID } : 'none';
  const ours = found.filter((candidate) => candidate.externalGUID?.toLowerCase() === record.externalGuid.toLowerCase());
  if (ours.length === 1) return ours[0] ?? 'unknown';
  if (ours.length > 1) return 'unknown';
  return found.some((candidate) => candidate.externalGUID === undefined) ? 'unknown' : 'none';
}
