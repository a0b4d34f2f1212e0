import type { PlannedRecord } from '../../domain/record-plan.js';
import type { ConnectionSettings } from '../../store/connections.js';
import type { LookupKey } from '../../store/records.js';
import type { LockedItem } from './locked-item.js';

/** What a record is found by depends on when it is sent and on who numbers it. */
export type Numbering = { today: string; numbering: ConnectionSettings['numbering'] };

const RECEIPT_NUMBER_MAX = 20;

/** The RefNumber that a record is sent with; undefined where it has none or QuickBooks gives it one. */
export function refNumberOf(
  { snapshot }: LockedItem,
  type: PlannedRecord['type'],
  { numbering }: Pick<Numbering, 'numbering'>,
): string | undefined {
  const number = 'number' in snapshot ? snapshot.number : undefined;
  if (number === undefined || number === '') return undefined;
  if (type === 'ItemReceiptAdd') return number.length > RECEIPT_NUMBER_MAX ? undefined : number;
  return numbering === 'quickbooks' && type !== 'BillAdd' ? undefined : number;
}

/** What a planned record will be found by, should its answer be lost for good. */
export function lookupKey(item: LockedItem, record: PlannedRecord, stamp: Numbering): LookupKey {
  const number = refNumberOf(item, record.type, stamp) ?? null;
  switch (item.kind) {
    case 'invoices':
      return { entity: item.snapshot.customer, date: item.snapshot.date, number };
    case 'purchase-orders': {
      const date = record.type === 'ItemReceiptAdd' ? stamp.today : item.snapshot.date;
      return { entity: item.snapshot.vendor, date, number };
    }
    case 'timesheets': {
      const entry = item.snapshot.entries.find(({ id }) => id === record.lineIds[0]);
      return { entity: item.snapshot.resource, date: entry?.date ?? item.snapshot.periodStart, number };
    }
    case 'expense-reports':
      return { entity: item.snapshot.submitter, date: item.snapshot.weekEnding, number };
  }
}
