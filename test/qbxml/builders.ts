import { expect } from 'vitest';
import { billAdd } from '../../qbxml/bill-add.js';
import { invoiceAdd } from '../../qbxml/invoice-add.js';
import { itemReceiptAdd } from '../../qbxml/item-receipt-add.js';
import { purchaseOrderAdd } from '../../qbxml/purchase-order-add.js';
import { timeTrackingAdd } from '../../qbxml/time-tracking-add.js';
import { EXPENSE_REPORT, GUID, INVOICE, PURCHASE_ORDER, TIMESHEET } from './samples.js';

/* The requests of the samples, each with what a test changes in it. */

export const [ENTRY = expect.fail('no entry')] = TIMESHEET.entries;
export const RECEIPT = {
  vendor: { name: 'Acme Distribution' },
  date: '2026-01-21',
  refNumber: 'PO-4411',
  memo: 'Received in the PSA',
  externalGuid: GUID,
  link: { txnId: '2C-1767700000', txnLineId: '2E-1767700000' },
  quantity: '1.00',
};

export const invoiceXml = (change: Partial<typeof INVOICE> = {}, refNumber: string | undefined = 'INV-10231') =>
  invoiceAdd.build('set-0', { invoice: { ...INVOICE, ...change }, refNumber, externalGuid: GUID });
export const orderXml = (change: Partial<typeof PURCHASE_ORDER> = {}, refNumber: string | undefined = 'PO-4411') =>
  purchaseOrderAdd.build('set-0', {
    purchaseOrder: { ...PURCHASE_ORDER, ...change },
    refNumber,
    externalGuid: GUID,
  });
export const billXml = (change: Partial<typeof EXPENSE_REPORT> = {}) =>
  billAdd.build('set-0', { expenseReport: { ...EXPENSE_REPORT, ...change }, externalGuid: GUID });
export const timeXml = (
  change: Partial<typeof ENTRY> = {},
  resource: { name: string; listId?: string } = { name: 'Jane Doe' },
) => timeTrackingAdd.build('set-0', { resource, entry: { ...ENTRY, ...change }, externalGuid: GUID });
export const receiptXml = (change: Partial<typeof RECEIPT> = {}) =>
  itemReceiptAdd.build('set-0', { ...RECEIPT, ...change });
