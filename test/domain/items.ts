import type { LedgerRecord } from '../../domain/record-plan.js';
import type { Item } from '../../domain/snapshots/snapshot.js';

/** One small item of each kind; tests change what they are about. */
export const anInvoice = (changes: object = {}) =>
  ({
    kind: 'invoices',
    snapshot: {
      number: 'INV-1',
      date: '2026-01-05',
      customer: { name: 'Northwind Clinic' },
      delivery: 'none',
      total: '125.00',
      voided: false,
      lines: [{ item: 'Remote Support', quantity: '1', rate: '125.00' }],
      ...changes,
    },
  }) satisfies Item as Extract<Item, { kind: 'invoices' }>;

export const aPurchaseOrder = (changes: object = {}) =>
  ({
    kind: 'purchase-orders',
    snapshot: {
      number: 'PO-1',
      status: 'Submitted',
      vendor: { name: 'Acme Distribution' },
      date: '2026-01-05',
      lines: [
        { id: 'a', product: 'FW-60F', quantity: '2', unitCost: '450.00', received: '0' },
        { id: 'b', product: 'Patch cable', quantity: '10', unitCost: '4.25', received: '0' },
      ],
      ...changes,
    },
  }) satisfies Item as Extract<Item, { kind: 'purchase-orders' }>;

export const aTimesheet = (changes: object = {}) =>
  ({
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
      ...changes,
    },
  }) satisfies Item as Extract<Item, { kind: 'timesheets' }>;

export const anExpenseReport = (changes: object = {}) =>
  ({
    kind: 'expense-reports',
    snapshot: {
      number: 'EXP-1',
      status: 'Approved for Payment',
      submitter: { name: 'Jane Doe (V)' },
      weekEnding: '2026-01-11',
      items: [
        { id: '1', date: '2026-01-05', account: 'Travel', amount: '48.20', billable: false, reimbursable: true },
        { id: '2', date: '2026-01-06', account: 'Travel', amount: '12.00', billable: false, reimbursable: false },
      ],
      ...changes,
    },
  }) satisfies Item as Extract<Item, { kind: 'expense-reports' }>;

export const aRecord = (changes: Partial<LedgerRecord>): LedgerRecord => ({
  key: 'addition',
  generation: 1,
  type: 'InvoiceAdd',
  state: 'added',
  txnId: '1A-1',
  needsDetails: false,
  lines: {},
  quantity: null,
  ...changes,
});
