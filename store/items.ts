import type { ItemKind } from '../domain/kinds.js';
import type { LifecycleState } from '../domain/lifecycle-state.js';
import type { Item } from '../domain/snapshots/snapshot.js';
import { withCutTexts } from '../domain/texts.js';
import { type Queryable, row, rows, type Transaction } from './database.js';

/** Who an item is, for people, for workflow ids and for signals. */
export type ItemIdentity = { id: number; connectionId: string; kind: ItemKind; psaId: string };

/** An item's row: its newest snapshot, the gateway's columns, and the state as its workflow last wrote it. */
export type ItemRow = ItemIdentity &
  Item & {
    number: string;
    snapshotVersion: number;
    psaRevision: number | null;
    lastSeq: number;
    toSend: boolean;
    readyAt: string | null;
    satOutSessionId: string | null;
    refusedAt: string | null;
    sentAlone: boolean;
    sessionId: string | null;
    markedByBatch: boolean;
    paidDate: string | null;
    paidFinal: boolean;
    /** The External P.O. # that the PSA stated last; null for none ever. */
    statedNumber: string | null;
    state: LifecycleState;
  };

export type FlatItemRow = Omit<ItemRow, 'state'> & LifecycleState;

const STATE_COLUMNS = `i.applied_seq as "appliedSeq", i.ready, i.outcome, i.transferred_at as "transferredAt", i.needs_resync as "needsResync",
  i.in_flight as "inFlight", i.withdrawn, i.canceled, i.generation, i.begun, i.failure`;

export const ITEM_COLUMNS = `i.id, i.connection_id as "connectionId", i.kind, i.psa_id as "psaId", i.number, i.snapshot,
  i.snapshot_version as "snapshotVersion", i.psa_revision as "psaRevision", i.last_seq as "lastSeq", i.to_send as "toSend",
  i.ready_at as "readyAt", i.sat_out_session_id as "satOutSessionId", i.refused_at as "refusedAt", i.sent_alone as "sentAlone",
  i.session_id as "sessionId", i.marked_by_batch as "markedByBatch", i.paid_date as "paidDate", i.paid_final as "paidFinal",
  i.stated_number as "statedNumber", ${STATE_COLUMNS}`;

export function toItemRow(flat: FlatItemRow): ItemRow {
  const {
    ready,
    outcome,
    transferredAt,
    needsResync,
    inFlight,
    withdrawn,
    canceled,
    generation,
    begun,
    failure,
    appliedSeq,
    ...own
  } = flat;
  const state = {
    ready,
    outcome,
    transferredAt,
    needsResync,
    inFlight,
    withdrawn,
    canceled,
    generation,
    begun,
    failure: withCutTexts(failure),
    appliedSeq,
  };
  return { ...own, state } as ItemRow;
}

/** Locks items in id order, so that two that lock several never wait for each other in a circle. */
export async function lockItems(tx: Transaction, ids: readonly number[]): Promise<void> {
  await tx.query({
    name: 'lock-items',
    text: 'select 1 from items where id = any($1::bigint[]) order by id for update',
    values: [ids],
  });
}

export async function readItems(db: Queryable, ids: readonly number[]): Promise<ItemRow[]> {
  const found = await rows<FlatItemRow>(
    db,
    'read-items',
    `select ${ITEM_COLUMNS} from items i where i.id = any($1::bigint[]) order by i.id`,
    [ids],
  );
  return found.map(toItemRow);
}

/** The ids of items by the PSA's ids; what does not exist is left out. */
export function itemIds(
  db: Queryable,
  connectionId: string,
  kind: ItemKind,
  psaIds: readonly string[],
): Promise<{ id: number; psaId: string }[]> {
  return rows(
    db,
    'item-ids',
    'select id, psa_id as "psaId" from items where connection_id = $1 and kind = $2 and psa_id = any($3)',
    [connectionId, kind, psaIds],
  );
}

/** Makes the row of an item that is new; undefined when it exists already. */
export async function insertItem(
  tx: Transaction,
  item: { connectionId: string; psaId: string; number: string; psaRevision: number | null } & Item,
): Promise<number | undefined> {
  const made = await row<{ id: number }>(
    tx,
    'insert-item',
    `insert into items (connection_id, kind, psa_id, number, snapshot, psa_revision, stated_number)
     values ($1, $2, $3, $4, $5, $6, $5::jsonb ->> 'externalPoNumber')
     on conflict (connection_id, kind, psa_id) do nothing returning id`,
    [item.connectionId, item.kind, item.psaId, item.number, JSON.stringify(item.snapshot), item.psaRevision],
  );
  return made?.id;
}

/** Replaces the snapshot by a newer one; what it does not state of the External P.O. # stays as it was stated last. */
export async function storeSnapshot(
  tx: Transaction,
  item: { id: number; number: string; snapshot: unknown; snapshotVersion: number; psaRevision: number | null },
): Promise<void> {
  await tx.query({
    name: 'store-snapshot',
    text: `update items set number = $2, snapshot = $3, snapshot_version = $4, psa_revision = $5,
        stated_number = coalesce($3::jsonb ->> 'externalPoNumber', stated_number) where id = $1`,
    values: [item.id, item.number, JSON.stringify(item.snapshot), item.snapshotVersion, item.psaRevision],
  });
}

/** The gateway's columns of several items at once. */
export type Judged = Pick<
  ItemRow,
  | 'id'
  | 'lastSeq'
  | 'toSend'
  | 'readyAt'
  | 'satOutSessionId'
  | 'refusedAt'
  | 'sentAlone'
  | 'sessionId'
  | 'markedByBatch'
> & {
  lastEventAt: string | null;
};

export async function writeJudged(tx: Transaction, items: readonly Judged[]): Promise<void> {
  await tx.query({
    name: 'write-judged',
    text: `update items set last_seq = c."lastSeq", last_event_at = coalesce(c."lastEventAt", items.last_event_at), to_send = c."toSend",
        ready_at = c."readyAt", sat_out_session_id = c."satOutSessionId", refused_at = c."refusedAt", sent_alone = c."sentAlone",
        session_id = c."sessionId", marked_by_batch = c."markedByBatch"
      from jsonb_to_recordset($1::jsonb) as c(id bigint, "lastSeq" int, "lastEventAt" timestamptz, "toSend" boolean, "readyAt" timestamptz,
        "satOutSessionId" text, "refusedAt" timestamptz, "sentAlone" boolean, "sessionId" text, "markedByBatch" boolean)
      where items.id = c.id`,
    values: [JSON.stringify(items)],
  });
}

/** Items that were sent in a session and are not judged yet. */
export const unjudgedItems = (db: Queryable, sessionId: string): Promise<{ id: number }[]> =>
  rows(db, 'unjudged-items', 'select id from items where session_id = $1 order by id', [sessionId]);

/** The session is over: what sat it out may be claimed again. */
export async function releaseSatOut(tx: Transaction, sessionId: string): Promise<void> {
  await tx.query('update items set sat_out_session_id = null where sat_out_session_id = $1', [sessionId]);
}

/**
 * The projection: an item's workflow writes its whole state; a write that is not newer changes nothing, and neither
 * does one that knows events which we do not have.
 * @returns whether it was newer
 */
export async function projectState(tx: Queryable, itemId: number, state: LifecycleState): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'project-state',
    text: `update items set applied_seq = $2, ready = $3, outcome = $4, transferred_at = $5, needs_resync = $6, in_flight = $7, withdrawn = $8,
        canceled = $9, generation = $10, begun = $11, failure = $12 where id = $1 and applied_seq < $2 and last_seq >= $2`,
    values: [
      itemId,
      state.appliedSeq,
      state.ready,
      state.outcome,
      state.transferredAt,
      state.needsResync,
      state.inFlight,
      state.withdrawn,
      state.canceled,
      state.generation,
      state.begun,
      state.failure === null ? null : JSON.stringify(state.failure),
    ],
  });
  return rowCount === 1;
}

/** How many of the items show at least the given event in their projection. */
export async function countApplied(db: Queryable, awaited: readonly { id: number; seq: number }[]): Promise<number> {
  const counted = await row<{ count: number }>(
    db,
    'count-applied',
    `select count(*)::int as count from jsonb_to_recordset($1::jsonb) as a(id bigint, seq int) join items i on i.id = a.id where i.applied_seq >= a.seq`,
    [JSON.stringify(awaited)],
  );
  return counted?.count ?? 0;
}
