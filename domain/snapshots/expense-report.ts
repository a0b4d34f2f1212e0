import { z } from 'zod';
import { date, decimal, lineId, listRef, name, revision, text, withOwnIds } from './fields.js';

/** One expense; only reimbursable ones reach the bill (S5). */
export const expenseItem = z.strictObject({
  id: lineId,
  date,
  account: name,
  amount: decimal,
  customer: name.optional(),
  class: text.optional(),
  billable: z.boolean(),
  reimbursable: z.boolean(),
  description: text.optional(),
});

/** An expense report as the PSA states it; only the status `Approved for Payment` qualifies (S14). */
export const expenseReport = z.strictObject({
  revision,
  number: text,
  status: text,
  submitter: listRef,
  weekEnding: date,
  cashAdvance: decimal.optional(),
  cashAdvanceAccount: name.optional(),
  items: withOwnIds(expenseItem),
});

export type ExpenseReportSnapshot = z.infer<typeof expenseReport>;
