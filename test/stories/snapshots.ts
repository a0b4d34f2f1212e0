/** Snapshots as a PSA sends them, for the simulator's sample company; tests change what they are about. */
export const invoice = (changes: object = {}): object => ({
  number: '1001',
  date: '2026-01-05',
  customer: { name: 'Northwind Clinic' },
  delivery: 'none',
  total: '125.00',
  voided: false,
  lines: [{ item: 'Remote Support', quantity: '1', rate: '125.00' }],
  ...changes,
});

/** An invoice that QuickBooks refuses (3140): it has no such customer. */
export const refusedInvoice = (changes: object = {}): object =>
  invoice({ customer: { name: 'Nobody Knows' }, ...changes });

/** A line of a purchase order; ten ordered, none received. */
export const orderLine = (changes: object = {}): object => ({
  id: 'a',
  product: 'FW-60F',
  quantity: '10',
  unitCost: '450.00',
  received: '0',
  ...changes,
});

export const purchaseOrder = (changes: object = {}): object => ({
  number: 'PO-1',
  status: 'Submitted',
  vendor: { name: 'Acme Distribution' },
  date: '2026-01-05',
  lines: [orderLine()],
  ...changes,
});

/** A purchase order that QuickBooks refuses (3210): the same product twice. */
export const refusedOrder = (changes: object = {}): object =>
  purchaseOrder({ lines: [orderLine(), orderLine({ id: 'b' })], ...changes });

export const timeEntry = (changes: object = {}): object => ({
  id: 'e1',
  date: '2026-01-05',
  minutes: 90,
  customer: 'Northwind Clinic',
  serviceItem: 'Remote Support',
  billable: true,
  notes: 'Mailbox moved',
  ...changes,
});

export const timesheet = (changes: object = {}): object => ({
  resource: { name: 'Jane Doe' },
  periodStart: '2026-01-05',
  periodEnd: '2026-01-11',
  status: 'Approved',
  entries: [timeEntry()],
  ...changes,
});

export const expense = (changes: object = {}): object => ({
  id: 'x1',
  date: '2026-01-05',
  account: 'Travel',
  amount: '48.20',
  billable: false,
  reimbursable: true,
  description: 'Parking',
  ...changes,
});

export const expenseReport = (changes: object = {}): object => ({
  number: 'ER-1',
  status: 'Approved for Payment',
  submitter: { name: 'v-Doe, Jane' },
  weekEnding: '2026-01-10',
  items: [expense()],
  ...changes,
});
