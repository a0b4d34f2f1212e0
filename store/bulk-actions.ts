import type { ItemKind } from '../domain/kinds.js';
import { type Queryable, row, rows, type Transaction } from './database.js';

/** One command for many items (S26), which goes on while nobody looks. */
export type BulkAction = {
  id: string;
  connectionId: string;
  kind: ItemKind;
  verb: 'ready' | 'notReady';
  retransfer: boolean;
  userName: string;
  createdAt: string;
  total: number;
  endedAt: string | null;
};

const COLUMNS = `id, connection_id as "connectionId", kind, verb, retransfer, user_name as "userName", created_at as "createdAt", total, ended_at as "endedAt"`;

export async function insertBulkAction(
  tx: Transaction,
  action: Omit<BulkAction, 'id' | 'endedAt' | 'total' | 'retransfer'> & {
    psaIds: readonly string[];
    /** Those of them of which a duplicate was asked for. */
    retransferIds: readonly string[];
  },
): Promise<string> {
  const made = await row<{ id: string }>(
    tx,
    'insert-bulk-action',
    `insert into bulk_actions (connection_id, kind, verb, retransfer, user_name, created_at, worked_at, total)
     values ($1, $2, $3, $4, $5, $6, $6, $7) returning id`,
    [
      action.connectionId,
      action.kind,
      action.verb,
      action.retransferIds.length > 0,
      action.userName,
      action.createdAt,
      action.psaIds.length,
    ],
  );
  const id = made?.id ?? '';
  await tx.query(
    `insert into bulk_action_items (bulk_id, place, psa_id, retransfer)
     select $1, place, psa_id, psa_id = any($3::text[]) from unnest($2::text[]) with ordinality as t(psa_id, place)`,
    [id, action.psaIds, action.retransferIds],
  );
  return id;
}

export const findBulkAction = (db: Queryable, id: string): Promise<BulkAction | undefined> =>
  row(db, 'find-bulk-action', `select ${COLUMNS} from bulk_actions where id::text = $1`, [id]);

/** The commands that are not done yet, the newest first. */
export const openBulkActions = (db: Queryable, connectionId: string, kind: ItemKind): Promise<BulkAction[]> =>
  rows(
    db,
    'open-bulk-actions',
    `select ${COLUMNS} from bulk_actions where ended_at is null and connection_id = $1 and kind = $2 order by created_at desc limit 3`,
    [connectionId, kind],
  );

/**
 * The commands that are not done and that nobody has worked on for so long, the oldest first. A time in the future, of a
 * clock that was put back since, counts as long ago.
 */
export const leftBulkActions = (
  db: Queryable,
  now: string,
  leftForMs: number,
  limit: number,
): Promise<{ id: string }[]> =>
  rows(
    db,
    'left-bulk-actions',
    `select id from bulk_actions where ended_at is null
     and worked_at not between $1::timestamptz - $2::int * interval '1 millisecond' and $1 order by created_at limit $3`,
    [now, leftForMs, limit],
  );

/** A command that is not done, locked until the end of the transaction; undefined when it is done, or another has it. */
export const lockBulkAction = (tx: Transaction, id: string): Promise<BulkAction | undefined> =>
  row(
    tx,
    'lock-bulk-action',
    `select ${COLUMNS} from bulk_actions where id = $1 and ended_at is null for update skip locked`,
    [id],
  );

export type BulkItem = { place: number; psaId: string; retransfer: boolean };

/** The next items without a result. */
export const nextBulkItems = (db: Queryable, id: string, limit: number): Promise<BulkItem[]> =>
  rows(
    db,
    'next-bulk-items',
    'select place, psa_id as "psaId", retransfer from bulk_action_items where bulk_id = $1 and ok is null order by place limit $2',
    [id, limit],
  );

export type BulkResult = { place: number; ok: boolean; reason: string | null };

export async function writeBulkResults(
  tx: Transaction,
  id: string,
  results: readonly BulkResult[],
  now: string,
): Promise<void> {
  await tx.query(
    `with done as (
       update bulk_action_items b set ok = r.ok, reason = r.reason
       from jsonb_to_recordset($2::jsonb) as r(place int, ok boolean, reason text) where b.bulk_id = $1 and b.place = r.place returning 1)
     update bulk_actions set worked_at = $3 where id = $1`,
    [id, JSON.stringify(results), now],
  );
}

export async function endBulkAction(tx: Transaction, id: string, now: string): Promise<void> {
  await tx.query('update bulk_actions set ended_at = $2 where id = $1 and ended_at is null', [id, now]);
}

/** How far an action is, with what was refused or remarked, by reason. */
export type BulkProgress = {
  done: number;
  ok: number;
  reasons: { ok: boolean; reason: string; count: number; examples: string[] }[];
};

export async function bulkProgress(db: Queryable, id: string): Promise<BulkProgress> {
  const counted = await row<{ done: number; ok: number }>(
    db,
    'bulk-progress',
    `select count(ok)::int as done, count(*) filter (where ok)::int as ok from bulk_action_items where bulk_id = $1`,
    [id],
  );
  const reasons = await rows<BulkProgress['reasons'][number]>(
    db,
    'bulk-reasons',
    `select b.ok, b.reason, count(*)::int as count, (array_agg(coalesce(i.number, b.psa_id) order by b.place))[1:5] as examples
     from bulk_action_items b join bulk_actions a on a.id = b.bulk_id
     left join items i on i.connection_id = a.connection_id and i.kind = a.kind and i.psa_id = b.psa_id
     where b.bulk_id = $1 and b.reason is not null group by b.ok, b.reason order by b.ok, count(*) desc limit 50`,
    [id],
  );
  return { done: counted?.done ?? 0, ok: counted?.ok ?? 0, reasons };
}
