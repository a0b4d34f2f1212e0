/** The four kinds of item (S1), named as in the REST paths and workflow ids. */
export const ITEM_KINDS = ['invoices', 'purchase-orders', 'timesheets', 'expense-reports'] as const;

export type ItemKind = (typeof ITEM_KINDS)[number];

/** How people speak of one item of a kind. */
export const KIND_LABEL = {
  invoices: 'invoice',
  'purchase-orders': 'purchase order',
  timesheets: 'timesheet',
  'expense-reports': 'expense report',
} as const satisfies Record<ItemKind, string>;

/** Type guard for text from a path or a row. */
export function isItemKind(text: string): text is ItemKind {
  return (ITEM_KINDS as readonly string[]).includes(text);
}
