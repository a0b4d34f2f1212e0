import type { ItemKind } from '../../domain/kinds.js';

/** How the pages call the kinds. */
export const KIND_TITLE = {
  invoices: 'Invoices',
  'purchase-orders': 'Purchase Orders',
  timesheets: 'Timesheets',
  'expense-reports': 'Expense Reports',
} as const satisfies Record<ItemKind, string>;

export const KIND_ONE = {
  invoices: 'Invoice',
  'purchase-orders': 'Purchase Order',
  timesheets: 'Timesheet',
  'expense-reports': 'Expense Report',
} as const satisfies Record<ItemKind, string>;

/** Whom an item is for. */
export const PARTY_TITLE = {
  invoices: 'Customer',
  'purchase-orders': 'Vendor',
  timesheets: 'Resource',
  'expense-reports': 'Submitter',
} as const satisfies Record<ItemKind, string>;

export const DATE_TITLE = {
  invoices: 'Invoice Date',
  'purchase-orders': 'P.O. Date',
  timesheets: 'Period Start',
  'expense-reports': 'Week Ending',
} as const satisfies Record<ItemKind, string>;

export const AMOUNT_TITLE = {
  invoices: 'Total',
  'purchase-orders': 'Total',
  timesheets: 'Hours',
  'expense-reports': 'Total',
} as const satisfies Record<ItemKind, string>;

export const NUMBER_TITLE = {
  invoices: 'Invoice No.',
  'purchase-orders': 'P.O. No.',
  timesheets: 'Timesheet',
  'expense-reports': 'Report No.',
} as const satisfies Record<ItemKind, string>;
