import { type ItemKind, KIND_LABEL } from '../../../domain/kinds.js';
import { DemoFailure } from '../failure.js';
import type { Stage } from '../stage.js';

/** Fails unless an item has just so many records of each type in QuickBooks. */
export async function expectRecords(
  { rest }: Stage,
  kind: ItemKind,
  id: string,
  expected: Readonly<Record<string, number>>,
): Promise<void> {
  const item = (await rest.items(kind)).find((each) => each.id === id);
  const found: Record<string, number> = {};
  for (const { txnType, state } of item?.records ?? []) {
    if (state === 'added') found[txnType] = (found[txnType] ?? 0) + 1;
  }
  for (const txnType of new Set([...Object.keys(found), ...Object.keys(expected)])) {
    if (found[txnType] === expected[txnType]) continue;
    const what = `${KIND_LABEL[kind]} ${id}: found ${found[txnType] ?? 0} × ${txnType}`;
    throw new DemoFailure(`${what} in QuickBooks, expected ${expected[txnType] ?? 0}`);
  }
}

/** Fails unless a batch shows the status; says its counts. */
export async function expectBatch({ rest, screen }: Stage, id: string, expected: string): Promise<void> {
  const { transferStatus, counts } = await rest.batch(id);
  if (transferStatus !== expected)
    throw new DemoFailure(`invoice batch ${id}: found ${transferStatus}, expected ${expected}`);
  const shown = Object.entries(counts).map(([status, number]) => `${number} ${status}`);
  screen.say(`Batch ${id} shows ${transferStatus}: ${shown.join(', ')}.`);
}

/** Fails unless the Transfer History of an item has an entry with such words; gives it back. */
export async function expectHistory({ rest }: Stage, kind: ItemKind, id: string, words: RegExp) {
  const history = await rest.history(kind, id);
  const found = history.findLast(({ event, message = '' }) => words.test(`${event} ${message}`));
  if (found !== undefined) return found;
  throw new DemoFailure(`${KIND_LABEL[kind]} ${id}: found nothing like ${words} in its Transfer History`);
}
