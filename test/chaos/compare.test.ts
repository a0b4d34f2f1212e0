import { describe, expect, it } from 'vitest';
import type { Entry } from '../../scripts/chaos/company.js';
import { compareChanges, compareCompany, compareLedger } from '../../scripts/chaos/compare.js';
import { makeItems } from '../../scripts/chaos/items.js';
import type { LedgerEntry } from '../../scripts/chaos/ledger.js';
import { randomFrom } from '../../scripts/chaos/random.js';

const [item] = makeItems(['invoices'], 'a', randomFrom('any'));
const items = item === undefined ? [] : [item];
const entry: Entry = { mark: 'Invoice aI0', txnId: 'T1', guid: 'g1' };
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
      lost: ['Invoice aI0: QuickBooks has 0, expected 1'],
      doubled: [],
    });
  });

  it('calls a transaction doubled that is there twice, or that nobody asked for', () => {
    const twin = { ...entry, txnId: 'T2', guid: 'g2' };
    const stranger = { ...entry, mark: 'Bill x', txnId: 'T3', guid: undefined };

    expect(compareCompany(items, [entry, twin]).doubled).toEqual(['Invoice aI0: QuickBooks has 2, expected 1']);
    expect(compareCompany(items, [entry, stranger]).doubled).toEqual(['Bill x (T3): nobody asked for it']);
  });

  it('calls two transactions of one record doubled by their ExternalGUID', () => {
    const twin = { mark: 'Invoice aI0', txnId: 'T2', guid: 'g1' };

    expect(compareCompany(items, [entry, twin]).doubled).toContain('Invoice aI0: 2 transactions carry g1');
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
  const heard = { kind: 'invoices', id: 'aI0', type: 'transferred', value: '2026-01-05T10:00:00.000Z' } as const;

  it('wants each transfer told once', () => {
    expect(compareChanges(items, [heard])).toEqual(nothing);
    expect(compareChanges(items, []).lost).toHaveLength(1);
    expect(compareChanges(items, [heard, heard]).doubled).toHaveLength(1);
  });
});
