import { z } from 'zod';
import { SNAPSHOT_SCHEMA } from '../../../domain/snapshots/snapshot.js';
import { batchView } from './batch.js';
import { connectionView } from './connection.js';
import { changeView, historyEntry, sessionView } from './events.js';
import { commandResult, itemView } from './item.js';

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), problem: z.string() })).optional(),
  })
  .describe('RFC 9457. `errors` lists every wrong field with its path, such as lines[2].amount.');

/** The schemas that the documentation names; routes refer to them. */
export const SHARED_SCHEMAS = {
  Problem: problem,
  Connection: connectionView,
  Item: itemView,
  CommandResult: commandResult,
  HistoryEntry: historyEntry,
  InvoiceBatch: batchView,
  Session: sessionView,
  Change: changeView,
  InvoiceSnapshot: SNAPSHOT_SCHEMA.invoices,
  PurchaseOrderSnapshot: SNAPSHOT_SCHEMA['purchase-orders'],
  TimesheetSnapshot: SNAPSHOT_SCHEMA.timesheets,
  ExpenseReportSnapshot: SNAPSHOT_SCHEMA['expense-reports'],
} as const satisfies Record<string, z.ZodType>;

export type SharedSchema = keyof typeof SHARED_SCHEMAS;
