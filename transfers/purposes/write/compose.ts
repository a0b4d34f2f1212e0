import { AppError } from '../../../domain/errors.js';
import type { PlannedRecord } from '../../../domain/record-plan.js';
import type { SnapshotOf } from '../../../domain/snapshots/snapshot.js';
import { billAdd } from '../../../qbxml/bill-add.js';
import { invoiceAdd } from '../../../qbxml/invoice-add.js';
import { itemReceiptAdd } from '../../../qbxml/item-receipt-add.js';
import { purchaseOrderAdd } from '../../../qbxml/purchase-order-add.js';
import { timeTrackingAdd } from '../../../qbxml/time-tracking-add.js';
import { txnDel } from '../../../qbxml/txn-del.js';
import type { LockedItem } from '../../items/locked-item.js';
import { type Numbering, refNumberOf } from '../../items/lookup-key.js';

/** What a request needs beside the record: its ids, the day of the session, and who numbers. */
export type Stamp = Numbering & { requestId: string; externalGuid: string };

type Compose<Type extends PlannedRecord['type']> = (
  item: LockedItem,
  record: Extract<PlannedRecord, { type: Type }>,
  stamp: Stamp,
) => string;

const COMPOSE = {
  InvoiceAdd: (item, { type }, stamp) =>
    invoiceAdd.build(stamp.requestId, {
      invoice: item.snapshot as SnapshotOf['invoices'],
      refNumber: refNumberOf(item, type, stamp),
      externalGuid: stamp.externalGuid,
    }),
  PurchaseOrderAdd: (item, { type }, stamp) =>
    purchaseOrderAdd.build(stamp.requestId, {
      purchaseOrder: item.snapshot as SnapshotOf['purchase-orders'],
      refNumber: refNumberOf(item, type, stamp),
      externalGuid: stamp.externalGuid,
    }),
  ItemReceiptAdd: (item, { type, quantity, link }, stamp) => {
    const { vendor, number } = item.snapshot as SnapshotOf['purchase-orders'];
    return itemReceiptAdd.build(stamp.requestId, {
      vendor,
      date: stamp.today,
      refNumber: refNumberOf(item, type, stamp),
      memo: `PO ${number}`,
      externalGuid: stamp.externalGuid,
      link,
      quantity,
    });
  },
  TimeTrackingAdd: (item, { lineIds: [entryId] }, stamp) => {
    const { resource, entries } = item.snapshot as SnapshotOf['timesheets'];
    const entry = entries.find(({ id }) => id === entryId);
    if (entry === undefined) throw new AppError('internal', `time entry ${entryId} is planned but not in the snapshot`);
    return timeTrackingAdd.build(stamp.requestId, { resource, entry, externalGuid: stamp.externalGuid });
  },
  BillAdd: (item, _record, stamp) =>
    billAdd.build(stamp.requestId, {
      expenseReport: item.snapshot as SnapshotOf['expense-reports'],
      externalGuid: stamp.externalGuid,
    }),
  TxnDel: (_item, { txnId }, stamp) => txnDel.build(stamp.requestId, { txnDelType: 'PurchaseOrder', txnId }),
} satisfies { [Type in PlannedRecord['type']]: Compose<Type> };

/** The qbXML request of a planned record; throws `unsendable` with the field where QuickBooks cannot take it. */
export function compose(item: LockedItem, record: PlannedRecord, stamp: Stamp): string {
  return (COMPOSE[record.type] as (item: LockedItem, record: PlannedRecord, stamp: Stamp) => string)(
    item,
    record,
    stamp,
  );
}
