import { isDeepStrictEqual } from 'node:util';
import { groupBy } from '../../domain/group-by.js';
import type { ItemView } from '../../gateway/shared/schemas/item.js';
import type { Entry } from './company.js';
import type { ChaosItem } from './items.js';
import type { LedgerEntry } from './ledger.js';
import { type Heard, PAID_ON } from './psa.js';
import { innocent, type Verdict } from './verdict.js';

/** The company file against what the PSA wanted: each transaction as many times as it was asked for. */
export function compareCompany(items: readonly ChaosItem[], entries: readonly Entry[]): Verdict {
  const verdict = innocent();
  const found = groupBy(entries, ({ mark }) => mark);
  const wanted = new Map(items.flatMap((item) => item.marks.map((mark) => [mark, item] as const)));
  for (const [mark, { copies }] of wanted) {
    const there = found.get(mark)?.length ?? 0;
    if (there < copies) verdict.lost.push(`${mark}: QuickBooks has ${there}, expected ${copies}`);
    if (there > copies) verdict.doubled.push(`${mark}: QuickBooks has ${there}, expected ${copies}`);
  }
  for (const { mark, txnId } of entries) {
    if (!wanted.has(mark)) verdict.doubled.push(`${mark} (${txnId}): nobody asked for it`);
  }
  for (const [guid, twins] of groupBy(
    entries.filter((entry) => entry.guid !== undefined),
    (entry) => entry.guid,
  )) {
    if (twins.length > 1) verdict.doubled.push(`${twins[0]?.mark}: ${twins.length} transactions carry ${guid}`);
  }
  return verdict;
}

/** The ledger against the company file, record by record, by TxnID and by ExternalGUID. */
export function compareLedger(ledger: readonly LedgerEntry[], entries: readonly Entry[]): Verdict {
  const verdict = innocent();
  const byTxnId = new Map(entries.map((entry) => [entry.txnId, entry]));
  const known = new Set<string>();
  for (const record of ledger) {
    const name = `${record.kind} ${record.id} ${record.key}/${record.generation}`;
    const entry = byTxnId.get(record.txnId ?? '');
    if (record.state === 'added') {
      if (entry === undefined) verdict.lost.push(`${name}: the ledger has it as ${record.txnId}, QuickBooks has not`);
      else if (entry.guid !== record.guid) verdict.lost.push(`${name}: ${record.txnId} carries another ExternalGUID`);
      else if (known.has(entry.txnId)) verdict.lost.push(`${name}: ${record.txnId} belongs to another record too`);
      known.add(entry?.txnId ?? '');
    } else if (record.state !== 'deleted') {
      verdict.stuck.push(`${name}: ${record.state}`);
    } else if (entry !== undefined) {
      verdict.lost.push(`${name}: deleted in the ledger, QuickBooks still has ${record.txnId}`);
    }
  }
  for (const { mark, txnId } of entries) {
    if (!known.has(txnId)) verdict.doubled.push(`${mark}: QuickBooks has ${txnId}, the ledger has not`);
  }
  return verdict;
}

/** What people see of an item against what was wanted of it. */
export function compareView(item: ChaosItem, view: ItemView): Verdict {
  const verdict = innocent();
  const name = `${item.kind} ${item.id}`;
  // Also what was canceled and deleted since.
  if (view.transferStatus !== 'Transferred') {
    verdict.stuck.push(`${name}: is ${view.transferStatus} (${view.reason ?? 'no reason'}), expected Transferred`);
  }
  if (view.ready) verdict.stuck.push(`${name}: is still ready`);
  const expected = item.marks.length * Math.max(item.copies, 1) + (item.copies === 0 ? 1 : 0);
  if (view.records.length !== expected) {
    const keys = view.records.map(({ key, generation, state }) => `${key}/${generation} ${state}`).join(', ');
    verdict.lost.push(`${name}: its records are ${keys || 'none'}, expected ${expected}`);
  }
  return verdict;
}

/** What the PSA was told: of every transfer once, of each number, and of what was paid; at the end of all of it. */
export function compareChanges(items: readonly ChaosItem[], heard: readonly Heard[], isEnd: boolean): Verdict {
  const verdict = innocent();
  const told = groupBy(heard, ({ kind, id }) => `${kind} ${id}`);
  for (const item of items) {
    const name = `${item.kind} ${item.id}`;
    const news = told.get(name) ?? [];
    const count = (type: Heard['type']): number => news.filter((each) => each.type === type).length;
    const expect = (type: Heard['type'], least: number, most: number): void => {
      const times = count(type);
      if (times < least) verdict.lost.push(`${name}: the PSA was told ${type} ${times} times, not ${least}`);
      if (times > most) verdict.doubled.push(`${name}: the PSA was told ${type} ${times} times, not ${most}`);
    };
    expect('transferred', item.transfers, item.transfers);
    expect('deleted', item.copies === 0 ? 1 : 0, item.copies === 0 ? 1 : 0);
    expect('paidDate', item.isPaid && isEnd ? 1 : 0, item.isPaid ? 1 : 0);
    const orders = item.kind === 'purchase-orders' ? Math.max(item.copies, 1) : 0;
    expect('externalPoNumber', Math.min(orders, 1), orders);
    for (const { type, value } of news) {
      if (!isRight(item, type, value)) verdict.lost.push(`${name}: the PSA was told ${type} "${value}"`);
    }
  }
  return verdict;
}

/** Purchase orders have the PSA's numbers, payments the day of the harness; the others are moments. */
function isRight(item: ChaosItem, type: Heard['type'], value: string): boolean {
  if (type === 'externalPoNumber') return value === item.number;
  return type === 'paidDate' ? value === PAID_ON : /^\d{4}-\d\d-\d\dT/.test(value);
}

/** What the PSA's webhook got against the same changes: each of them, for the first time in their order, the same every time. */
export function compareDeliveries(heard: readonly Heard[], delivered: readonly Heard[]): Verdict {
  const verdict = innocent();
  const first = new Map<string, string>();
  for (const { cursor, ...change } of delivered) {
    const said = JSON.stringify(change);
    const before = first.get(cursor);
    if (before !== undefined && before !== said) verdict.doubled.push(`change ${cursor}: ${before}, then ${said}`);
    first.set(cursor, said);
  }
  const order = [...first.keys()];
  const expected = heard.map(({ cursor }) => cursor);
  for (const cursor of expected.filter((each) => !first.has(each))) {
    verdict.stuck.push(`change ${cursor}: the webhook of the PSA was not told`);
  }
  const inOrder = expected.filter((each) => first.has(each));
  if (!isDeepStrictEqual(order, inOrder)) verdict.lost.push('the webhook was told other changes, or in another order');
  return verdict;
}
