import { groupBy } from '../../domain/group-by.js';
import type { ItemView } from '../../gateway/api/schemas/item.js';
import type { Entry } from './company.js';
import type { ChaosItem } from './items.js';
import type { LedgerEntry } from './ledger.js';
import type { Heard } from './psa.js';
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
  const expected = item.records * Math.max(item.copies, 1) + (item.copies === 0 ? 1 : 0);
  if (view.records.length !== expected) {
    const keys = view.records.map(({ key, generation, state }) => `${key}/${generation} ${state}`).join(', ');
    verdict.lost.push(`${name}: its records are ${keys || 'none'}, expected ${expected}`);
  }
  return verdict;
}

/** What the PSA was told: of every transfer once. */
export function compareChanges(items: readonly ChaosItem[], heard: readonly Heard[]): Verdict {
  const verdict = innocent();
  const told = groupBy(heard, ({ kind, id, type }) => `${kind} ${id} ${type}`);
  for (const item of items) {
    const name = `${item.kind} ${item.id}`;
    const transferred = told.get(`${name} transferred`)?.length ?? 0;
    const expected = Math.max(item.copies, 1);
    if (transferred < expected)
      verdict.lost.push(`${name}: the PSA was told of ${transferred} transfers, not ${expected}`);
    if (transferred > expected) {
      verdict.doubled.push(`${name}: the PSA was told of ${transferred} transfers, not ${expected}`);
    }
    const deleted = told.get(`${name} deleted`)?.length ?? 0;
    if (deleted !== (item.copies === 0 ? 1 : 0)) verdict.lost.push(`${name}: the PSA was told of ${deleted} deletions`);
  }
  return verdict;
}
