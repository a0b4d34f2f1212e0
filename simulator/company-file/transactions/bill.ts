import { type Data, groupsOf, textOf, textsOf, without } from '../../grammar/data.js';
import type { Books } from '../books.js';
import { addDays } from '../clock.js';
import { amount, decimal, sum } from '../money.js';
import { References, referenceTo } from '../references.js';
import { refusals } from '../refusal.js';
import type { TxnRow } from '../rows.js';
import { coreRet, enter, itemLines, lineRet, linkedTxns } from './entry.js';
import { expenseLines } from './expense-lines.js';

const notInRet = ['LinkToTxnID', 'ExpenseLineAdd', 'ItemLineAdd', 'TxnDate', 'RefNumber', 'ExchangeRate'];

/** BillAdd. The payee is a vendor, never an employee; lines may be negative, the whole may not. Linking is not kept. */
export function addBill(books: Books, data: Data): TxnRow {
  const references = new References(books, 'Bill');
  const vendor = references.find(data, 'VendorRef');
  if (!vendor) throw refusals.missingElement('VendorRef');
  if (textsOf(data, 'LinkToTxnID').length > 0 || groupsOf(data, 'ItemLineAdd').some((line) => line.LinkToTxn)) {
    throw refusals.notSupported();
  }
  const txnDate = textOf(data, 'TxnDate') ?? books.today;
  const terms = references.find(data, 'TermsRef') ?? references.find(vendor.fields, 'TermsRef');
  const lines = [...expenseLines(books, data, 'Bill'), ...itemLines(books, data, 'ItemLineAdd', 'Bill', 'Cost')];
  if (lines.length === 0) throw refusals.missingElement('ItemLineAdd');
  const total = sum(lines.map((line) => line.amount));
  if (total.lt(0)) throw refusals.cannotSave('Bill', 'Transaction amount must be positive.');
  return enter(books, {
    type: 'Bill',
    entity: vendor,
    txnDate,
    refNumber: textOf(data, 'RefNumber'),
    amount: amount(total),
    fields: {
      ...references.resolved(without(data, ...notInRet)),
      DueDate: textOf(data, 'DueDate') ?? addDays(txnDate, Number(textOf(terms?.fields, 'StdDueDays') ?? 10)),
      ...(terms ? { TermsRef: referenceTo(terms) } : {}),
    },
    lines,
  });
}

/** BillRet. */
export function billRet(books: Books, row: TxnRow): Data {
  return {
    ...coreRet(row),
    AmountDue: row.amount,
    IsPaid: String(decimal(row.amount).eq(0)),
    LinkedTxn: linkedTxns(books, row),
    ExpenseLineRet: row.lines.filter(({ kind }) => kind === 'expense').map(lineRet),
    ItemLineRet: row.lines.filter(({ kind }) => kind === 'item').map(lineRet),
    OpenAmount: row.amount,
  };
}
