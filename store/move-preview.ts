import { type Queryable, row, rows } from './database.js';

/** A move of a connection to another company file, with why (and who, where that was told). */
export type Move = { at: string; fromFileId: string; toFileId: string; reason: string };

/** All moves of a connection, newest first. */
export const movesOf = (db: Queryable, connectionId: string): Promise<Move[]> =>
  rows(
    db,
    'moves-of-connection',
    `select at, from_file_id as "fromFileId", to_file_id as "toFileId", reason from connection_moves where connection_id = $1 order by id desc`,
    [connectionId],
  );

/** Of an item: whether its purchase order is in QuickBooks already, so that only receipts or a deletion are outstanding. */
const HAS_ORDER = `exists(select 1 from records r where r.item_id = i.id and r.generation = i.generation
  and r.type = 'PurchaseOrderAdd' and r.state = 'added')`;

/** The ready purchase orders that leave the queue with a move now: what waits of them can only go to the present file. */
export const ordersLeftBehind = (db: Queryable, connectionId: string): Promise<{ psaId: string; number: string }[]> =>
  rows(
    db,
    'orders-left-behind',
    `select i.psa_id as "psaId", i.number from items i
     where i.connection_id = $1 and i.kind = 'purchase-orders' and i.ready and ${HAS_ORDER} order by i.id`,
    [connectionId],
  );

/** How many items wait that a move now sends to the new file. */
export async function countMoving(db: Queryable, connectionId: string): Promise<number> {
  const found = await row<{ count: number }>(
    db,
    'count-moving',
    `select count(*)::int as count from items i where i.connection_id = $1 and i.to_send and not ${HAS_ORDER}`,
    [connectionId],
  );
  return found?.count ?? 0;
}
