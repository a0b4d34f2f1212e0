import type { Data } from '../../grammar/data.js';
import type { Books } from '../books.js';
import type { TxnRow, TxnType } from '../rows.js';
import { billRet } from './bill.js';
import { invoiceRet } from './invoice.js';
import { itemReceiptRet } from './item-receipt.js';
import { purchaseOrderRet } from './purchase-order.js';
import { receivePaymentRet } from './receive-payment.js';
import { timeTrackingRet } from './time-tracking.js';

/** How each kind of transaction looks as a Ret. */
export const rets: Readonly<Record<TxnType, (books: Books, row: TxnRow) => Data>> = {
  Invoice: invoiceRet,
  ReceivePayment: receivePaymentRet,
  PurchaseOrder: purchaseOrderRet,
  ItemReceipt: itemReceiptRet,
  Bill: billRet,
  TimeTracking: timeTrackingRet,
};

/** The elements of each Ret that hold lines: returned by a query only when IncludeLineItems asks for them. */
export const lineElements = [
  'InvoiceLineRet',
  'PurchaseOrderLineRet',
  'ItemLineRet',
  'ExpenseLineRet',
  'AppliedToTxnRet',
];
