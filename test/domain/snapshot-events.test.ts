import { describe, expect, it } from 'vitest';
import { eventsOfSnapshot, noteOnUnknown, type SnapshotFacts } from '../../domain/snapshot-events.js';
import type { Item } from '../../domain/snapshots/snapshot.js';
import { anInvoice, aPurchaseOrder } from './items.js';

const FACTS: SnapshotFacts = {
  at: '2026-01-05T14:03:00.000Z',
  snapshotVersion: 3,
  deletionOutstanding: false,
  deleted: false,
  deletionRefused: false,
  receiptsOutstanding: false,
  orderAwaited: false,
  outcomeUnknown: false,
  objection: undefined,
};
const received = (quantity: string) =>
  aPurchaseOrder({ lines: [{ id: 'a', product: 'FW-60F', quantity: '9', unitCost: '1', received: quantity }] });
const types = (former: Item, next: Item, facts: Partial<SnapshotFacts>): string[] =>
  eventsOfSnapshot(former, next, { ...FACTS, ...facts }).map(({ type }) => type);

describe('what a newer snapshot says that happened', () => {
  it('S18: more was received, when a receipt can be planned or may be once the order is known', () => {
    expect(types(received('1'), received('2'), { receiptsOutstanding: true })).toEqual(['received']);
    expect(types(received('1'), received('2'), { orderAwaited: true })).toEqual(['received']);
    expect(types(received('1'), received('2'), {})).toEqual([]);
    expect(types(received('2'), received('1'), { receiptsOutstanding: true })).toEqual([]);
  });

  it('S12, S20: clears no error while nobody can tell what became of a record, and says why', () => {
    const [former, next] = [anInvoice(), anInvoice({ memo: 'corrected' })];
    const [order, cleared] = [aPurchaseOrder(), aPurchaseOrder({ externalPoNumber: '' })];
    expect([types(former, next, {}), types(order, cleared, {})]).toEqual([['corrected'], ['externalNumberCleared']]);

    const unknown = { outcomeUnknown: true };

    expect([types(former, next, unknown), types(order, cleared, unknown)]).toEqual([[], []]);
    expect(noteOnUnknown(order, cleared)).toMatch(/External P\.O\. # was cleared.*Settle it by hand, then clear/);
    expect([noteOnUnknown(former, next), noteOnUnknown(cleared, cleared)]).toEqual([undefined, undefined]);
  });
});
