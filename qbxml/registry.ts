import type { WriteType } from '../domain/record-plan.js';
import { billAdd } from './bill-add.js';
import { customerAdd } from './customer-add.js';
import type { RequestAnswer } from './envelope.js';
import { invoiceAdd } from './invoice-add.js';
import { itemInventoryAdd } from './item-inventory-add.js';
import { itemReceiptAdd } from './item-receipt-add.js';
import { itemServiceAdd } from './item-service-add.js';
import { purchaseOrderAdd } from './purchase-order-add.js';
import { timeTrackingAdd } from './time-tracking-add.js';
import { txnDel } from './txn-del.js';
import { vendorAdd } from './vendor-add.js';

type Message<Type extends string> = {
  readonly type: Type;
  readonly parse: (answer: RequestAnswer) => unknown;
};

/** The message of each record that we write: a type left out does not compile. */
export const WRITE_MESSAGES = {
  InvoiceAdd: invoiceAdd,
  PurchaseOrderAdd: purchaseOrderAdd,
  ItemReceiptAdd: itemReceiptAdd,
  TimeTrackingAdd: timeTrackingAdd,
  BillAdd: billAdd,
  TxnDel: txnDel,
} as const satisfies { readonly [Type in WriteType]: Message<Type> };

/** The list entries that we add where a connection allows it. */
export const LIST_ADD_TYPES = ['CustomerAdd', 'VendorAdd', 'ItemServiceAdd', 'ItemInventoryAdd'] as const;
export type ListAddType = (typeof LIST_ADD_TYPES)[number];

export const LIST_ADD_MESSAGES = {
  CustomerAdd: customerAdd,
  VendorAdd: vendorAdd,
  ItemServiceAdd: itemServiceAdd,
  ItemInventoryAdd: itemInventoryAdd,
} as const satisfies { readonly [Type in ListAddType]: Message<Type> };

/** What every write tells of its record, from its Ret or from an ErrorRecovery. */
export type WrittenRecord = {
  txnID: string;
  editSequence: string | undefined;
  refNumber: string | undefined;
  externalGUID: string | undefined;
  timeModified: string | undefined;
  /** In the order of the lines that were sent. */
  txnLineIDs: string[];
  /** Only an ErrorRecovery was told: number and line ids must be queried. */
  needsDetails: boolean;
};

/** The record that an answer tells of; undefined when it tells of none. Throws `unreadable` for a Ret without TxnID. */
export function writtenRecord(type: WriteType, answer: RequestAnswer): WrittenRecord | undefined {
  const ret = WRITE_MESSAGES[type].parse(answer);
  if (ret === undefined) return recovered(answer);
  return {
    txnID: ret.txnID,
    editSequence: 'editSequence' in ret ? ret.editSequence : undefined,
    refNumber: ret.refNumber,
    externalGUID: 'externalGUID' in ret ? ret.externalGUID : undefined,
    timeModified: 'timeModified' in ret ? ret.timeModified : undefined,
    txnLineIDs: 'lines' in ret ? ret.lines.map((line) => line.txnLineID) : [],
    needsDetails: false,
  };
}

function recovered({ recovery }: RequestAnswer): WrittenRecord | undefined {
  if (recovery?.txnID === undefined) return undefined;
  return {
    txnID: recovery.txnID,
    editSequence: recovery.editSequence,
    refNumber: undefined,
    externalGUID: recovery.externalGUID,
    timeModified: undefined,
    txnLineIDs: [],
    needsDetails: true,
  };
}
