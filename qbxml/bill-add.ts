import { unsendable } from '../domain/errors.js';
import { isNegative, isZero, subtract } from '../domain/money.js';
import type { ExpenseReportSnapshot } from '../domain/snapshots/expense-report.js';
import { billRet } from './bill-ret.js';
import { addRequest, group, many, ref, required, scalar } from './grammar.js';
import { ACCOUNT, CLASS, CUSTOMER, VENDOR } from './names.js';
import { oneRet } from './ret.js';
import { amount, date, guid, line, oneOf, text } from './scalars.js';

const EXPENSE_LINE = [
  required(ref('AccountRef', ACCOUNT, 'account')),
  required(scalar('Amount', amount, 'amount')),
  scalar('Memo', text(4095), 'description'),
  ref('CustomerRef', CUSTOMER, 'customer'),
  ref('ClassRef', CLASS, 'class'),
  scalar('BillableStatus', oneOf('Billable', 'NotBillable'), 'billable'),
] as const;

const CASH_ADVANCE_LINE = [
  required(ref('AccountRef', ACCOUNT, 'cashAdvanceAccount')),
  required(scalar('Amount', amount, 'cashAdvance')),
  scalar('Memo', text(4095)),
] as const;

const BILL_ADD = [
  required(ref('VendorRef', VENDOR, 'submitter')),
  scalar('TxnDate', date, 'weekEnding'),
  scalar('RefNumber', line(20), 'number'),
  scalar('ExternalGUID', guid),
  many('ExpenseLineAdd', EXPENSE_LINE, 'items'),
  group('CashAdvance', CASH_ADVANCE_LINE, '', 'ExpenseLineAdd'),
] as const;

export type BillAddContent = { expenseReport: ExpenseReportSnapshot; externalGuid: string };

/**
 * BillAdd (S5): the submitter is the vendor, each reimbursable expense a line, a cash advance a negative line on its own
 * account. Throws `unsendable` with the PSA's name of the field, also when nothing is reimbursable.
 */
function build(requestId: string, { expenseReport, externalGuid }: BillAddContent): string {
  if (!expenseReport.items.some((item) => item.reimbursable)) {
    throw unsendable('items', 'found no reimbursable expense, a bill needs at least one; set the report Not Ready');
  }
  return addRequest('BillAdd', requestId, BILL_ADD, {
    VendorRef: expenseReport.submitter,
    TxnDate: expenseReport.weekEnding,
    RefNumber: expenseReport.number,
    ExternalGUID: externalGuid,
    ExpenseLineAdd: expenseReport.items.map((item) => (item.reimbursable ? expenseLine(item) : undefined)),
    CashAdvance: cashAdvance(expenseReport),
  });
}

const expenseLine = (item: ExpenseReportSnapshot['items'][number]) => ({
  AccountRef: item.account,
  Amount: item.amount,
  Memo: item.description,
  CustomerRef: item.customer,
  ClassRef: item.class,
  BillableStatus:
    item.customer === undefined ? undefined : item.billable ? ('Billable' as const) : ('NotBillable' as const),
});

/** PSAs write an advance with either sign; it always lowers the bill. */
function cashAdvance({ cashAdvance: advance, cashAdvanceAccount }: ExpenseReportSnapshot) {
  if (advance === undefined || isZero(advance)) return undefined;
  return {
    AccountRef: cashAdvanceAccount,
    Amount: isNegative(advance) ? advance : subtract('0', advance),
    Memo: 'Cash advance',
  };
}

export const billAdd = { type: 'BillAdd', build, parse: oneRet('BillRet', billRet) } as const;
