import { ITEM_KINDS, type ItemKind } from '../../domain/kinds.js';
import type { ExpenseReportSnapshot } from '../../domain/snapshots/expense-report.js';
import type { InvoiceSnapshot } from '../../domain/snapshots/invoice.js';
import type { PurchaseOrderSnapshot } from '../../domain/snapshots/purchase-order.js';
import type { SnapshotOf } from '../../domain/snapshots/snapshot.js';
import type { TimesheetSnapshot } from '../../domain/snapshots/timesheet.js';
import type { Random } from './random.js';

/** An item that the PSA wants in QuickBooks, and what QuickBooks must have of it in the end. */
export type ChaosItem = {
  kind: ItemKind;
  id: string;
  number: string;
  snapshot: SnapshotOf[ItemKind];
  /** Marks of its transactions, see company.ts; each of them as many times as it was transferred. */
  marks: readonly string[];
  /** 1, and one more for each re-transfer that was asked for; 0 when it was canceled and deleted. */
  copies: number;
  /** Records of the ledger that belong to it. */
  records: number;
};

const CUSTOMERS = ['Northwind Clinic', 'Cedar Dental', 'Harbor Law', 'Willow School'];
const VENDORS = ['Acme Distribution', 'Blue Ridge Supply'];
const DATE = '2026-01-05';

type Maker = (id: string, random: Random) => ChaosItem;

const invoice: Maker = (id, random) => {
  // One in six is for a customer whom QuickBooks does not know: it is made there first.
  const customer = random.between(1, 6) === 1 ? `Customer of ${id}` : random.pick(CUSTOMERS);
  const snapshot: InvoiceSnapshot = {
    number: id,
    date: DATE,
    customer: { name: customer },
    delivery: 'none',
    total: '125.00',
    voided: false,
    lines: [{ item: 'Remote Support', quantity: '1', rate: '125.00' }],
  };
  return { kind: 'invoices', id, number: id, snapshot, marks: [`Invoice ${id}`], copies: 1, records: 1 };
};

const purchaseOrder: Maker = (id, random) => {
  const received = random.pick(['0', '1', '3']);
  const snapshot: PurchaseOrderSnapshot = {
    number: id,
    status: received === '0' ? 'Submitted' : 'Received Partial',
    vendor: { name: random.pick(VENDORS) },
    date: DATE,
    lines: [
      { id: 'a', product: 'FW-60F', quantity: '10', unitCost: '450.00', received },
      { id: 'b', product: 'Switch 24', quantity: '2', unitCost: '300.00', received: received === '3' ? '2' : '0' },
    ],
  };
  const receipts = received === '0' ? [] : received === '1' ? ['FW-60F'] : ['FW-60F', 'Switch 24'];
  const marks = [`PurchaseOrder ${id}`, ...receipts.map((item) => `ItemReceipt ${id} ${item}`)];
  return { kind: 'purchase-orders', id, number: id, snapshot, marks, copies: 1, records: marks.length };
};

const timesheet: Maker = (id, random) => {
  const entries = Array.from({ length: random.between(1, 3) }, (_, index) => ({
    id: `e${index}`,
    date: DATE,
    minutes: 30 + 15 * index,
    customer: random.pick(CUSTOMERS),
    serviceItem: 'Remote Support',
    billable: true,
    notes: `${id} e${index}`,
  }));
  const snapshot: TimesheetSnapshot = {
    resource: { name: 'Jane Doe' },
    periodStart: DATE,
    periodEnd: '2026-01-11',
    status: 'Approved',
    entries,
  };
  const marks = entries.map((entry) => `TimeTracking ${entry.notes}`);
  return { kind: 'timesheets', id, number: id, snapshot, marks, copies: 1, records: marks.length };
};

const expenseReport: Maker = (id, random) => {
  const snapshot: ExpenseReportSnapshot = {
    number: id,
    status: 'Approved for Payment',
    submitter: { name: random.pick(['v-Doe, Jane', 'v-Ito, Ken']) },
    weekEnding: '2026-01-10',
    items: [
      { id: 'x1', date: DATE, account: 'Travel', amount: '48.20', billable: false, reimbursable: true },
      { id: 'x2', date: DATE, account: 'Meals', amount: '9.10', billable: false, reimbursable: false },
    ],
  };
  return { kind: 'expense-reports', id, number: id, snapshot, marks: [`Bill ${id}`], copies: 1, records: 1 };
};

const MAKERS: Readonly<Record<ItemKind, { letter: string; most: number; make: Maker }>> = {
  invoices: { letter: 'I', most: 2, make: invoice },
  'purchase-orders': { letter: 'P', most: 1, make: purchaseOrder },
  timesheets: { letter: 'T', most: 1, make: timesheet },
  'expense-reports': { letter: 'E', most: 1, make: expenseReport },
};

/** Fresh items of the kinds; their ids, at most 11 characters, are their numbers too. */
export function makeItems(kinds: readonly ItemKind[], prefix: string, random: Random): ChaosItem[] {
  return ITEM_KINDS.filter((kind) => kinds.includes(kind)).flatMap((kind) => {
    const { letter, most, make } = MAKERS[kind];
    return Array.from({ length: random.between(1, most) }, (_, index) => make(`${prefix}${letter}${index}`, random));
  });
}
