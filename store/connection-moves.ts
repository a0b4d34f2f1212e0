import { type Connection, findConnection } from './connections.js';
import { type Queryable, row, rows, type Transaction } from './database.js';

/** What keeps a connection from being moved: what its present company file has still to say. */
export type Unfinished = { openSessions: number; unsettledSets: number; bareRecords: number; adoptionRuns: number };

export async function unfinishedOf(db: Queryable, connectionId: string): Promise<Unfinished> {
  const found = await row<Unfinished>(
    db,
    'unfinished-of-connection',
    `select (select count(*) from sessions where connection_id = $1 and ended_at is null)::int as "openSessions",
       (select count(*) from message_sets where connection_id = $1 and (writes and state = 'sent' or state = 'planned'))::int as "unsettledSets",
       (select count(*) from records r join items i on i.id = r.item_id join connections c on c.id = i.connection_id and c.file_id = r.file_id
         where i.connection_id = $1 and (r.state = 'sent' or r.needs_details and r.txn_id is not null))::int as "bareRecords",
       (select count(*) from adoption_runs where connection_id = $1 and state in ('looking', 'looked'))::int as "adoptionRuns"`,
    [connectionId],
  );
  return found as Unfinished;
}

/** Gives a connection a new FileID and notes the move. What was known of the old file's lists is forgotten. */
export async function moveConnection(
  tx: Transaction,
  move: {
    connectionId: string;
    companyFile: string | undefined;
    fileId: string | undefined;
    reason: string;
    at: string;
  },
): Promise<Connection> {
  await tx.query(
    `with moved as (
       update connections set file_id = coalesce($5::uuid, gen_random_uuid()), company_file = coalesce($2, company_file), posting_accounts = null, paid_asked_at = null
       where id = $1 returning id, file_id)
     insert into connection_moves (connection_id, from_file_id, to_file_id, at, reason)
     select c.id, c.file_id, m.file_id, $3, $4 from connections c join moved m on m.id = c.id`,
    [move.connectionId, move.companyFile ?? null, move.at, move.reason, move.fileId ?? null],
  );
  await tx.query('delete from list_entries where connection_id = $1', [move.connectionId]);
  return (await findConnection(tx, move.connectionId)) as Connection;
}

/** The connection that has, or had, a company file; one that came back to it has it. */
export const ownerOfFile = (db: Queryable, fileId: string): Promise<{ id: string; isPresent: boolean } | undefined> =>
  row(
    db,
    'owner-of-file',
    `select id, true as "isPresent" from connections where file_id = $1
     union all select connection_id, false from connection_moves where from_file_id = $1 order by "isPresent" desc limit 1`,
    [fileId],
  );

/** The invoices that stay in the old file are not asked for paid dates any more. */
export async function stopPaidDates(tx: Transaction, connectionId: string): Promise<void> {
  await tx.query(
    `update items i set paid_final = true, paid_seen = null
     from records r join connections c on c.id = $1
     where i.connection_id = $1 and i.kind = 'invoices' and not i.paid_final and r.item_id = i.id and r.generation = i.generation
       and r.key = 'addition' and r.state = 'added' and r.file_id <> c.file_id`,
    [connectionId],
  );
}

/** Invoices that are transferred anew have a paid date of their own: where none was told before, or into another file. */
export async function askPaidDatesAnew(tx: Transaction, itemIds: readonly number[]): Promise<void> {
  if (itemIds.length === 0) return;
  await tx.query(
    `update items i set paid_final = false, paid_date = null, paid_seen = null, paid_asked_at = null
     where i.id = any($1::bigint[]) and i.kind = 'invoices' and (i.paid_date is null or exists (
       select 1 from records r join connections c on c.id = i.connection_id where r.item_id = i.id and r.file_id <> c.file_id))`,
    [itemIds],
  );
}

/** Ready purchase orders whose rest could only go to the file that the connection has left. */
export const readyAndLeftBehind = (db: Queryable, connectionId: string): Promise<{ id: number }[]> =>
  rows(
    db,
    'ready-and-left-behind',
    `select distinct i.id from items i join records r on r.item_id = i.id join connections c on c.id = i.connection_id
     where i.connection_id = $1 and i.kind = 'purchase-orders' and (i.ready or i.last_seq > i.applied_seq)
       and r.type = 'PurchaseOrderAdd' and r.state = 'added' and r.file_id <> c.file_id order by i.id`,
    [connectionId],
  );
