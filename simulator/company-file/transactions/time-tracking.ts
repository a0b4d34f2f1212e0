import { type Data, groupOf, textOf, without } from '../../grammar/data.js';
import type { Books } from '../books.js';
import { References } from '../references.js';
import { refusals } from '../refusal.js';
import type { TxnRow } from '../rows.js';
import { coreRet, enter } from './entry.js';

/**
 * TimeTrackingAdd. Billable time needs a customer and a service item; a payroll item is allowed only for an employee
 * whose time makes the pay check (UseTimeData). Seconds are taken but not given back.
 */
export function addTimeTracking(books: Books, data: Data): TxnRow {
  const references = new References(books, 'TimeTracking');
  const entity = references.find(data, 'EntityRef');
  if (!entity) throw refusals.missingElement('EntityRef');
  const billable = textOf(data, 'BillableStatus');
  for (const needed of billable === 'Billable' ? ['CustomerRef', 'ItemServiceRef'] : []) {
    if (!references.find(data, needed)) throw refusals.missingElement(needed);
  }
  const payroll = references.find(data, 'PayrollItemWageRef');
  const usage = textOf(groupOf(entity.fields, 'EmployeePayrollInfo'), 'UseTimeDataToCreatePaychecks');
  if (payroll && (entity.type !== 'Employee' || usage !== 'UseTimeData')) {
    throw refusals.badValue('PayrollItemWageRef', payroll.fullName);
  }
  const duration = textOf(data, 'Duration');
  if (duration === undefined) throw refusals.missingElement('Duration');
  const status = billable ?? (data.CustomerRef && data.ItemServiceRef ? 'Billable' : undefined);
  return enter(books, {
    type: 'TimeTracking',
    entity,
    txnDate: textOf(data, 'TxnDate') ?? books.today,
    amount: '0.00',
    fields: {
      ...references.resolved(without(data, 'TxnDate', 'BillableStatus')),
      Duration: withoutSeconds(duration),
      ...(status ? { BillableStatus: status } : {}),
    },
  });
}

/** TimeTrackingRet. */
export function timeTrackingRet(_books: Books, row: TxnRow): Data {
  return without(coreRet(row), 'RefNumber');
}

function withoutSeconds(duration: string): string {
  const [, sign = '', hours = '0', minutes = '0'] = /^([+-]?)PT(?:(\d+)H)?(?:(\d+)M)?/.exec(duration) ?? [];
  const total = Number(hours) * 60 + Number(minutes);
  return `${sign === '-' ? '-' : ''}PT${Math.floor(total / 60)}H${total % 60}M`;
}
