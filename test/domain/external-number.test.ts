import { describe, expect, it } from 'vitest';
import { isNumberCleared, type OrderOfNumber, whyNumberStays } from '../../domain/external-number.js';
import { INITIAL_STATE, type LifecycleState } from '../../domain/lifecycle-state.js';
import type { LedgerRecord } from '../../domain/record-plan.js';
import { anInvoice, aPurchaseOrder, aRecord } from './items.js';

const stated = (externalPoNumber?: string) =>
  aPurchaseOrder(externalPoNumber === undefined ? {} : { externalPoNumber });
const addition = (changes: Partial<LedgerRecord> = {}) => aRecord({ type: 'PurchaseOrderAdd', ...changes });
const orderOf = (
  state: Partial<LifecycleState>,
  records: LedgerRecord[],
  changes: Partial<OrderOfNumber> = {},
): OrderOfNumber => ({ state: { ...INITIAL_STATE, ...state }, records, outcomeUnknown: false, ...changes });

describe('S20: an External P.O. #', () => {
  it.each<[string, boolean, ReturnType<typeof stated>, string | null]>([
    ['is cleared by "" after another one', true, stated(''), 'PO-1'],
    ['is cleared by the first "" where none was ever stated', true, stated(''), null],
    ['is not cleared by "" again', false, stated(''), ''],
    ['is not cleared by a snapshot without it', false, stated(), 'PO-1'],
    ['is not cleared by another one', false, stated('PO-2'), 'PO-1'],
  ])('%s', (_, expected, next, lastStated) => {
    expect(isNumberCleared(next, lastStated)).toBe(expected);
  });

  it('is nothing that an invoice has', () => {
    expect(isNumberCleared(anInvoice(), null)).toBe(false);
  });
});

describe('S20: a cleared External P.O. #', () => {
  const later = { generation: 2, transferredAt: '2026-01-05T14:03:00.000Z' };

  it.each<[string, OrderOfNumber]>([
    ['of one that is in QuickBooks', orderOf({ begun: true }, [addition()])],
    ['of one that was deleted there after a cancellation', orderOf({ begun: true }, [addition({ state: 'deleted' })])],
    ['while a re-transfer only waits', orderOf(later, [addition()])],
    [
      'of one whose re-transfer was refused',
      orderOf(later, [addition(), addition({ generation: 2, state: 'refused' })]),
    ],
    ['while something is received on it', orderOf({ begun: true, inFlight: true }, [addition()])],
  ])('is followed %s', (_, order) => {
    expect(whyNumberStays(order)).toBeUndefined();
  });

  it.each<[string, OrderOfNumber, RegExp]>([
    ['of one that was never sent', orderOf({}, []), /does not have/],
    ['of one that QuickBooks refused', orderOf({}, [addition({ state: 'refused' })]), /does not have/],
    ['while the first is on its way', orderOf({ inFlight: true }, [addition({ state: 'sent' })]), /on its way/],
    ['while what the first received is on its way', orderOf({ inFlight: true }, [addition()]), /on its way/],
    [
      'while a re-transfer is on its way',
      orderOf({ ...later, inFlight: true }, [addition(), addition({ generation: 2, state: 'sent' })]),
      /on its way/,
    ],
    [
      'while nobody can tell what became of it',
      orderOf({ begun: true }, [addition()], { outcomeUnknown: true }),
      /Settle it by hand, then clear/,
    ],
  ])('is not followed %s, and the history says why', (_, order, expected) => {
    expect(whyNumberStays(order)?.message).toMatch(expected);
  });
});
