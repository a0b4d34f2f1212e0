import { AppError } from '../../domain/errors.js';
import { expenseReport } from '../../domain/snapshots/expense-report.js';
import { invoice } from '../../domain/snapshots/invoice.js';
import { purchaseOrder } from '../../domain/snapshots/purchase-order.js';
import { timesheet } from '../../domain/snapshots/timesheet.js';

export const GUID = '{0f8fad5b-d9cb-569f-a165-70867728950e}';

/** Snapshots that went through the API's own schemas: what the builders can be given, and nothing else. */
export const INVOICE = invoice.parse({
  number: 'INV-10231',
  date: '2026-01-05',
  dueDate: '2026-02-04',
  customer: { name: 'Northwind Clinic~Albany' },
  billTo: 'Northwind Clinic\r\n1 Main St\n\nAlbany NY 12207\n',
  poNumber: 'PO-77',
  terms: 'Net 30',
  memo: 'Caf\u00e9 & \u201cbar\u201d \u2014 1 < 2',
  delivery: 'email',
  total: '175.50',
  voided: false,
  notes: 'never sent',
  lines: [
    {
      item: 'Services~Remote Support',
      description: 'Ticket T20260105.0003',
      quantity: '1.50',
      rate: '125.00',
      amount: '187.5',
      taxCode: 'Non',
      class: 'Managed Services',
      serviceDate: '2026-01-03',
    },
    { item: 'Discount', description: '', amount: '-12' },
  ],
});

export const PURCHASE_ORDER = purchaseOrder.parse({
  number: 'PO-4411',
  status: 'Submitted',
  vendor: { name: 'Acme Distribution' },
  date: '2026-01-06',
  expectedDate: '2026-01-20',
  shipTo: { addr1: 'Our Warehouse', city: 'Albany' },
  memo: 'Ship complete',
  shipVia: 'UPS',
  freight: 'Origin',
  lines: [
    {
      id: 'L1',
      product: 'Firewall F-60',
      description: 'Firewall',
      quantity: '2',
      unitCost: '450.125',
      customer: 'Northwind Clinic',
      received: '0',
    },
    { id: 'L2', product: 'Patch cable', quantity: '10.00', unitCost: '4.25', received: '0' },
  ],
});

export const EXPENSE_REPORT = expenseReport.parse({
  number: 'EXP-2291',
  status: 'Approved for Payment',
  submitter: { name: 'v-Doe, Jane' },
  weekEnding: '2026-01-09',
  cashAdvance: '20',
  cashAdvanceAccount: 'Employee Advances',
  items: [
    { id: 'E0', date: '2026-01-05', account: 'Fuel', amount: '60', billable: false, reimbursable: false },
    {
      id: 'E1',
      date: '2026-01-05',
      account: 'Travel~Parking',
      amount: '48.20',
      customer: 'Northwind Clinic',
      class: 'Managed Services',
      billable: true,
      reimbursable: true,
      description: 'Parking',
    },
    {
      id: 'E2',
      date: '2026-01-06',
      account: 'Meals',
      amount: '8',
      customer: 'Northwind Clinic',
      billable: false,
      reimbursable: true,
    },
    { id: 'E3', date: '2026-01-07', account: 'Meals', amount: '9.5', billable: true, reimbursable: true },
  ],
});

export const TIMESHEET = timesheet.parse({
  resource: { name: 'Jane Doe' },
  periodStart: '2026-01-05',
  periodEnd: '2026-01-11',
  status: 'Approved',
  entries: [
    {
      id: 'T1',
      date: '2026-01-05',
      minutes: 90,
      customer: 'Northwind Clinic~Albany',
      serviceItem: 'Services~Remote Support',
      payrollItem: 'Hourly Rate',
      class: 'Managed Services',
      billable: true,
      notes: 'Ticket T20260105.0003',
    },
  ],
});

/** The AppError that `act` throws; fails the test when it throws none. */
export function thrownBy(act: () => unknown): AppError {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
  throw new Error('expected an AppError, nothing was thrown');
}
