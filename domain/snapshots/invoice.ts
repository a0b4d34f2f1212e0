import { z } from 'zod';
import { address, date, decimal, listRef, name, revision, text } from './fields.js';

/** One line of an invoice. Rate is left out where QuickBooks shall divide the amount by the quantity. */
export const invoiceLine = z.strictObject({
  item: name,
  description: text.optional(),
  quantity: decimal.optional(),
  rate: decimal.optional(),
  amount: decimal.optional(),
  taxCode: text.optional(),
  class: text.optional(),
  serviceDate: date.optional(),
});

/** An invoice as the PSA states it. Notes are kept and never sent (S2). */
export const invoice = z.strictObject({
  revision,
  number: text.optional(),
  batchId: text.optional(),
  date,
  dueDate: date.optional(),
  customer: listRef,
  billTo: address.optional(),
  poNumber: text.optional(),
  terms: text.optional(),
  memo: text.optional(),
  delivery: z.enum(['none', 'print', 'email']),
  total: decimal,
  voided: z.boolean(),
  paidDate: date.optional(),
  paidByPaymentProcessing: z.boolean().optional(),
  notes: text.optional(),
  lines: z.array(invoiceLine).max(5_000),
});

export type InvoiceSnapshot = z.infer<typeof invoice>;
