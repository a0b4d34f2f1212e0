import { unsendable } from '../domain/errors.js';
import type { ListRef } from '../domain/snapshots/fields.js';
import type { TimesheetSnapshot } from '../domain/snapshots/timesheet.js';
import { addRequest, ref, required, scalar } from './grammar.js';
import { CLASS, CUSTOMER, ITEM, PAYROLL_ITEM, TIME_ENTITY } from './names.js';
import { oneRet } from './ret.js';
import { date, guid, interval, oneOf, text } from './scalars.js';
import { timeTrackingRet } from './time-tracking-ret.js';

type TimeEntry = TimesheetSnapshot['entries'][number];

const timeTrackingAddFields = (entryPath: string) =>
  [
    scalar('TxnDate', date, `${entryPath}.date`),
    required(ref('EntityRef', TIME_ENTITY, 'resource')),
    ref('CustomerRef', CUSTOMER, `${entryPath}.customer`),
    ref('ItemServiceRef', ITEM, `${entryPath}.serviceItem`),
    required(scalar('Duration', interval, `${entryPath}.minutes`)),
    ref('ClassRef', CLASS, `${entryPath}.class`),
    ref('PayrollItemWageRef', PAYROLL_ITEM, `${entryPath}.payrollItem`),
    scalar('Notes', text(4095), `${entryPath}.notes`),
    scalar('BillableStatus', oneOf('Billable', 'NotBillable'), `${entryPath}.billable`),
    scalar('ExternalGUID', guid),
  ] as const;

export type TimeTrackingAddContent = { resource: ListRef; entry: TimeEntry; externalGuid: string };

/**
 * TimeTrackingAdd for one entry of a timesheet (S4). Throws `unsendable` with the PSA's name of the field, also for a
 * billable entry without customer or service item, which QuickBooks requires of it.
 */
function build(requestId: string, { resource, entry, externalGuid }: TimeTrackingAddContent): string {
  const path = `entries[${entry.id}]`;
  if (entry.billable) checkBillable(entry, path);
  return addRequest('TimeTrackingAdd', requestId, timeTrackingAddFields(path), {
    TxnDate: entry.date,
    EntityRef: resource,
    CustomerRef: entry.customer,
    ItemServiceRef: entry.serviceItem,
    Duration: entry.minutes,
    ClassRef: entry.class,
    PayrollItemWageRef: entry.payrollItem,
    Notes: entry.notes,
    // Never left out: QuickBooks would ask its users to bill the time again (P812).
    BillableStatus: entry.billable ? 'Billable' : 'NotBillable',
    ExternalGUID: externalGuid,
  });
}

function checkBillable(entry: TimeEntry, path: string): void {
  const missing = (['customer', 'serviceItem'] as const).filter((name) => entry[name] === undefined);
  const [first] = missing;
  if (first === undefined) return;
  throw unsendable(
    `${path}.${first}`,
    `found nothing, a billable time entry needs ${missing.map((name) => NAMES[name]).join(' and ')}; fill it in or make the entry not billable in the PSA`,
  );
}

const NAMES = { customer: 'a customer', serviceItem: 'a service item' } as const;

export const timeTrackingAdd = {
  type: 'TimeTrackingAdd',
  build,
  parse: oneRet('TimeTrackingRet', timeTrackingRet),
} as const;
