import type { ExpenseReportSnapshot } from '../../../domain/snapshots/expense-report.js';

type Expense = ExpenseReportSnapshot['items'][number];

const expense = (id: string, account: string, amount: string, changes: Partial<Expense> = {}): Expense => ({
  id,
  date: '2026-01-08',
  account,
  amount,
  billable: false,
  reimbursable: true,
  ...changes,
});

const report = (
  number: string,
  submitter: string,
  items: Expense[],
  changes: Partial<ExpenseReportSnapshot> = {},
): ExpenseReportSnapshot => ({
  number,
  status: 'Approved for Payment',
  submitter: { name: submitter },
  weekEnding: '2026-01-09',
  items,
  ...changes,
});

/** The expense reports of one week. */
export const EXPENSE_REPORTS = {
  'ER-801': report(
    'ER-801',
    'v-Doe, Jane',
    [
      expense('1', 'Travel', '182.40', {
        customer: 'Northwind Clinic',
        billable: true,
        description: 'Montréal & back',
      }),
      expense('2', 'Meals', '23.10'),
      expense('3', 'Office Supplies', '99.00', { reimbursable: false, description: 'Company card' }),
    ],
    { cashAdvance: '50.00', cashAdvanceAccount: 'Employee Advances' },
  ),
  'ER-802': report('ER-802', 'v-Núñez, Ana', [expense('1', 'Meals', '41.00')]),
  'ER-803': report('ER-803', 'v-Ito, Ken', [expense('1', 'Valet Parking', '12.00')]),
  'ER-804': report('ER-804', 'v-Ito, Ken', [expense('1', 'Travel', '8.80')], { status: 'Submitted' }),
  'ER-805': report('ER-805', 'v-Doe, Jane', [expense('1', 'Travel', '64.00')]),
} as const satisfies Record<string, ExpenseReportSnapshot>;
