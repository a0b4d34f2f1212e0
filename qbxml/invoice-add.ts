import type { InvoiceSnapshot } from '../domain/snapshots/invoice.js';
import { address } from './address.js';
import { addRequest, many, ref, required, scalar } from './grammar.js';
import { invoiceRet } from './invoice-ret.js';
import { CLASS, CUSTOMER, ITEM, SALES_TAX_CODE, TERMS } from './names.js';
import { oneRet } from './ret.js';
import { amount, bool, date, guid, line, price, quantity, text } from './scalars.js';

const LINE = [
  ref('ItemRef', ITEM, 'item'),
  scalar('Desc', text(4095), 'description'),
  scalar('Quantity', quantity, 'quantity'),
  scalar('Rate', price, 'rate'),
  ref('ClassRef', CLASS, 'class'),
  // Where an amount is sent QuickBooks ignores the rate (P807).
  scalar('Amount', amount, 'amount'),
  scalar('ServiceDate', date, 'serviceDate'),
  ref('SalesTaxCodeRef', SALES_TAX_CODE, 'taxCode'),
] as const;

const INVOICE_ADD = [
  required(ref('CustomerRef', CUSTOMER, 'customer')),
  scalar('TxnDate', date, 'date'),
  scalar('RefNumber', line(11), 'number'),
  address('BillAddress', 'billTo'),
  scalar('PONumber', line(25), 'poNumber'),
  ref('TermsRef', TERMS, 'terms'),
  scalar('DueDate', date, 'dueDate'),
  scalar('Memo', text(4095), 'memo'),
  scalar('IsToBePrinted', bool, 'delivery'),
  scalar('IsToBeEmailed', bool, 'delivery'),
  scalar('ExternalGUID', guid),
  // QuickBooks' schema takes an invoice without lines; an empty invoice is never meant.
  required(many('InvoiceLineAdd', LINE, 'lines')),
] as const;

export type InvoiceAddContent = {
  invoice: InvoiceSnapshot;
  /** Undefined: QuickBooks numbers it. */
  refNumber: string | undefined;
  externalGuid: string;
};

/** InvoiceAdd (S2). The PSA's notes are never sent. Throws `unsendable` with the PSA's name of the field. */
function build(requestId: string, { invoice, refNumber, externalGuid }: InvoiceAddContent): string {
  return addRequest('InvoiceAdd', requestId, INVOICE_ADD, {
    CustomerRef: invoice.customer,
    TxnDate: invoice.date,
    RefNumber: refNumber,
    BillAddress: invoice.billTo,
    PONumber: invoice.poNumber,
    TermsRef: invoice.terms,
    DueDate: invoice.dueDate,
    Memo: invoice.memo,
    // Both always, so that nothing depends on a default of QuickBooks.
    IsToBePrinted: invoice.delivery === 'print',
    IsToBeEmailed: invoice.delivery === 'email',
    ExternalGUID: externalGuid,
    InvoiceLineAdd: invoice.lines.map((each) => ({
      ItemRef: each.item,
      Desc: each.description,
      Quantity: each.quantity,
      Rate: each.rate,
      ClassRef: each.class,
      Amount: each.amount,
      ServiceDate: each.serviceDate,
      SalesTaxCodeRef: each.taxCode,
    })),
  });
}

export const invoiceAdd = { type: 'InvoiceAdd', build, parse: oneRet('InvoiceRet', invoiceRet) } as const;
