import type { ItemKind } from '../domain/kinds.js';
import type { LifecycleState } from '../domain/lifecycle-state.js';
import { type Queryable, rows } from './database.js';
import { type AddressedEvents, unappliedEvents } from './item-events.js';
import { readItems } from './items.js';

/** Who an item is outside of the database. */
export type ItemName = { connectionId: string; kind: ItemKind; psaId: string };

/** The rows of items by their names, with how far their workflows have come; what does not exist is left out. */
export const progressOfItems = (
  db: Queryable,
  names: readonly ItemName[],
): Promise<(ItemName & { id: number; appliedSeq: number })[]> =>
  rows(
    db,
    'progress-of-items',
    `select i.id, i.connection_id as "connectionId", i.kind, i.psa_id as "psaId", i.applied_seq as "appliedSeq"
     from jsonb_to_recordset($1::jsonb) as n("connectionId" text, kind text, "psaId" text)
     join items i on i.connection_id = n."connectionId" and i.kind = n.kind and i.psa_id = n."psaId"`,
    [JSON.stringify(names)],
  );

/** An item whose workflow has something to do, with what it has not applied. */
export type LiveItem = AddressedEvents & { state: LifecycleState };

/** Items that are ready, on their way, or have unapplied events: those whose workflows run. By id, some at a time. */
export async function liveItems(db: Queryable, afterId: number, limit: number): Promise<LiveItem[]> {
  const found = await rows<{ id: number }>(
    db,
    'live-items',
    `select id from items where id > $1 and (ready or in_flight or last_seq > applied_seq) order by id limit $2`,
    [afterId, limit],
  );
  const ids = found.map(({ id }) => id);
  const items = await readItems(db, ids);
  const events = await unappliedEvents(db, ids);
  return items.map(({ id, connectionId, kind, psaId, number, state }) => ({
    item: { id, connectionId, kind, psaId, number },
    events: events.get(id) ?? [],
    state,
  }));
}

/** A session whose workflow has something to do. */
export type LiveSession = { id: string; connectionId: string; appliedSeq: number; lastSeq: number };

/** Sessions that are open, or of which something has not been told. */
export const liveSessions = (db: Queryable): Promise<LiveSession[]> =>
  rows(
    db,
    'live-sessions',
    `select id, connection_id as "connectionId", applied_seq as "appliedSeq", last_seq as "lastSeq" from sessions
     where ended_at is null or last_seq > applied_seq order by started_at, id`,
  );
