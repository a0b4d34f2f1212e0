import type { ListRef } from './snapshots/fields.js';
import type { Item } from './snapshots/snapshot.js';

/** The lists in which missing names may be created (connection setting `missing`). */
export const LISTS = ['customers', 'vendors', 'items'] as const;
export type ListName = (typeof LISTS)[number];

/** A name that an item needs; goods are bought and received, other items are services. */
export type NeededName = { list: ListName; name: string; isGoods: boolean };

const byName = (list: ListName, ref: ListRef): NeededName[] =>
  ref.listId === undefined ? [{ list, name: ref.name, isGoods: false }] : [];
const optional = (list: ListName, name: string | undefined): NeededName[] =>
  name === undefined || name.trim() === '' ? [] : [{ list, name, isGoods: false }];

/** The list entries by name that QuickBooks must have before it takes an item. Employees and accounts are never made. */
export function namesNeeded(item: Item): NeededName[] {
  switch (item.kind) {
    case 'invoices':
      return [
        ...byName('customers', item.snapshot.customer),
        ...item.snapshot.lines.flatMap((line) => optional('items', line.item)),
      ];
    case 'purchase-orders':
      return [
        ...byName('vendors', item.snapshot.vendor),
        ...item.snapshot.lines.flatMap((line) => [
          { list: 'items' as const, name: line.product, isGoods: true },
          ...optional('customers', line.customer),
        ]),
      ];
    case 'timesheets':
      return item.snapshot.entries.flatMap((entry) => [
        ...optional('customers', entry.customer),
        ...optional('items', entry.serviceItem),
      ]);
    case 'expense-reports':
      return [
        ...byName('vendors', item.snapshot.submitter),
        ...item.snapshot.items
          .filter((expense) => expense.reimbursable)
          .flatMap((expense) => optional('customers', expense.customer)),
      ];
  }
}
