import { describe, expect, it } from 'vitest';
import { SNAPSHOT_SCHEMA } from '../../domain/snapshots/snapshot.js';
import { anExpenseReport, aPurchaseOrder, aTimesheet } from './items.js';

const twice = <Line extends { id: string }>([first, second]: readonly Line[]): object[] => [
  { ...first },
  { ...second, id: first?.id },
  { ...second },
];

describe('ids of lines and entries', () => {
  it.each([
    [
      'purchase-orders',
      'lines',
      aPurchaseOrder().snapshot,
      aPurchaseOrder({ lines: twice(aPurchaseOrder().snapshot.lines) }),
    ],
    ['timesheets', 'entries', aTimesheet().snapshot, aTimesheet({ entries: twice(aTimesheet().snapshot.entries) })],
    [
      'expense-reports',
      'items',
      anExpenseReport().snapshot,
      anExpenseReport({ items: twice(anExpenseReport().snapshot.items) }),
    ],
  ] as const)('are unique within one of the %s', (kind, field, snapshot, { snapshot: doubled }) => {
    expect(SNAPSHOT_SCHEMA[kind].safeParse(snapshot).success).toBe(true);
    const { error } = SNAPSHOT_SCHEMA[kind].safeParse(doubled, { reportInput: true });

    const id = kind === 'purchase-orders' ? 'a' : '1';
    expect(error?.issues).toMatchObject([
      {
        path: [field, 1, 'id'],
        input: id,
        message:
          'expected an id that is unique within the item, the one at index 0 has it already; give each its own in the PSA',
      },
    ]);
  });
});
