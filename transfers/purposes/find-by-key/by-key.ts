import type { WriteType } from '../../../domain/record-plan.js';
import type { Item } from '../../../domain/snapshots/snapshot.js';
import { billQuery } from '../../../qbxml/bill-query.js';
import type { RequestAnswer } from '../../../qbxml/envelope.js';
import { invoiceQuery } from '../../../qbxml/invoice-query.js';
import { itemReceiptQuery } from '../../../qbxml/item-receipt-query.js';
import { purchaseOrderQuery } from '../../../qbxml/purchase-order-query.js';
import { statusOf } from '../../../qbxml/status-codes.js';
import { timeTrackingQuery } from '../../../qbxml/time-tracking-query.js';
import type { RecordRow } from '../../../store/records.js';
import { readFound, type Transacted } from '../read-transaction.js';

/** How far to look: the last day of a record that is dated by the session that sent it. */
export type Search = { through?: string };

type Wanted = Pick<RecordRow, 'type' | 'lookup' | 'txnId'>;

const numberOf = ({ number }: RecordRow['lookup']): { refNumber?: string } =>
  number === null || number === '' ? {} : { refNumber: number };

const BY_KEY: Record<WriteType, (requestId: string, record: Wanted, search: Search) => string> = {
  InvoiceAdd: (id, { lookup }) =>
    invoiceQuery.byKey(id, { customer: lookup.entity, date: lookup.date, ...numberOf(lookup) }),
  PurchaseOrderAdd: (id, { lookup }) =>
    purchaseOrderQuery.byKey(id, { vendor: lookup.entity, date: lookup.date, ...numberOf(lookup) }),
  ItemReceiptAdd: (id, { lookup }, { through }) =>
    itemReceiptQuery.byKey(id, { vendor: lookup.entity, date: lookup.date, through, ...numberOf(lookup) }),
  BillAdd: (id, { lookup }) => billQuery.byKey(id, { vendor: lookup.entity, date: lookup.date, ...numberOf(lookup) }),
  TimeTrackingAdd: (id, { lookup }) => timeTrackingQuery.byKey(id, { resource: lookup.entity, date: lookup.date }),
  TxnDel: (id, { txnId }) => purchaseOrderQuery.byTxnIds(id, [txnId ?? '']),
};

/** The query for a record of which only its key is known: customer or vendor, date, number. */
export const queryByKey = (requestId: string, record: Wanted, search: Search = {}): string =>
  BY_KEY[record.type](requestId, record, search);

/**
 * found: certainly ours (for a deletion: it is gone) · none: QuickBooks does not have it · unclear: people decide ·
 * unanswered: QuickBooks could not answer now
 */
export type Verdict =
  | { is: 'found'; transaction: Transacted }
  | { is: 'none' }
  | { is: 'unclear'; candidates: readonly string[] }
  | { is: 'unanswered' };

/** QuickBooks cannot tell, and will not. */
export const UNCLEAR: Verdict = { is: 'unclear', candidates: [] };

/** What is ours carries the ExternalGUID that we gave it; a candidate without one cannot be told from a stranger's. */
export function whatWasFound(record: RecordRow, answer: RequestAnswer | undefined, item: Item): Verdict {
  if (answer === undefined || statusOf(answer.statusCode).outcome === 'retry') return { is: 'unanswered' };
  // From 1000 on QuickBooks did not answer the question (P604); below that a miss is a miss (1, 500).
  if (answer.statusCode >= 1000) return UNCLEAR;
  const found = readFound(record, answer, item);
  if (record.type === 'TxnDel')
    return found.length === 0 ? { is: 'found', transaction: { txnId: record.txnId } } : { is: 'none' };
  const ours = found.filter((candidate) => candidate.externalGuid?.toLowerCase() === record.externalGuid.toLowerCase());
  const [own] = ours;
  if (own !== undefined && ours.length === 1) return { is: 'found', transaction: own };
  const unclear = own === undefined ? found.filter(({ externalGuid }) => externalGuid === undefined) : ours;
  if (unclear.length === 0) return { is: 'none' };
  return { is: 'unclear', candidates: unclear.flatMap(({ txnId }) => (txnId ? [txnId] : [])) };
}

/** What people read of an outcome that nobody can tell; it names whatever could be the record. */
export function unclearMessage(candidates: readonly string[]): string {
  const said = 'QuickBooks never said what became of this record, and a search for it did not tell either.';
  if (candidates.length === 0) return said;
  const noun = candidates.length === 1 ? 'transaction' : 'transactions';
  return `${said} It may be the ${noun} with the TxnID ${candidates.join(', ')}.`;
}

export const SETTLE_HINT =
  'Look for it in QuickBooks, then settle it by hand (POST …/settle): in QuickBooks, or not in QuickBooks and to be sent again.';
