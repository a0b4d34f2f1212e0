import { AppError } from '../../domain/errors.js';
import type { PlannedRecord } from '../../domain/record-plan.js';
import type { SnapshotOf } from '../../domain/snapshots/snapshot.js';
import { billAdd } from '../../qbxml/bill-add.js';
import { invoiceAdd } from '../../qbxml/invoice-add.js';
import { itemReceiptAdd } from '../../qbxml/item-receipt-add.js';
import { purchaseOrderAdd } from '../../qbxml/purchase-order-add.js';
import { timeTrackingAdd } from '../../qbxml/time-tracking-add.js';
import { txnDel } from '../../qbxml/txn-del.js';
import type { ConnectionSettings } from '../../store/connections.js';
import type { LookupKey } from '../../store/records.js';
import type { ItemInHand } from '../items/item-in-hand.js';

/** What a request needs beside the record: its ids, the day of the session, and who numbers. */
export type Stamp = {
  requestID: string;
  externalGUID: string;
  today: string;
  numbering: ConnectionSettings['numbering'];
};

type Compose<Type extends PlannedRecord['type']> = (
  item: ItemInHand,
  record: Extract<PlannedRecord, { type: Type }>,
  stamp: Stamp,
) => string;

const COMPOSE = {
  InvoiceAdd: (item, _record, stamp) => {
    const invoice = item.snapshot as SnapshotOf['invoices'];
    const refNumber = stamp.numbering === 'psa' ? invoice.number || undefined : undefined;
    return invoiceAdd.build(stamp.requestID, { invoice, refNumber, externalGUID: stamp.externalGUID });
  },
  PurchaseOrderAdd: (item, _record, stamp) => {
    const purchaseOrder = item.snapshot as SnapshotOf['purchase-orders'];
    const refNumber = stamp.numbering === 'psa' ? purchaseOrder.number || undefined : undefined;
    return purchaseOrderAdd.build(stamp.requestID, { purchaseOrder, refNumber, externalGUID: stamp.externalGUID });
  },
  ItemReceiptAdd: (item, { quantity, link }, stamp) => {
    const { vendor, number } = item.snapshot as SnapshotOf['purchase-orders'];
    return itemReceiptAdd.build(stamp.requestID, {
      vendor,
      date: stamp.today,
      refNumber: number.slice(0, 20) === number ? number || undefined : undefined,
      memo: `PO ${number}`,
      externalGUID: stamp.externalGUID,
      link,
      quantity,
    });
  },
  TimeTrackingAdd: (item, { lineIds: [entryId] }, stamp) => {
    const { resource, entries } = item.snapshot as SnapshotOf['timesheets'];
    const entry = entries.find(({ id }) => id === entryId);
    if (entry === undefined) throw new AppError('internal', `time entry ${entryId} is planned but not in the snapshot`);
    return timeTrackingAdd.build(stamp.requestID, { resource, entry, externalGUID: stamp.externalGUID });
  },
  BillAdd: (item, _record, stamp) =>
    billAdd.build(stamp.requestID, {
      expenseReport: item.snapshot as SnapshotOf['expense-reports'],
      externalGUID: stamp.externalGUID,
    }),
  TxnDel: (_item, { txnID }, stamp) => txnDel.build(stamp.requestID, { txnDelType: 'PurchaseOrder', txnID }),
} satisfies { [Type in PlannedRecord['type']]: Compose<Type> };

/** What a planned record will be found by, should its answer be lost for good. */
export function lookupKey(item: ItemInHand, record: PlannedRecord, today: string): LookupKey {
  switch (item.kind) {
    case 'invoices':
      return { entity: item.snapshot.customer, date: item.snapshot.date, number: item.snapshot.number ?? null };
    case 'purchase-orders': {
      const date = record.type === 'ItemReceiptAdd' ? today : item.snapshot.date;
      return { entity: item.snapshot.vendor, date, number: item.snapshot.number };
    }
    case 'timesheets': {
      const entry = item.snapshot.entries.find(({ id }) => id === record.lineIds[0]);
      return { entity: item.snapshot.resource, date: entry?.date ?? item.snapshot.periodStart, number: null };
    }
    case 'expense-reports':
      return { entity: item.snapshot.submitter, date: item.snapshot.weekEnding, number: item.snapshot.number };
  }
}

/** The qbXML request of a planned record; throws `unsendable` with the field where QuickBooks cannot take it. */
export function compose(item: ItemInHand, record: PlannedRecord, stamp: Stamp): string {
  return (COMPOSE[record.type] as (item: ItemInHand, record: PlannedRecord, stamp: Stamp) => string)(
    item,
    record,
    stamp,
  );
}
