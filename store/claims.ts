import type { ItemKind } from '../domain/kinds.js';
import { type Queryable, row, rows } from './database.js';

/** Deletions are claimed by themselves (S19). */
const NO_DELETION = `(kind <> 'purchase-orders' or snapshot ->> 'status' <> 'Canceled')`;

/** Items to send, by the time they became ready; what goes alone is not among them. Costs the same however many wait. */
export const claimable = (
  db: Queryable,
  connectionId: string,
  kind: ItemKind,
  limit: number,
): Promise<{ id: number }[]> =>
  rows(
    db,
    'claimable',
    `select id from items where connection_id = $1 and kind = $2 and to_send and sat_out_session_id is null and not sent_alone and refused_at is null
       and ${NO_DELETION} order by ready_at, id limit $3`,
    [connectionId, kind, limit],
  );

/** What goes in a set by itself: longest since its last refusal first (S17); one "refused" later than now was it by a clock that was ahead. */
export const claimableAlone = (
  db: Queryable,
  connectionId: string,
  kind: ItemKind,
  limit: number,
  now: string,
): Promise<{ id: number }[]> =>
  rows(
    db,
    'claimable-alone',
    `select id from items where connection_id = $1 and kind = $2 and to_send and sat_out_session_id is null and (sent_alone or refused_at is not null)
       and ${NO_DELETION} order by case when refused_at <= $4 then refused_at end nulls first, ready_at, id limit $3`,
    [connectionId, kind, limit, now],
  );

/** Purchase orders that the PSA canceled and QuickBooks still has (S19). */
export const claimableDeletions = (db: Queryable, connectionId: string, limit: number): Promise<{ id: number }[]> =>
  rows(
    db,
    'claimable-deletions',
    `select id from items where connection_id = $1 and kind = 'purchase-orders' and to_send and sat_out_session_id is null
       and snapshot ->> 'status' = 'Canceled' order by ready_at, id limit $2`,
    [connectionId, limit],
  );

/** Whether anything of a connection waits to be sent. */
export async function isAnythingClaimable(
  db: Queryable,
  connectionId: string,
  kinds: readonly ItemKind[],
): Promise<boolean> {
  const found = await row<{ any: boolean }>(
    db,
    'anything-claimable',
    `select exists(select 1 from items where connection_id = $1 and kind = any($2) and to_send and sat_out_session_id is null) as any`,
    [connectionId, kinds],
  );
  return found?.any ?? false;
}

/** How many items wait: the whole of the progress that QBWC shows. */
export async function countClaimable(db: Queryable, connectionId: string): Promise<number> {
  const found = await row<{ count: number }>(
    db,
    'count-claimable',
    'select count(*)::int as count from items where connection_id = $1 and to_send and sat_out_session_id is null',
    [connectionId],
  );
  return found?.count ?? 0;
}
