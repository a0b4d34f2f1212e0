import type { ItemKind } from '../domain/kinds.js';
import type { Change } from '../domain/lifecycle-state.js';
import { withCutTexts } from '../domain/texts.js';
import { type Queryable, rows, type Transaction } from './database.js';
import { shortened } from './shortened.js';

/** Something that the PSA should know, at its place in the connection's stream. */
export type NumberedChange = Change & { cursor: number; kind: ItemKind; id: string };

/** Changes of one connection are written one transaction after the other, so that a reader who has seen a cursor misses nothing before it. */
const CHANGES_LOCK = 7_202_612;

/**
 * Appends what the PSA should know, in the transaction that makes it true. Items are locked before, never after: the
 * projection holds its item when it comes here.
 */
export async function appendChanges(
  tx: Transaction,
  item: { id: number; connectionId: string },
  changes: readonly Change[],
): Promise<void> {
  if (changes.length === 0) return;
  await tx.query({
    name: 'lock-changes',
    text: 'select pg_advisory_xact_lock($1, hashtext($2))',
    values: [CHANGES_LOCK, item.connectionId],
  });
  await tx.query({
    name: 'append-changes',
    text: `insert into changes (connection_id, item_id, at, type, value, reason)
      select $1, $2, at, type, value, reason
      from jsonb_to_recordset($3::jsonb) as c(at timestamptz, type text, value text, reason text)`,
    values: [item.connectionId, item.id, JSON.stringify(withCutTexts(changes))],
  });
}

const COLUMNS = `c.cursor, c.at, i.kind, i.psa_id as id, c.type,
  ${shortened('c.value')} as value, ${shortened('c.reason')} as reason`;
const withoutNulls = (change: NumberedChange): NumberedChange => {
  const { reason, ...rest } = change;
  return reason === null || reason === undefined ? rest : change;
};

/** Changes after a cursor, oldest first. */
export async function changesAfter(
  db: Queryable,
  connectionId: string,
  after: number,
  limit: number,
): Promise<NumberedChange[]> {
  const found = await rows<NumberedChange>(
    db,
    'changes-after',
    `select ${COLUMNS} from changes c join items i on i.id = c.item_id where c.connection_id = $1 and c.cursor > $2 order by c.cursor limit $3`,
    [connectionId, after, limit],
  );
  return found.map(withoutNulls);
}

/** What the PSA has not accepted yet, oldest first. */
export async function undeliveredChanges(
  db: Queryable,
  connectionId: string,
  limit: number,
): Promise<NumberedChange[]> {
  const found = await rows<NumberedChange>(
    db,
    'undelivered-changes',
    `select ${COLUMNS} from changes c join items i on i.id = c.item_id where c.connection_id = $1 and c.delivered_at is null order by c.cursor limit $2`,
    [connectionId, limit],
  );
  return found.map(withoutNulls);
}

export async function markDelivered(db: Queryable, cursors: readonly number[], at: string): Promise<void> {
  await db.query({
    name: 'mark-delivered',
    text: 'update changes set delivered_at = $2 where cursor = any($1::bigint[])',
    values: [cursors, at],
  });
}

/** Connections with something undelivered, for the relay. */
export const connectionsWithUndelivered = (db: Queryable): Promise<{ id: string }[]> =>
  rows(
    db,
    'connections-with-undelivered',
    'select distinct connection_id as id from changes where delivered_at is null',
  );
