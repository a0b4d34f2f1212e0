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
  /** What the PSA states after QuickBooks has refused the first. */
  corrected?: SnapshotOf[ItemKind];
  /** Marks of its transactions, see company.ts; each of them as many times as it was transferred. */
  marks: string[];
  /** 1, and one more for each re-transfer that was asked for; 0 when it was canceled and deleted. */
  copies: number;
  /** How often it became Transferred: once for every copy, and for what was received afterwards. */
  transfers: number;
  /** Paid in QuickBooks since. */
  isPaid: boolean;
};

const CUSTOMERS = ['Northwind Clinic', 'Cedar Dental', 'Harbor Law', 'Willow School'];
const VENDORS = ['Acme Distribution', 'Blue Ridge Supply'];
const DATE = '2026-01-05';

type Made = Pick<ChaosItem, 'snapshot' | 'corrected' | 'marks'>;
type Maker = (id: string, random: Random) => Made;

const invoice: Maker = (id, random) => {
  // One in six is for a customer whom QuickBooks does not know: it is made there first.
  const customer = random.between(1, 6) === 1 ? `Customer of ${id}` : random.pick(CUSTOMERS);
  const quantity = random.between(1, 9);
  const snapshot: InvoiceSnapshot = {
    number: id,
    date: DATE,
    customer: { name: customer },
    delivery: 'none',
    total: `${125 * quantity}.00`,
    voided: false,
    lines: [{ item: 'Remote Support', quantity: `${quantity}`, rate: '125.00' }],
  };
  const marks = [`Invoice ${id} ${customer}: ${quantity} Remote Support`];
  if (random.between(1, 6) > 1) return { snapshot, marks };
  // One in six is refused until the PSA corrects it.
  const refused = { ...snapshot, lines: [{ ...snapshot.lines[0], item: 'No such item' }] };
  return { snapshot: refused, corrected: snapshot, marks };
};

const purchaseOrder: Maker = (id, random) => {
  const received = random.between(0, 2);
  const vendor = random.pick(VENDORS);
  const snapshot: PurchaseOrderSnapshot = {
    number: id,
    status: received === 0 ? 'Submitted' : 'Received Partial',
    vendor: { name: vendor },
    date: DATE,
    lines: [
      { id: 'a', product: 'FW-60F', quantity: '10', unitCost: '450.00', received: `${received}` },
      { id: 'b', product: 'Switch 24', quantity: '2', unitCost: '300.00', received: received === 2 ? '2' : '0' },
    ],
  };
  const receipts = [
    ...(received > 0 ? [receiptMark(id, vendor, received, 'FW-60F')] : []),
    ...(received === 2 ? [receiptMark(id, vendor, 2, 'Switch 24')] : []),
  ];
  return { snapshot, marks: [`PurchaseOrder ${id} ${vendor}: 10 FW-60F, 2 Switch 24`, ...receipts] };
};

const receiptMark = (id: string, vendor: string, quantity: number, product: string): string =>
  `ItemReceipt ${id} ${vendor}: ${quantity} ${product}`;

/** More of the first line was received in the PSA. */
export function receiveMore(item: ChaosItem, quantity: number): void {
  const order = item.snapshot as PurchaseOrderSnapshot;
  const [first, ...others] = order.lines;
  if (first === undefined) throw new Error(`purchase order ${item.id} has no lines`);
  const lines = [{ ...first, received: String(Number(first.received) + quantity) }, ...others];
  item.snapshot = { ...order, status: 'Received Partial', lines };
  item.marks.push(receiptMark(item.id, order.vendor.name, quantity, first.product));
}

const timesheet: Maker = (id, random) => {
  const entries = Array.from({ length: random.between(1, 3) }, (_, index) => ({
    id: `e${index}`,
    date: DATE,
    minutes: 15 + 15 * random.between(0, 2),
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
  return {
    snapshot,
    marks: entries.map(
      ({ notes, customer, minutes }) => `TimeTracking ${notes}: Jane Doe for ${customer} PT0H${minutes}M`,
    ),
  };
};

const expenseReport: Maker = (id, random) => {
  const submitter = random.pick(['v-Doe, Jane', 'v-Ito, Ken']);
  const amount = `${random.between(10, 99)}.20`;
  const snapshot: ExpenseReportSnapshot = {
    number: id,
    status: 'Approved for Payment',
    submitter: { name: submitter },
    weekEnding: '2026-01-10',
    items: [
      { id: 'x1', date: DATE, account: 'Travel', amount, billable: false, reimbursable: true },
      { id: 'x2', date: DATE, account: 'Meals', amount: '9.10', billable: false, reimbursable: false },
    ],
  };
  return { snapshot, marks: [`Bill ${id} ${submitter}: Travel ${amount}`] };
};

const MAKERS: Readonly<Record<ItemKind, { letter: string; least: number; most: number; make: Maker }>> = {
  // One by its batch, the others by themselves.
  invoices: { letter: 'I', least: 2, most: 3, make: invoice },
  'purchase-orders': { letter: 'P', least: 1, most: 1, make: purchaseOrder },
  timesheets: { letter: 'T', least: 1, most: 1, make: timesheet },
  'expense-reports': { letter: 'E', least: 1, most: 1, make: expenseReport },
};

/** Fresh items of the kinds; their ids, at most 11 characters, are their numbers too. */
export function makeItems(kinds: readonly ItemKind[], prefix: string, random: Random): ChaosItem[] {
  return ITEM_KINDS.filter((kind) => kinds.includes(kind)).flatMap((kind) => {
    const { letter, least, most, make } = MAKERS[kind];
    return Array.from({ length: random.between(least, most) }, (_, index) => {
      const id = `${prefix}${letter}${index}`;
      return { kind, id, number: id, ...make(id, random), copies: 1, transfers: 1, isPaid: false };
    });
  });
}
