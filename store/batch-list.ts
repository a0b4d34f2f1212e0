import { type StatusCounts, statusOfCounts } from '../domain/batch-status.js';
import { TRANSFER_STATUSES, type TransferStatus } from '../domain/transfer-status.js';
import { type Queryable, rows } from './database.js';
import type { InvoiceBatch } from './invoice-batches.js';
import { type ItemFilter, likePattern, type Page, STATUS_SQL, transferredBetween } from './item-list.js';

/** The filters of the batches: as those of items, on the invoices of a batch; `q` is part of the batch's id. */
export type BatchFilter = Omit<ItemFilter, 'kind'> & { status?: InvoiceBatch['status'] | undefined };

/** A batch with what it shows for its invoices (S16). */
export type CountedBatch = Pick<InvoiceBatch, 'id' | 'status'> & {
  transferStatus: TransferStatus;
  counts: StatusCounts;
};

/** By id, or by the status that a batch shows; `number` puts 9 before 10. */
export type BatchSort = { by: 'id' | 'number' | 'status'; descending: boolean };

/** One page of the batches that a filter selects, and how many there are in all. */
export async function searchBatches(
  db: Queryable,
  filter: BatchFilter,
  page: Page,
): Promise<{ items: CountedBatch[]; total: number }> {
  const { ids, total } = await findBatches(db, filter, { by: 'id', descending: false }, page);
  const listed = await readBatches(db, filter.connectionId, ids);
  return {
    items: listed.map(({ id, status, transferStatus, counts }) => ({ id, status, transferStatus, counts })),
    total,
  };
}

/** The invoices `i` of batches, with their memberships `m`. */
const INVOICES = `items i join invoice_batch_members m on m.connection_id = i.connection_id and m.invoice_id = i.psa_id`;

/** The batches that have such an invoice: looked for from the invoices, because few of them have failed or wait. */
const withInvoice = (condition: string): string =>
  `select m.batch_id from ${INVOICES} where i.connection_id = $1 and i.kind = 'invoices' and ${condition}`;

const FAILED = 'b.id in (select batch_id from failed)';
const WAITS = 'b.id in (select batch_id from waiting)';
/** Of a batch in which none has failed and none waits; there the first invoice that is looked at mostly decides. */
const DONE = `exists (select 1 from ${INVOICES} where m.connection_id = b.connection_id and m.batch_id = b.id
  and i.kind = 'invoices' and i.transferred_at is not null)`;

/** The rule is `statusOfCounts` in domain/batch-status.ts (S16); a test compares the two. */
const SHOWS = {
  'Pending/Failed': FAILED,
  Pending: `not ${FAILED} and ${WAITS}`,
  Transferred: `not ${FAILED} and not ${WAITS} and ${DONE}`,
  'Not Transferred': `not ${FAILED} and not ${WAITS} and not ${DONE}`,
} as const satisfies Record<TransferStatus, string>;

const STATUS_RANK = `case when ${FAILED} then 3 when ${WAITS} then 2 when ${DONE} then 4 else 1 end`;

function orderBy({ by, descending }: BatchSort): string {
  const direction = descending ? 'desc' : 'asc';
  if (by === 'id') return `id ${direction}`;
  const byNumber = `char_length(id) ${direction}, id ${direction}`;
  return by === 'status' ? `status_rank ${direction}, ${byNumber}` : byNumber;
}

/** The ids of one page of the batches that a filter selects. Only what is asked for is looked at. */
export async function findBatches(
  db: Queryable,
  filter: BatchFilter,
  sort: BatchSort,
  page: { limit: number | null; offset: number },
): Promise<{ ids: string[]; total: number }> {
  const { where, values } = conditions(filter);
  const found = await db.query<{ ids: string[]; total: number }>(
    `with failed as materialized (${withInvoice(`i.outcome = 'failed'`)}),
       waiting as materialized (${withInvoice(`i.outcome <> 'failed' and i.ready`)}),
       selected as materialized (select b.id, ${sort.by === 'status' ? STATUS_RANK : 'null'} as status_rank from invoice_batches b where ${where})
     select (select count(*)::int from selected) as total,
       array(select id from selected order by ${orderBy(sort)} limit $${values.length + 1} offset $${values.length + 2}) as ids`,
    [...values, page.limit, page.offset],
  );
  return found.rows[0] ?? { ids: [], total: 0 };
}

function conditions(filter: BatchFilter): { where: string; values: unknown[] } {
  const values: unknown[] = [filter.connectionId];
  const parts = ['b.connection_id = $1'];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const statuses = filter.transferStatus ?? [];
  if (statuses.length > 0) parts.push(`(${statuses.map((status) => `(${SHOWS[status]})`).join(' or ')})`);
  if (filter.status !== undefined) parts.push(`b.status = ${parameter(filter.status)}`);
  if (filter.q !== undefined && filter.q !== '') parts.push(`b.id ilike ${parameter(likePattern(filter.q))}`);
  const { from, before } = transferredBetween(filter);
  const bounds = [
    ...(from === undefined ? [] : [`i.transferred_at >= ${parameter(from)}::timestamptz`]),
    ...(before === undefined ? [] : [`i.transferred_at < ${parameter(before)}::timestamptz`]),
  ];
  if (bounds.length > 0) parts.push(`b.id in (${withInvoice(bounds.join(' and '))})`);
  if (filter.needsResync !== undefined)
    parts.push(`${filter.needsResync ? '' : 'not '}b.id in (${withInvoice('i.needs_resync')})`);
  return { where: parts.join(' and '), values };
}

/** A batch as the search page of the console shows it: also its sum, its last transfer and its newest failure. */
export type ListedBatch = CountedBatch & {
  arrived: number;
  amount: string | null;
  transferredAt: string | null;
  failure: { code: string; message: string } | null;
};

const COUNT = (status: TransferStatus): string => `'${status}', count(i.id) filter (where ${STATUS_SQL} = '${status}')`;

/** Batches in the order of their ids' list. */
export async function readBatches(db: Queryable, connectionId: string, ids: readonly string[]): Promise<ListedBatch[]> {
  const found = await rows<Omit<ListedBatch, 'transferStatus'>>(
    db,
    'read-batches',
    `select b.id, b.status, jsonb_build_object(${TRANSFER_STATUSES.map(COUNT).join(', ')}) as counts,
       count(i.id)::int as arrived, sum(i.amount) as amount, max(i.transferred_at) as "transferredAt",
       (array_agg(i.failure order by i.id desc) filter (where i.outcome = 'failed'))[1] as failure
     from invoice_batches b
     left join invoice_batch_members m on m.connection_id = b.connection_id and m.batch_id = b.id
     left join items i on i.connection_id = m.connection_id and i.kind = 'invoices' and i.psa_id = m.invoice_id
     where b.connection_id = $1 and b.id = any($2::text[]) group by b.connection_id, b.id`,
    [connectionId, ids],
  );
  const byId = new Map(
    found.map((batch) => [batch.id, { ...batch, transferStatus: statusOfCounts(batch.counts) } satisfies ListedBatch]),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Who belongs to a batch, arrived or not. */
export async function memberIds(db: Queryable, connectionId: string, batchId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    'member-ids',
    'select invoice_id as id from invoice_batch_members where connection_id = $1 and batch_id = $2 order by invoice_id',
    [connectionId, batchId],
  );
  return found.map(({ id }) => id);
}
