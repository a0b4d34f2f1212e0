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

/** What a record is found by depends on when it is sent and on who numbers it. */
export type Numbering = Pick<Stamp, 'today' | 'numbering'>;

const RECEIPT_NUMBER_MAX = 20;

/** The RefNumber that a record is sent with; undefined where it has none or QuickBooks gives it one. */
function refNumberOf(
  { snapshot }: ItemInHand,
  type: PlannedRecord['type'],
  { numbering }: Pick<Stamp, 'numbering'>,
): string | undefined {
  const number = 'number' in snapshot ? snapshot.number : undefined;
  if (number === undefined || number === '') return undefined;
  if (type === 'ItemReceiptAdd') return number.length > RECEIPT_NUMBER_MAX ? undefined : number;
  return numbering === 'quickbooks' && type !== 'BillAdd' ? undefined : number;
}

type Compose<Type extends PlannedRecord['type']> = (
  item: ItemInHand,
  record: Extract<PlannedRecord, { type: Type }>,
  stamp: Stamp,
) => string;

const COMPOSE = {
  InvoiceAdd: (item, { type }, stamp) =>
    invoiceAdd.build(stamp.requestID, {
      invoice: item.snapshot as SnapshotOf['invoices'],
      refNumber: refNumberOf(item, type, stamp),
      externalGUID: stamp.externalGUID,
    }),
  PurchaseOrderAdd: (item, { type }, stamp) =>
    purchaseOrderAdd.build(stamp.requestID, {
      purchaseOrder: item.snapshot as SnapshotOf['purchase-orders'],
      refNumber: refNumberOf(item, type, stamp),
      externalGUID: stamp.externalGUID,
    }),
  ItemReceiptAdd: (item, { type, quantity, link }, stamp) => {
    const { vendor, number } = item.snapshot as SnapshotOf['purchase-orders'];
    return itemReceiptAdd.build(stamp.requestID, {
      vendor,
      date: stamp.today,
      refNumber: refNumberOf(item, type, stamp),
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
export function lookupKey(item: ItemInHand, record: PlannedRecord, stamp: Numbering): LookupKey {
  const number = refNumberOf(item, record.type, stamp) ?? null;
  switch (item.kind) {
    case 'invoices':
      return { entity: item.snapshot.customer, date: item.snapshot.date, number };
    case 'purchase-orders': {
      const date = record.type === 'ItemReceiptAdd' ? stamp.today : item.snapshot.date;
      return { entity: item.snapshot.vendor, date, number };
    }
    case 'timesheets': {
      const entry = item.snapshot.entries.find(({ id }) => id === record.lineIds[0]);
      return { entity: item.snapshot.resource, date: entry?.date ?? item.snapshot.periodStart, number };
    }
    case 'expense-reports':
      return { entity: item.snapshot.submitter, date: item.snapshot.weekEnding, number };
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
