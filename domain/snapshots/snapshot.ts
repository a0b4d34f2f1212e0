import type { z } from 'zod';
import type { ItemKind } from '../kinds.js';
import { type ExpenseReportSnapshot, expenseReport } from './expense-report.js';
import { type InvoiceSnapshot, invoice } from './invoice.js';
import { type PurchaseOrderSnapshot, purchaseOrder } from './purchase-order.js';
import { type TimesheetSnapshot, timesheet } from './timesheet.js';

export type SnapshotOf = {
  invoices: InvoiceSnapshot;
  'purchase-orders': PurchaseOrderSnapshot;
  timesheets: TimesheetSnapshot;
  'expense-reports': ExpenseReportSnapshot;
};

/** An item of any kind as the PSA states it, told apart by `kind`. */
export type Item = { [K in ItemKind]: { kind: K; snapshot: SnapshotOf[K] } }[ItemKind];

/** The schema of each kind's snapshot; unknown fields are refused with their names. */
export const SNAPSHOT_SCHEMA = {
  invoices: invoice,
  'purchase-orders': purchaseOrder,
  timesheets: timesheet,
  'expense-reports': expenseReport,
} as const satisfies { [K in ItemKind]: z.ZodType<SnapshotOf[K]> };
