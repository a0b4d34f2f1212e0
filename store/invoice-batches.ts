import { type Queryable, row, rows, type Transaction } from './database.js';

/** A batch of invoices (S16); its members may not have arrived yet. */
export type InvoiceBatch = {
  connectionId: string;
  id: string;
  status: 'processing' | 'finished';
  markReadyToTransfer: boolean;
};

const COLUMNS = `connection_id as "connectionId", id, status, mark_ready_to_transfer as "markReadyToTransfer"`;

export const findBatch = (db: Queryable, connectionId: string, id: string): Promise<InvoiceBatch | undefined> =>
  row(db, 'find-batch', `select ${COLUMNS} from invoice_batches where connection_id = $1 and id = $2`, [
    connectionId,
    id,
  ]);

/** Makes the batch's row when it is new, and locks it: two deliveries of one batch take turns. */
export async function lockBatch(tx: Transaction, batch: InvoiceBatch): Promise<InvoiceBatch> {
  await tx.query(
    `insert into invoice_batches (connection_id, id, status, mark_ready_to_transfer) values ($1, $2, $3, $4) on conflict do nothing`,
    [batch.connectionId, batch.id, batch.status, batch.markReadyToTransfer],
  );
  const found = await row<InvoiceBatch>(
    tx,
    'lock-batch',
    `select ${COLUMNS} from invoice_batches where connection_id = $1 and id = $2 for update`,
    [batch.connectionId, batch.id],
  );
  return found as InvoiceBatch;
}

const BATCHES_LOCK = 7_202_613;

/** An invoice arrives: others may arrive at the same time, but no batch changes meanwhile, so that neither misses the other. */
export async function holdBatches(tx: Transaction, connectionId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock_shared($1, hashtext($2))', [BATCHES_LOCK, connectionId]);
}

/** A batch changes: no invoice of the connection arrives meanwhile. */
export async function changeBatches(tx: Transaction, connectionId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1, hashtext($2))', [BATCHES_LOCK, connectionId]);
}

/** Stores the batch; `invoiceIds` decides who belongs, and what was marked once stays marked. */
export async function saveBatch(tx: Transaction, batch: InvoiceBatch, invoiceIds: readonly string[]): Promise<void> {
  await tx.query(
    'update invoice_batches set status = $3, mark_ready_to_transfer = $4 where connection_id = $1 and id = $2',
    [batch.connectionId, batch.id, batch.status, batch.markReadyToTransfer],
  );
  await tx.query(
    'delete from invoice_batch_members where connection_id = $1 and batch_id = $2 and not invoice_id = any($3)',
    [batch.connectionId, batch.id, invoiceIds],
  );
  await tx.query(
    `insert into invoice_batch_members (connection_id, batch_id, invoice_id) select $1, $2, unnest($3::text[]) on conflict do nothing`,
    [batch.connectionId, batch.id, invoiceIds],
  );
}

/** The items among the members that have arrived. */
export const memberItems = (
  db: Queryable,
  connectionId: string,
  batchId: string,
): Promise<{ id: number; psaId: string }[]> =>
  rows(
    db,
    'member-items',
    `select i.id, i.psa_id as "psaId" from invoice_batch_members m
     join items i on i.connection_id = m.connection_id and i.kind = 'invoices' and i.psa_id = m.invoice_id
     where m.connection_id = $1 and m.batch_id = $2 order by i.id`,
    [connectionId, batchId],
  );

/** What the batches of invoices say of them: one that is processing holds them, a finished marked one marks them once ever. */
export const batchesOfItems = (
  db: Queryable,
  itemIds: readonly number[],
): Promise<{ itemId: number; status: InvoiceBatch['status']; marks: boolean }[]> =>
  rows(
    db,
    'batches-of-items',
    `select i.id as "itemId", b.status, b.mark_ready_to_transfer as marks from items i
     join invoice_batch_members m on m.connection_id = i.connection_id and m.invoice_id = i.psa_id
     join invoice_batches b on b.connection_id = m.connection_id and b.id = m.batch_id
     where i.id = any($1::bigint[]) and i.kind = 'invoices'`,
    [itemIds],
  );
