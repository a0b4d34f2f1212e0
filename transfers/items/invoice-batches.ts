import { batchTransferStatus, type StatusCounts } from '../../domain/batch-status.js';
import { type TransferStatus, transferStatus } from '../../domain/transfer-status.js';
import { type Database, inTransaction, type Queryable } from '../../store/database.js';
import {
  changeBatches,
  findBatch,
  type InvoiceBatch,
  lockBatch,
  memberItems,
  saveBatch,
} from '../../store/invoice-batches.js';
import type { AddressedEvents } from '../../store/item-events.js';
import { readItems } from '../../store/items.js';
import { loadItems, saveItems } from './locked-item.js';
import { markByBatch } from './put-item.js';

/**
 * Stores a batch of invoices (S16). Idempotent. A marked batch that is finished marks its Not Transferred eligible
 * members that have arrived; the others are marked when they arrive.
 */
export function putBatch(
  database: Database,
  batch: InvoiceBatch & { invoiceIds: readonly string[]; at: string },
): Promise<{ events: AddressedEvents[] }> {
  return inTransaction(database, async (tx) => {
    await changeBatches(tx, batch.connectionId);
    await lockBatch(tx, batch);
    await saveBatch(tx, batch, batch.invoiceIds);
    const members = await memberItems(tx, batch.connectionId, batch.id);
    const items = await loadItems(
      tx,
      members.map(({ id }) => id),
    );
    for (const item of items) markByBatch(item, batch.at);
    return { events: await saveItems(tx, items, batch.at) };
  });
}

/** A batch with the one status that it shows for its invoices, and the counts of the rest. */
export type BatchView = {
  id: string;
  status: InvoiceBatch['status'];
  transferStatus: TransferStatus;
  counts: StatusCounts;
};

export async function viewBatch(db: Queryable, connectionId: string, id: string): Promise<BatchView | undefined> {
  const batch = await findBatch(db, connectionId, id);
  if (batch === undefined) return undefined;
  const members = await memberItems(db, connectionId, id);
  const items = await readItems(
    db,
    members.map((member) => member.id),
  );
  return { id, status: batch.status, ...batchTransferStatus(items.map((item) => transferStatus(item.state))) };
}
