import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../tools/chaos/company.js';
import { compareChanges, compareCompany, compareDeliveries, compareLedger } from '../../../tools/chaos/compare.js';
import { POINTS } from '../../../tools/chaos/faults.js';
import { makeItems } from '../../../tools/chaos/items.js';
import type { LedgerEntry } from '../../../tools/chaos/ledger.js';
import type { ChaosOptions } from '../../../tools/chaos/options.js';
import { type Heard, PAID_ON } from '../../../tools/chaos/psa.js';
import { randomFrom } from '../../../tools/chaos/random.js';
import { type ChaosReport, isGood, shortOf } from '../../../tools/chaos/report.js';

const [item] = makeItems(['invoices'], 'a', randomFrom('any'));
const items = item === undefined ? [] : [item];
const mark = item?.marks[0] ?? '';
const entry: Entry = { mark, txnId: 'T1', guid: 'g1' };
const record: LedgerEntry = {
  kind: 'invoices',
  id: 'aI0',
  key: 'addition',
  generation: 1,
  state: 'added',
  txnId: 'T1',
  guid: 'g1',
};
const nothing = { lost: [], doubled: [], stuck: [] };

describe('the comparison of the company file with what the PSA wanted', () => {
  it('finds nothing where every transaction is there once', () => {
    expect(compareCompany(items, [entry])).toEqual(nothing);
  });

  it('calls a transaction lost that QuickBooks does not have', () => {
    expect(compareCompany(items, [])).toMatchObject({
      lost: [`${mark}: QuickBooks has 0, expected 1`],
      doubled: [],
    });
  });

  it('calls a transaction doubled that is there twice, or that nobody asked for', () => {
    const twin = { ...entry, txnId: 'T2', guid: 'g2' };
    const stranger = { ...entry, mark: 'Bill x', txnId: 'T3', guid: undefined };

    expect(compareCompany(items, [entry, twin]).doubled).toEqual([`${mark}: QuickBooks has 2, expected 1`]);
    expect(compareCompany(items, [entry, stranger]).doubled).toEqual(['Bill x (T3): nobody asked for it']);
  });

  it('calls two transactions of one record doubled by their ExternalGUID', () => {
    const twin = { mark, txnId: 'T2', guid: 'g1' };

    expect(compareCompany(items, [entry, twin]).doubled).toContain(`${mark}: 2 transactions carry g1`);
  });
});

describe('the comparison of the ledger with the company file', () => {
  it('finds nothing where they say the same', () => {
    expect(compareLedger([record], [entry])).toEqual(nothing);
  });

  it('finds what only one of them has', () => {
    expect(compareLedger([record], []).lost).toHaveLength(1);
    expect(compareLedger([], [entry]).doubled).toHaveLength(1);
    expect(compareLedger([{ ...record, guid: 'other' }], [entry]).lost).toHaveLength(1);
  });

  it('calls a record stuck whose outcome is not settled', () => {
    const unsettled = { ...record, state: 'sent', txnId: null };

    expect(compareLedger([unsettled], []).stuck).toEqual(['invoices aI0 addition/1: sent']);
  });
});

describe('the comparison of what the PSA was told', () => {
  const told: Heard = {
    cursor: '1',
    kind: 'invoices',
    id: 'aI0',
    type: 'transferred',
    value: '2026-01-05T10:00:00.000Z',
  };
  const paid: Heard = { ...told, cursor: '2', type: 'paidDate', value: PAID_ON };

  it('wants each transfer told once', () => {
    expect(compareChanges(items, [told], true)).toEqual(nothing);
    expect(compareChanges(items, [], true).lost).toHaveLength(1);
    expect(compareChanges(items, [told, told], true).doubled).toHaveLength(1);
  });

  it('wants what was paid told once, and at the end at the latest', () => {
    const payers = items.map((each) => ({ ...each, isPaid: true }));

    expect(compareChanges(payers, [told, paid], true)).toEqual(nothing);
    expect(compareChanges(payers, [told], false)).toEqual(nothing);
    expect(compareChanges(payers, [told], true).lost).toHaveLength(1);
    expect(compareChanges(payers, [told, paid, paid], false).doubled).toHaveLength(1);
    expect(compareChanges(items, [told, paid], true).doubled).toHaveLength(1);
    expect(compareChanges(payers, [told, { ...paid, value: '2026-01-21' }], true).lost).toHaveLength(1);
  });
});

describe('the comparison of what was delivered to the PSA', () => {
  const first: Heard = { cursor: '1', kind: 'invoices', id: 'a', type: 'transferred', value: 'now' };
  const second: Heard = { ...first, cursor: '2', id: 'b' };

  it('takes repetitions, but nothing left out, changed or out of order', () => {
    expect(compareDeliveries([first, second], [first, first, second])).toEqual(nothing);
    expect(compareDeliveries([first, second], [first]).stuck).toHaveLength(1);
    expect(compareDeliveries([first, second], [second, first]).lost).toHaveLength(1);
    expect(compareDeliveries([first], [first, { ...first, value: 'then' }]).doubled).toHaveLength(1);
  });
});

describe('what is expected of a run', () => {
  const options: ChaosOptions = { rounds: 2, seed: '1', from: 1, kinds: ['invoices'], points: undefined };

  it('is a fault in every round', () => {
    expect(shortOf(options, new Map([['gateway away', 2]]))).toEqual([]);
    expect(shortOf(options, new Map([['gateway away', 1]]))).toEqual(['1 faults in 2 rounds']);
  });

  it('is that every point has happened that was asked for', () => {
    const points = POINTS.slice(0, 2);
    const [first] = points;

    const short = shortOf({ ...options, points }, new Map([[first?.name ?? '', 2]]));

    expect(short).toEqual([`${points[1]?.name}: reached less than 1 times`]);
  });

  it('is that every named point has happened three times where there are rounds enough', () => {
    const faults = new Map(POINTS.map(({ name }) => [name, 3]));
    const walked = { ...options, rounds: 200 };

    expect(shortOf(walked, faults)).toEqual([]);
    expect(shortOf(walked, new Map([...faults, ['temporal away', 2]]))).toEqual([
      'temporal away: reached less than 3 times',
    ]);
  });

  it('makes the run fail where it did not come', () => {
    const good: ChaosReport = {
      rounds: 1,
      faults: new Map(),
      lost: 0,
      doubled: 0,
      stuck: 0,
      items: 1,
      ms: 1,
      short: [],
      failedRounds: [],
    };

    expect(isGood(good)).toBe(true);
    for (const bad of [{ lost: 1 }, { doubled: 1 }, { stuck: 1 }, { short: ['something'] }]) {
      expect(isGood({ ...good, ...bad })).toBe(false);
    }
  });
});
