import { z } from 'zod';
import { date, lineId, listRef, name, revision, text, withOwnIds } from './fields.js';

/** One time entry; `minutes` becomes a duration such as PT1H30M. */
export const timeEntry = z.strictObject({
  id: lineId,
  date,
  minutes: z
    .int()
    .min(0)
    .max(60 * 24 * 31),
  customer: name.optional(),
  serviceItem: name.optional(),
  payrollItem: name.optional(),
  class: text.optional(),
  billable: z.boolean(),
  notes: text.optional(),
});

/** A timesheet as the PSA states it; only the status `Approved` qualifies (S13). */
export const timesheet = z.strictObject({
  revision,
  resource: listRef,
  periodStart: date,
  periodEnd: date,
  status: text,
  entries: withOwnIds(timeEntry),
});

export type TimesheetSnapshot = z.infer<typeof timesheet>;
