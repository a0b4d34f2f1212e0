import type { TimesheetSnapshot } from '../../../domain/snapshots/timesheet.js';
import { MUELLER } from './company.js';

type Entry = TimesheetSnapshot['entries'][number];

const entry = (id: string, minutes: number, changes: Partial<Entry> = {}): Entry => ({
  id,
  date: '2026-01-06',
  minutes,
  customer: 'Northwind Clinic',
  serviceItem: 'Onsite Support',
  billable: true,
  ...changes,
});

const timesheet = (resource: string, entries: Entry[], status = 'Approved'): TimesheetSnapshot => ({
  resource: { name: resource },
  periodStart: '2026-01-05',
  periodEnd: '2026-01-11',
  status,
  entries,
});

/** The timesheets of one week. */
export const TIMESHEETS = {
  'T-901': timesheet('Jane Doe', [
    entry('1', 90, { payrollItem: 'Hourly Rate', notes: 'Firewall “FW-60F” & café wifi' }),
    entry('2', 45, { customer: MUELLER }),
    { id: '3', date: '2026-01-07', minutes: 30, billable: false, notes: 'Team meeting' },
  ]),
  'T-902': timesheet('Ken Ito', [entry('1', 60)], 'Submitted'),
  'T-903': timesheet('Ken Ito', [entry('1', 120), entry('2', 60, { customer: 'Lakeside Vet' })]),
  'T-904': timesheet('Jane Doe', [entry('1', 15, { serviceItem: 'Time Travel' })]),
  'T-905': timesheet('Ken Ito', [entry('1', 480)]),
} as const satisfies Record<string, TimesheetSnapshot>;
