import type { Item } from '../../domain/snapshots/snapshot.js';

/** Items as a PSA sends them, for the sample company of the simulator. */
const CUSTOMERS = ['Northwind Clinic', 'Cedar Dental', 'Harbor Law', 'Willow School'];
const customerOf = (index: number): string => CUSTOMERS[index % CUSTOMERS.length] ?? 'Harbor Law';

/** An invoice of three lines. */
export const invoice = (index: number): Item => ({
  kind: 'invoices',
  snapshot: {
    number: String(10_000 + index),
    date: '2026-01-05',
    customer: { name: customerOf(index) },
    billTo: { addr1: '1 Main Street', city: 'Albany', state: 'NY', postalCode: '12207' },
    terms: 'Net 30',
    memo: `Ticket T2026.${index}`,
    delivery: 'none',
    total: '495.00',
    voided: false,
    lines: [
      { item: 'Remote Support', description: 'Mail flow on the exchange server', quantity: '1.5', rate: '125.00' },
      {
        item: 'Onsite Support',
        description: 'Replaced the firewall in the server room',
        quantity: '1',
        rate: '150.00',
      },
      { item: 'Patch cable', quantity: '15', rate: '10.50' },
    ],
  },
});

export const purchaseOrder = (index: number): Item => ({
  kind: 'purchase-orders',
  snapshot: {
    number: `PO-${index}`,
    status: 'Submitted',
    vendor: { name: 'Acme Distribution' },
    date: '2026-01-05',
    lines: [
      { id: 'a', product: 'FW-60F', quantity: '2', unitCost: '450.00', received: '0' },
      { id: 'b', product: 'Patch cable', quantity: '10', unitCost: '4.25', received: '0' },
    ],
  },
});

/** A timesheet of two entries: two records. */
export const timesheet = (_index: number): Item => ({
  kind: 'timesheets',
  snapshot: {
    resource: { name: 'Jane Doe' },
    periodStart: '2026-01-05',
    periodEnd: '2026-01-11',
    status: 'Approved',
    entries: [
      { id: '1', date: '2026-01-05', minutes: 90, billable: false },
      { id: '2', date: '2026-01-06', minutes: 30, billable: false },
    ],
  },
});

export const expenseReport = (index: number): Item => ({
  kind: 'expense-reports',
  snapshot: {
    number: `EXP-${index}`,
    status: 'Approved for Payment',
    submitter: { name: 'v-Doe, Jane' },
    weekEnding: '2026-01-11',
    items: [{ id: '1', date: '2026-01-05', account: 'Travel', amount: '48.20', billable: false, reimbursable: true }],
  },
});
