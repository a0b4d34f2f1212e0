import { type Data, groupOf, groupsOf, isTrue, textOf, without } from '../../grammar/data.js';
import type { Books } from '../books.js';
import { addDays } from '../clock.js';
import { amount, decimal, sum } from '../money.js';
import { findByName, References, referenceTo } from '../references.js';
import { refusals } from '../refusal.js';
import type { LineRow, ListRow, TxnRow } from '../rows.js';
import { coreRet, enter, itemLines, lineRet, linkedTxns } from './entry.js';

const badEmail =
  "The email address specified for this customer is invalid, and the transaction is marked 'To be e-mailed'.";

/**
 * InvoiceAdd. The customer may be inactive; its terms are the default; a line without a tax code is not taxed. Lines link
 * to sales orders only, and this company has none.
 */
export function addInvoice(books: Books, data: Data): TxnRow {
  const references = new References(books, 'Invoice');
  const customer = references.find(data, 'CustomerRef');
  if (!customer) throw refusals.missingElement('CustomerRef');
  if (isTrue(data, 'IsToBeEmailed') && !hasEmail(customer)) throw refusals.cannotSave('Invoice', badEmail);
  const header = references.resolved(without(data, 'InvoiceLineAdd', 'TxnDate', 'RefNumber', 'ExchangeRate'));
  const txnDate = textOf(data, 'TxnDate') ?? books.today;
  const terms = references.find(data, 'TermsRef') ?? references.find(customer.fields, 'TermsRef');
  const taxItem = taxItemOf(books, references, data, customer);
  const lines = itemLines(books, data, 'InvoiceLineAdd', 'Invoice').map((line) => taxedLine(books, line));
  if (lines.length === 0) throw refusals.missingElement('InvoiceLineAdd');
  const linked = groupsOf(data, 'InvoiceLineAdd').find((line) => groupOf(line, 'LinkToTxn'));
  if (linked) throw refusals.objectNotFound(textOf(groupOf(linked, 'LinkToTxn'), 'TxnID') ?? '');
  const subtotal = sum(lines.map((line) => line.amount));
  if (subtotal.lt(0)) throw refusals.cannotSave('Invoice', 'Transaction amount must be positive.');
  const taxable = sum(lines.filter((line) => line.taxable).map((line) => line.amount));
  const rate = textOf(taxItem?.fields, 'TaxRate') ?? '0';
  return enter(books, {
    type: 'Invoice',
    entity: customer,
    txnDate,
    refNumber: books.numberFor('Invoice', textOf(data, 'RefNumber')),
    amount: amount(subtotal),
    tax: amount(taxable.times(rate).div(100)),
    fields: {
      IsPending: 'false',
      IsFinanceCharge: 'false',
      IsToBePrinted: 'false',
      IsToBeEmailed: 'false',
      ARAccountRef: receivables(books),
      ...header,
      DueDate: textOf(data, 'DueDate') ?? addDays(txnDate, Number(textOf(terms?.fields, 'StdDueDays') ?? 0)),
      ...(terms ? { TermsRef: referenceTo(terms) } : {}),
      ...(taxItem ? { ItemSalesTaxRef: referenceTo(taxItem), SalesTaxPercentage: rate } : {}),
    },
    lines,
  });
}

/** InvoiceRet. AppliedAmount is negative, as QuickBooks shows it. */
export function invoiceRet(books: Books, row: TxnRow): Data {
  const open = balanceOf(row);
  return {
    ...coreRet(row),
    Subtotal: row.amount,
    SalesTaxTotal: row.tax,
    AppliedAmount: amount(sum(row.links.map((link) => link.amount))),
    BalanceRemaining: amount(open),
    IsPaid: String(open.eq(0)),
    LinkedTxn: linkedTxns(books, row),
    InvoiceLineRet: row.lines.map(lineRet),
  };
}

/** What is still to be paid. */
export function balanceOf(row: TxnRow): ReturnType<typeof decimal> {
  return decimal(row.amount)
    .plus(decimal(row.tax))
    .plus(sum(row.links.map((link) => link.amount)));
}

function hasEmail(customer: ListRow): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(textOf(customer.fields, 'Email')?.trim() ?? '');
}

function taxedLine(books: Books, line: LineRow): LineRow {
  const given = textOf(groupOf(line.fields, 'SalesTaxCodeRef'), 'ListID');
  const code = given ? books.lists.get(given) : findByName(books, ['SalesTaxCode'], 'Non');
  if (!code) return line;
  const taxable = isTrue(code.fields, 'IsTaxable');
  return { ...line, taxable, fields: { ...line.fields, SalesTaxCodeRef: referenceTo(code) } };
}

function taxItemOf(books: Books, references: References, data: Data, customer: ListRow): ListRow | undefined {
  return (
    references.find(data, 'ItemSalesTaxRef') ??
    references.find(customer.fields, 'ItemSalesTaxRef') ??
    books.listsByType.first('ItemSalesTax')
  );
}

function receivables(books: Books): Data | undefined {
  const account = books.listsByType
    .get('Account')
    .find((row) => textOf(row.fields, 'AccountType') === 'AccountsReceivable');
  return account && referenceTo(account);
}
