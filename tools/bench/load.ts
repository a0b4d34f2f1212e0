import { fold } from '../../domain/lifecycle.js';
import type { Item } from '../../domain/snapshots/snapshot.js';
import { type Database, inTransaction, rows } from '../../store/database.js';
import { unappliedEvents } from '../../store/item-events.js';
import { insertItem, projectState, readItems } from '../../store/items.js';
import { setReady } from '../../transfers/items/commands.js';
import { numberOf } from '../../transfers/items/put-item.js';

const PAGE = 500;

const pages = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / PAGE) }, (_, page) => all.slice(page * PAGE, (page + 1) * PAGE));

/** An item as it lies in the database after its snapshot has arrived. */
export type Loaded = { id: number; psaId: string; kind: Item['kind']; number: string };

/** Stores items past the gateway, quickly; `prefix` keeps the PSA's ids of several loads apart. */
export async function load(
  database: Database,
  connectionId: string,
  items: readonly Item[],
  prefix = '',
): Promise<Loaded[]> {
  const loaded: Loaded[] = [];
  for (const page of pages(items.map((item, index) => ({ item, psaId: `${prefix}${index + 1}` })))) {
    await inTransaction(database, async (tx) => {
      for (const { item, psaId } of page) {
        const number = numberOf(psaId, item);
        const id = await insertItem(tx, { connectionId, psaId, number, psaRevision: null, ...item });
        if (id !== undefined) loaded.push({ id, psaId, kind: item.kind, number });
      }
    });
  }
  return loaded;
}

/** Sets items ready by the product's own command, without telling their workflows. */
export async function makeReady(database: Database, connectionId: string, items: readonly Loaded[]): Promise<void> {
  const at = new Date().toISOString();
  for (const kind of new Set(items.map((item) => item.kind))) {
    for (const page of pages(items.filter((item) => item.kind === kind))) {
      const psaIds = page.map(({ psaId }) => psaId);
      await setReady(database, { connectionId, kind, psaIds, retransfer: false, at });
    }
  }
}

/** Shows what was accepted without any workflow: what a worker would have done long ago. */
export async function applyAll(database: Database, connectionId: string): Promise<void> {
  const ids = await rows<{ id: number }>(
    database,
    'bench-unapplied',
    'select id from items where connection_id = $1 and last_seq > applied_seq',
    [connectionId],
  );
  for (const page of pages(ids.map(({ id }) => id))) {
    const events = await unappliedEvents(database, page);
    await inTransaction(database, async (tx) => {
      for (const { id, state } of await readItems(tx, page)) {
        await projectState(tx, id, fold(state, events.get(id) ?? []));
      }
    });
  }
}
