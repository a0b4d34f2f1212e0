import { describe, expect, it } from 'vitest';
import { eventsOfSnapshot, type SnapshotFacts } from '../../domain/snapshot-events.js';
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
  numberCleared: false,
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

  it('S12: clears no error of an invoice while nobody can tell what became of a record', () => {
    const [former, next] = [anInvoice(), anInvoice({ memo: 'corrected' })];

    expect(types(former, next, {})).toEqual(['corrected']);
    expect(types(former, next, { outcomeUnknown: true })).toEqual([]);
  });

  it('S20: a first one again, when the External P.O. # of a known purchase order was cleared', () => {
    const [former, next] = [aPurchaseOrder(), aPurchaseOrder({ externalPoNumber: '' })];

    expect(types(former, next, { numberCleared: true })).toEqual(['externalNumberCleared']);
    expect(types(former, next, {})).toEqual([]);
  });
});
