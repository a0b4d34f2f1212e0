import type { StatusCounts } from '../domain/batch-status.js';
import type { TransferStatus } from '../domain/transfer-status.js';
import { type Queryable, rows } from './database.js';
import type { InvoiceBatch } from './invoice-batches.js';
import { type ItemFilter, likePattern, type Page, STATUS_SQL, startOfDay } from './item-list.js';

/** The filters of the batches: as those of items, on the invoices of a batch; `q` is part of the batch's id. */
export type BatchFilter = Omit<ItemFilter, 'kind'> & { status?: InvoiceBatch['status'] | undefined };

/** A batch with what it shows for its invoices (S16). */
export type CountedBatch = Pick<InvoiceBatch, 'id' | 'status'> & {
  transferStatus: TransferStatus;
  counts: StatusCounts;
};

/** The status of a batch is `batchTransferStatus` in domain/batch-status.ts (S16); a test compares the two. */
const COUNTED = `select b.id, b.status, jsonb_build_object(
    'Not Transferred', count(i.id) filter (where ${STATUS_SQL} = 'Not Transferred'),
    'Pending', count(i.id) filter (where ${STATUS_SQL} = 'Pending'),
    'Pending/Failed', count(i.id) filter (where ${STATUS_SQL} = 'Pending/Failed'),
    'Transferred', count(i.id) filter (where ${STATUS_SQL} = 'Transferred')) as counts,
  case when bool_or(${STATUS_SQL} = 'Pending/Failed') filter (where i.id is not null) then 'Pending/Failed'
    when bool_or(${STATUS_SQL} = 'Pending') filter (where i.id is not null) then 'Pending'
    when bool_or(${STATUS_SQL} = 'Transferred') filter (where i.id is not null) then 'Transferred'
    else 'Not Transferred' end as "transferStatus"
  from invoice_batches b
  left join invoice_batch_members m on m.connection_id = b.connection_id and m.batch_id = b.id
  left join items i on i.connection_id = m.connection_id and i.kind = 'invoices' and i.psa_id = m.invoice_id
  where b.connection_id = $1 and ($3::text is null or b.status = $3) and ($4::text is null or b.id ilike $4)
  group by b.connection_id, b.id
  having ($5::date is null and $6::date is null or coalesce(bool_or(($5::date is null or i.transferred_at >= ${startOfDay('$5::date')})
      and ($6::date is null or i.transferred_at < ${startOfDay('$6::date + 1')})), false))
    and ($7::boolean is null or coalesce(bool_or(i.needs_resync), false) = $7)`;

/** One page of the batches that a filter selects, by id, and how many there are in all. */
export async function searchBatches(
  db: Queryable,
  filter: BatchFilter,
  page: Page,
): Promise<{ items: CountedBatch[]; total: number }> {
  const statuses = filter.transferStatus ?? [];
  const [found] = await rows<{ items: CountedBatch[]; total: number }>(
    db,
    'search-batches',
    `with selected as (select * from (${COUNTED}) counted where cardinality($2::text[]) = 0 or "transferStatus" = any($2::text[])),
       page as (select * from selected order by id limit $8 offset $9)
     select (select count(*)::int from selected) as total, (select coalesce(jsonb_agg(page order by page.id), '[]') from page) as items`,
    [
      filter.connectionId,
      statuses,
      filter.status ?? null,
      filter.q === undefined || filter.q === '' ? null : likePattern(filter.q),
      filter.transferDateFrom ?? null,
      filter.transferDateTo ?? null,
      filter.needsResync ?? null,
      page.limit,
      page.offset,
    ],
  );
  return found ?? { items: [], total: 0 };
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
