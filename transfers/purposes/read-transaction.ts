import { AppError } from '../../domain/errors.js';
import type { WriteType } from '../../domain/record-plan.js';
import type { Item } from '../../domain/snapshots/snapshot.js';
import { billAdd } from '../../qbxml/bill-add.js';
import { billQuery } from '../../qbxml/bill-query.js';
import type { RequestAnswer } from '../../qbxml/envelope.js';
import { invoiceAdd } from '../../qbxml/invoice-add.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import { itemReceiptAdd } from '../../qbxml/item-receipt-add.js';
import { itemReceiptQuery } from '../../qbxml/item-receipt-query.js';
import { fullNameOf, ITEM } from '../../qbxml/names.js';
import { purchaseOrderAdd } from '../../qbxml/purchase-order-add.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import { timeTrackingAdd } from '../../qbxml/time-tracking-add.js';
import { timeTrackingQuery } from '../../qbxml/time-tracking-query.js';
import type { RecordRow } from '../../store/records.js';

/** What the ledger keeps of a transaction, from an Add's answer, a query's, or an ErrorRecovery aggregate. */
export type Transacted = Partial<Pick<RecordRow, 'txnId' | 'editSequence' | 'refNumber' | 'listId' | 'lines'>> & {
  externalGuid?: string;
};

type Line = { txnLineId: string; itemFullName?: string | undefined };

type Ret = {
  txnId: string;
  editSequence: string | undefined;
  refNumber?: string | undefined;
  customerListId?: string | undefined;
  externalGuid?: string | undefined;
  lines?: readonly Line[] | undefined;
};

const one = (ret: Ret | undefined): Ret[] => (ret === undefined ? [] : [ret]);

const PARSE: Record<WriteType, { add: (answer: RequestAnswer) => Ret[]; query: (answer: RequestAnswer) => Ret[] }> = {
  InvoiceAdd: { add: (answer) => one(invoiceAdd.parse(answer)), query: (answer) => invoiceQuery.parse(answer) },
  PurchaseOrderAdd: {
    add: (answer) => one(purchaseOrderAdd.parse(answer)),
    query: (answer) => purchaseOrderQuery.parse(answer),
  },
  ItemReceiptAdd: {
    add: (answer) => one(itemReceiptAdd.parse(answer)),
    query: (answer) => itemReceiptQuery.parse(answer),
  },
  TimeTrackingAdd: {
    add: (answer) => one(timeTrackingAdd.parse(answer)),
    query: (answer) => timeTrackingQuery.parse(answer),
  },
  BillAdd: { add: (answer) => one(billAdd.parse(answer)), query: (answer) => billQuery.parse(answer) },
  TxnDel: { add: () => [], query: (answer) => purchaseOrderQuery.parse(answer) },
};

type LineMap = Record<string, string>;

/** The transaction that the answer to an Add shows, in terms of the record that was sent. */
export function readTransaction(record: RecordRow, answer: RequestAnswer): Transacted[] {
  return PARSE[record.type]
    .add(answer)
    .map((ret) => toTransacted(record, ret, (lines) => inOrderSent(record.lineIds, lines)));
}

/** The transactions that the answer to a query shows, in terms of the record that may be one of them. */
export function readFound(record: RecordRow, answer: RequestAnswer, item: Item): Transacted[] {
  const products = productsOf(item);
  return PARSE[record.type]
    .query(answer)
    .map((ret) => toTransacted(record, ret, (lines) => byProduct(record.lineIds, lines, products)));
}

function toTransacted(record: RecordRow, ret: Ret, mapOf: (lines: readonly Line[]) => LineMap): Transacted {
  return {
    txnId: ret.txnId,
    editSequence: ret.editSequence ?? null,
    refNumber: ret.refNumber ?? null,
    listId: ret.customerListId ?? null,
    ...(record.type === 'PurchaseOrderAdd' && ret.lines !== undefined ? { lines: mapOf(ret.lines) } : {}),
    ...(ret.externalGuid === undefined ? {} : { externalGuid: ret.externalGuid }),
  };
}

/** QuickBooks returns the lines of a new purchase order in the order in which they were sent (P811). */
function inOrderSent(lineIds: readonly string[], lines: readonly Line[]): LineMap {
  const pairs = lineIds.flatMap((lineId, index) => {
    const line = lines[index];
    return line === undefined ? [] : [[lineId, line.txnLineId] as const];
  });
  return Object.fromEntries(pairs);
}

/**
 * People may have changed the purchase order since it was sent: a line is that of the PSA where it has the same product,
 * and the first one left where several have it. What has no such line is not mapped, so that nothing is received on it.
 */
function byProduct(lineIds: readonly string[], lines: readonly Line[], products: ReadonlyMap<string, string>): LineMap {
  const left = lines.map(({ txnLineId, itemFullName }) => ({ txnLineId, product: itemFullName?.toLowerCase() }));
  const pairs = lineIds.flatMap((lineId) => {
    const product = products.get(lineId);
    const at = product === undefined ? -1 : left.findIndex((line) => line.product === product);
    return at < 0 ? [] : left.splice(at, 1).map(({ txnLineId }) => [lineId, txnLineId] as const);
  });
  return Object.fromEntries(pairs);
}

/** What QuickBooks calls the products of the lines; it tells names apart without their case. */
function productsOf({ kind, snapshot }: Item): Map<string, string> {
  if (kind !== 'purchase-orders') return new Map();
  return new Map(snapshot.lines.flatMap(({ id, product }) => nameOf(product).map((name) => [id, name] as const)));
}

/** Nothing for a name that QuickBooks could never have: the PSA has changed it since. */
function nameOf(product: string): string[] {
  try {
    return [fullNameOf(product, ITEM, 'product').toLowerCase()];
  } catch (thrown) {
    if (AppError.from(thrown).code === 'unsendable') return [];
    throw thrown;
  }
}
