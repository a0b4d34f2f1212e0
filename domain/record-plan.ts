import type { ItemKind } from './kinds.js';
import { add, subtract } from './money.js';
import { coveredBy, openSpans, type Span } from './received-spans.js';
import type { PurchaseOrderSnapshot } from './snapshots/purchase-order.js';
import type { Item } from './snapshots/snapshot.js';

/** The transactions that items become, and the deletion of one (S2 to S5, S19). */
export const WRITE_TYPES = [
  'InvoiceAdd',
  'PurchaseOrderAdd',
  'ItemReceiptAdd',
  'TimeTrackingAdd',
  'BillAdd',
  'TxnDel',
] as const;
export type WriteType = (typeof WRITE_TYPES)[number];

/**
 * Where a record stands between us and QuickBooks.
 * - sent: in a message set without a settled answer
 * - added: QuickBooks has it; deleted: had it and no longer has
 * - refused: QuickBooks said no; notProcessed: never looked at it (3231)
 * - unknown: nobody can tell, people decide
 */
export type RecordState = 'sent' | 'added' | 'deleted' | 'refused' | 'notProcessed' | 'unknown';

/** What the ledger says of one record of an item. `lines` maps the PSA's line ids to QuickBooks' TxnLineIDs, `quantity` is a receipt's. */
export type LedgerRecord = {
  key: string;
  generation: number;
  type: WriteType;
  state: RecordState;
  txnId: string | null;
  /** Only an ErrorRecovery aggregate is known of it: it must be queried before anything builds on it. */
  needsDetails: boolean;
  /** In a company file that the connection has left: it counts as sent, and nothing is built on it any more. */
  elsewhere?: boolean;
  lines: Readonly<Record<string, string>>;
  quantity: string | null;
};

/** One record still to send: what it is, and the PSA line ids that it is built from. */
export type PlannedRecord =
  | { key: 'addition'; type: 'InvoiceAdd' | 'PurchaseOrderAdd'; generation: number; lineIds: string[] }
  | { key: 'bill'; type: 'BillAdd'; generation: number; lineIds: string[] }
  | { key: string; type: 'TimeTrackingAdd'; generation: number; lineIds: [string] }
  | {
      key: string;
      type: 'ItemReceiptAdd';
      generation: number;
      lineIds: [string];
      quantity: string;
      link: { txnId: string; txnLineId: string };
    }
  | { key: 'deletion'; type: 'TxnDel'; generation: number; lineIds: string[]; txnId: string };

/** A record that stands in the way of sending the same one again. */
const isTaken = (record: LedgerRecord): boolean => record.state !== 'refused' && record.state !== 'notProcessed';

type Ledger = readonly LedgerRecord[];

/**
 * The records of the present generation that QuickBooks does not have, is not being sent, and can be sent now (S6).
 * Total over the kinds; what builds on an answer (a receipt on its purchase order) is planned once that answer is here.
 */
export function plan(item: Item, ledger: Ledger, generation: number): PlannedRecord[] {
  const taken = new Set(
    ledger.filter((record) => record.generation === generation && isTaken(record)).map((record) => record.key),
  );
  const missing = PLANS[item.kind](item as never, ledger, generation);
  return missing.filter((record) => record.type === 'TxnDel' || !taken.has(record.key));
}

const PLANS = {
  invoices: (item: Extract<Item, { kind: 'invoices' }>, _ledger, generation) => [
    {
      key: 'addition',
      type: 'InvoiceAdd',
      generation,
      lineIds: item.snapshot.lines.map((_, index) => String(index + 1)),
    },
  ],
  timesheets: (item: Extract<Item, { kind: 'timesheets' }>, _ledger, generation) =>
    item.snapshot.entries.map((entry) => ({
      key: `entry/${entry.id}`,
      type: 'TimeTrackingAdd',
      generation,
      lineIds: [entry.id],
    })),
  'expense-reports': (item: Extract<Item, { kind: 'expense-reports' }>, _ledger, generation) => [
    {
      key: 'bill',
      type: 'BillAdd',
      generation,
      lineIds: item.snapshot.items.filter((expense) => expense.reimbursable).map((expense) => expense.id),
    },
  ],
  'purchase-orders': (item: Extract<Item, { kind: 'purchase-orders' }>, ledger, generation) =>
    item.snapshot.status === 'Canceled' ? deletions(ledger) : purchaseOrderRecords(item.snapshot, ledger, generation),
} as const satisfies Record<ItemKind, (item: never, ledger: Ledger, generation: number) => PlannedRecord[]>;

const isOrderInFile = (record: LedgerRecord): boolean =>
  record.type === 'PurchaseOrderAdd' && record.state === 'added' && record.elsewhere !== true;

/** The purchase orders of all generations that QuickBooks has and that no deletion stands for. */
function undeleted<Row extends LedgerRecord>(ledger: readonly Row[]): Row[] {
  const isBusy = (generation: number): boolean =>
    ledger.some((record) => record.type === 'TxnDel' && record.generation === generation && isTaken(record));
  return ledger.filter((record) => isOrderInFile(record) && !isBusy(record.generation));
}

/** S19: a TxnID is confirmed by a query before anything is deleted by it. */
const deletions = (ledger: Ledger): PlannedRecord[] =>
  undeleted(ledger).flatMap(({ generation, txnId, needsDetails }) =>
    txnId === null || needsDetails ? [] : [{ key: 'deletion', type: 'TxnDel', generation, lineIds: [], txnId }],
  );

/** The purchase orders that QuickBooks has under a TxnID that nobody knows: only people can delete them. */
export const deletableByHand = <Row extends LedgerRecord>(ledger: readonly Row[]): Row[] =>
  undeleted(ledger).filter(({ txnId }) => txnId === null);

/** Whether a deletion is one that people were asked for, because nobody knows the TxnID. */
export const isDeletionByHand = ({ type, state, txnId }: LedgerRecord): boolean =>
  type === 'TxnDel' && state === 'unknown' && txnId === null;

/** Whether a cancellation has something to delete in QuickBooks (S15, S19). */
export const deletionOutstanding = (ledger: Ledger): boolean =>
  ledger.some(
    (record) =>
      (isOrderInFile(record) && record.txnId !== null) ||
      (record.type === 'PurchaseOrderAdd' && record.state === 'sent' && record.elsewhere !== true),
  );

/** Whether a cancellation has deleted the purchase order; another generation that is still there does not count. */
export function isDeleted(ledger: Ledger, generation: number): boolean {
  const additions = ledger.filter((record) => record.type === 'PurchaseOrderAdd');
  const isThere = additions.some(
    (record) => record.generation === generation && (record.state === 'added' || record.state === 'sent'),
  );
  return !isThere && additions.some((record) => record.state === 'deleted');
}

/** Whether the purchase order of a generation is in a company file that the connection has left: people see to it there. */
export function isLeftBehind(ledger: Ledger, generation: number): boolean {
  return ledger.some(
    (record) =>
      record.type === 'PurchaseOrderAdd' &&
      record.generation === generation &&
      record.state === 'added' &&
      record.elsewhere === true,
  );
}

function purchaseOrderRecords(order: PurchaseOrderSnapshot, ledger: Ledger, generation: number): PlannedRecord[] {
  const addition = ledger.find(
    (record) => record.key === 'addition' && record.generation === generation && isTaken(record),
  );
  if (addition === undefined) {
    return [{ key: 'addition', type: 'PurchaseOrderAdd', generation, lineIds: order.lines.map((line) => line.id) }];
  }
  if (addition.state !== 'added' || addition.needsDetails || addition.elsewhere === true) return [];
  return order.lines.flatMap((line) => receipts(line, addition, ledger));
}

/**
 * S3, S18: one receipt per line for what was received since; its key names the quantity received before it. While nobody
 * can tell of a receipt, none follows on its line: it would have to guess where to begin.
 */
function receipts(
  line: PurchaseOrderSnapshot['lines'][number],
  addition: LedgerRecord,
  ledger: Ledger,
): PlannedRecord[] {
  const { txnId, generation } = addition;
  const txnLineId = addition.lines[line.id];
  const own = receiptsOf(line.id, generation, ledger);
  if (txnLineId === undefined || txnId === null || own.some(({ state }) => state === 'unknown')) return [];
  return openSpans(line.received, own.map(spanOf)).map(({ from, through }) => ({
    key: `receipt/${line.id}/${from}`,
    type: 'ItemReceiptAdd',
    generation,
    lineIds: [line.id],
    quantity: subtract(through, from),
    link: { txnId, txnLineId },
  }));
}

/** The purchase order of a generation that QuickBooks has and has shown: what can be received on it is known. */
const orderThere = (generation: number, ledger: Ledger): LedgerRecord | undefined =>
  ledger.find(
    (record) =>
      record.key === 'addition' &&
      record.generation === generation &&
      record.state === 'added' &&
      !record.needsDetails &&
      record.elsewhere !== true,
  );

/** Whether the purchase order that QuickBooks has lacks a line of the PSA's: nothing can be received on it there. */
export function isNotOrdered(lineId: string, generation: number, ledger: Ledger): boolean {
  const order = orderThere(generation, ledger);
  return order !== undefined && order.lines[lineId] === undefined;
}

/** Whether it is still to be seen what can be received: QuickBooks has the order of this generation not yet, or has not shown it. */
export const isOrderAwaited = (generation: number, ledger: Ledger): boolean =>
  orderThere(generation, ledger) === undefined;

/** What a receipt's key names. A line id may contain slashes, and begin like another's; a quantity has none. */
function lineAndBefore({ key }: LedgerRecord): { lineId: string; before: string } {
  const slash = key.lastIndexOf('/');
  return { lineId: key.slice('receipt/'.length, slash), before: key.slice(slash + 1) };
}

const spanOf = (record: LedgerRecord): Span => {
  const { before } = lineAndBefore(record);
  return { from: before, through: add(before, record.quantity ?? '0') };
};

/** The receipts of a line that QuickBooks has, is being sent, or may have. */
const receiptsOf = (lineId: string, generation: number, ledger: Ledger): LedgerRecord[] =>
  ledger.filter(
    (record) =>
      record.type === 'ItemReceiptAdd' &&
      record.generation === generation &&
      isTaken(record) &&
      lineAndBefore(record).lineId === lineId,
  );

/** The quantity of a line that receipts of a generation cover already, in flight counted as sent. */
export const receivedAlready = (lineId: string, generation: number, ledger: Ledger): string =>
  coveredBy(receiptsOf(lineId, generation, ledger).map(spanOf));
