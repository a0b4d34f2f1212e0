import type { WriteType } from '../../domain/record-plan.js';
import { billAdd } from '../../qbxml/bill-add.js';
import { billQuery } from '../../qbxml/bill-query.js';
import type { RequestAnswer } from '../../qbxml/envelope.js';
import { invoiceAdd } from '../../qbxml/invoice-add.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import { itemReceiptAdd } from '../../qbxml/item-receipt-add.js';
import { itemReceiptQuery } from '../../qbxml/item-receipt-query.js';
import { purchaseOrderAdd } from '../../qbxml/purchase-order-add.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import { timeTrackingAdd } from '../../qbxml/time-tracking-add.js';
import { timeTrackingQuery } from '../../qbxml/time-tracking-query.js';
import type { RecordRow } from '../../store/records.js';

/** What the ledger keeps of a transaction, from an Add's answer, a query's, or an ErrorRecovery aggregate. */
export type Transacted = Partial<Pick<RecordRow, 'txnID' | 'editSequence' | 'refNumber' | 'listId' | 'lines'>> & {
  externalGUID?: string;
};

type Ret = {
  txnID: string;
  editSequence: string | undefined;
  refNumber?: string | undefined;
  customerListID?: string | undefined;
  externalGUID?: string | undefined;
  lines?: readonly { txnLineID: string }[] | undefined;
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

/** The transactions that an answer shows, in terms of the record that it is for. */
export function readTransaction(record: RecordRow, answer: RequestAnswer): Transacted[] {
  const { add, query } = PARSE[record.type];
  return (answer.type.endsWith('Query') ? query : add)(answer).map((ret) => toTransacted(record, ret));
}

function toTransacted(record: RecordRow, ret: Ret): Transacted {
  return {
    txnID: ret.txnID,
    editSequence: ret.editSequence ?? null,
    refNumber: ret.refNumber ?? null,
    listId: ret.customerListID ?? null,
    ...(record.type === 'PurchaseOrderAdd' && ret.lines !== undefined
      ? { lines: lineMap(record.lineIds, ret.lines) }
      : {}),
    ...(ret.externalGUID === undefined ? {} : { externalGUID: ret.externalGUID }),
  };
}

/** QuickBooks returns the lines of a purchase order in the order in which they were sent (facts: keep the line map ourselves). */
function lineMap(lineIds: readonly string[], lines: readonly { txnLineID: string }[]): Record<string, string> {
  const pairs = lineIds.flatMap((lineId, index) => {
    const line = lines[index];
    return line === undefined ? [] : [[lineId, line.txnLineID] as const];
  });
  return Object.fromEntries(pairs);
}
