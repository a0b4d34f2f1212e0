import type { ItemKind } from '../domain/kinds.js';
import { dayBegins, dayEnds } from '../domain/time-zone.js';
import type { TransferStatus } from '../domain/transfer-status.js';
import { type Queryable, row, rows } from './database.js';
import { type ItemRow, readItems } from './items.js';

/**
 * The transfer status of a row `i` of items. The rule is `transferStatus` in domain/transfer-status.ts (S7); it stands here
 * once more because PostgreSQL has to select by it, and a test walks both over every combination.
 */
export const STATUS_SQL = `case when i.outcome = 'failed' then 'Pending/Failed' when i.ready then 'Pending'
  when i.transferred_at is not null then 'Transferred' else 'Not Transferred' end`;

/** The filters of the search pages (S26); what is absent selects everything. Dates are days in the zone, both included. */
export type ItemFilter = {
  connectionId: string;
  kind: ItemKind;
  transferStatus?: readonly TransferStatus[] | undefined;
  transferDateFrom?: string | undefined;
  transferDateTo?: string | undefined;
  /** UTC when it is absent. */
  zone?: string | undefined;
  needsResync?: boolean | undefined;
  /** Part of the number, the PSA's id or the name of the customer, vendor, resource or submitter. */
  q?: string | undefined;
};

export type Page = { limit: number; offset: number };

/** One page of the items that a filter selects, newest arrival first, and how many there are in all. */
export async function searchItems(
  db: Queryable,
  filter: ItemFilter,
  page: Page,
): Promise<{ items: ItemRow[]; total: number }> {
  const { where, values } = conditions(filter);
  const counted = await db.query<{ total: number }>(
    `select count(*)::int as total from items i where ${where}`,
    values,
  );
  const found = await db.query<{ id: number }>(
    `select i.id from items i where ${where} order by i.id desc limit $${values.length + 1} offset $${values.length + 2}`,
    [...values, page.limit, page.offset],
  );
  const items = await readItems(
    db,
    found.rows.map(({ id }) => id),
  );
  return { items: items.reverse(), total: counted.rows[0]?.total ?? 0 };
}

/** Only the conditions that are asked for: so each combination gets a plan of its own. */
export function conditions(filter: ItemFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [filter.connectionId, filter.kind];
  const parts = ['i.connection_id = $1', 'i.kind = $2'];
  const add = (value: unknown, sql: (parameter: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    parts.push(sql(`$${values.length}`));
  };
  const statuses = filter.transferStatus ?? [];
  add(statuses.length === 0 ? undefined : statuses, (p) => `${STATUS_SQL} = any(${p}::text[])`);
  const { from, before } = transferredBetween(filter);
  add(from, (p) => `i.transferred_at >= ${p}::timestamptz`);
  add(before, (p) => `i.transferred_at < ${p}::timestamptz`);
  add(filter.needsResync, (p) => `i.needs_resync = ${p}::boolean`);
  const pattern = filter.q === undefined || filter.q === '' ? undefined : likePattern(filter.q);
  add(pattern, hasText);
  return { where: parts.join(' and '), values };
}

/** The instants between which a filter's days lie. */
export const transferredBetween = ({
  zone = 'UTC',
  transferDateFrom,
  transferDateTo,
}: Pick<ItemFilter, 'zone' | 'transferDateFrom' | 'transferDateTo'>) => ({
  from: transferDateFrom && dayBegins(zone, transferDateFrom),
  before: transferDateTo && dayEnds(zone, transferDateTo),
});

/**
 * Text search, of rows `i` of the connection $1 and kind $2. The index holds the beginnings of number and name, which are
 * almost always the whole; of the few that are longer the whole is looked at.
 */
const hasText = (pattern: string): string => `(i.search_text like lower(${pattern}) or i.id = any(array(
  select l.id from items l where l.connection_id = $1 and l.kind = $2 and (char_length(l.number) > 120 or char_length(l.party) > 120)
    and (l.number ilike ${pattern} or l.party ilike ${pattern}))))`;

/** `%` and `_` are what they are when people search for them. */
export const likePattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** The items of a call that have accepted events which their projection does not show yet. */
export const itemsBehind = (
  db: Queryable,
  connectionId: string,
  kind: ItemKind,
  psaIds: readonly string[],
): Promise<{ id: number; seq: number }[]> =>
  rows(
    db,
    'items-behind',
    `select id, last_seq as seq from items where connection_id = $1 and kind = $2 and psa_id = any($3) and last_seq > applied_seq`,
    [connectionId, kind, psaIds],
  );

export type StatusCount = { connectionId: string; kind: ItemKind; status: TransferStatus; count: number };

/** How many items of each connection and kind show each status. */
export const countByStatus = (db: Queryable): Promise<StatusCount[]> =>
  rows(
    db,
    'count-by-status',
    `select i.connection_id as "connectionId", i.kind, ${STATUS_SQL} as status, count(*)::int as count from items i group by 1, 2, 3`,
  );

/** How many items wait for their workflow: what the relay has to do. */
export async function countUnapplied(db: Queryable): Promise<number> {
  const counted = await row<{ count: number }>(
    db,
    'count-unapplied',
    'select count(*)::int as count from items where last_seq > applied_seq',
  );
  return counted?.count ?? 0;
}
