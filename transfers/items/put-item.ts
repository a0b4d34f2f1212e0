import { isDeepStrictEqual } from 'node:util';
import { objectionToEligibility, objectionToSend } from '../../domain/eligibility.js';
import { isNumberCleared, whyNumberStays } from '../../domain/external-number.js';
import { FAILURE } from '../../domain/failure-codes.js';
import {
  deletableByHand,
  deletionOutstanding,
  isDeleted,
  isLeftBehind,
  isNotOrdered,
  isOrderAwaited,
  receivedAlready,
} from '../../domain/record-plan.js';
import {
  eventsOfSnapshot,
  noteOf,
  noteOnLeftBehind,
  notesOnLessReceived,
  notesOnNotOrdered,
} from '../../domain/snapshot-events.js';
import type { Item } from '../../domain/snapshots/snapshot.js';
import { transferStatus } from '../../domain/transfer-status.js';
import { type Database, inTransaction, type Transaction } from '../../store/database.js';
import { holdBatches } from '../../store/invoice-batches.js';
import type { AddressedEvents } from '../../store/item-events.js';
import { insertItem, itemIds, storeSnapshot } from '../../store/items.js';
import { keepWhatPeopleWereToDelete } from './delete-by-hand.js';
import { judge } from './judge.js';
import {
  accept,
  hasUnknown,
  isAwaitingAnswer,
  type LockedItem,
  loadItems,
  saveItems,
  standingOf,
  unsentRecords,
} from './locked-item.js';

/** A snapshot of the PSA for one item of a connection; `at` is the time of its arrival. */
export type SnapshotDelivery = { connectionId: string; psaId: string; at: string } & Item;

/** What people know an item by; a kind without a number has the PSA's id. */
export function numberOf(psaId: string, item: Item): string {
  const number = item.kind === 'timesheets' ? undefined : item.snapshot.number;
  return number === undefined || number === '' ? psaId : number;
}

/**
 * Stores a snapshot and accepts what it says that happened. Idempotent: the same content again, or a lower revision,
 * changes nothing.
 * @returns the item's id and its new events
 */
export function putItem(
  database: Database,
  delivery: SnapshotDelivery,
): Promise<{ itemId: number; events: AddressedEvents[] }> {
  return inTransaction(database, async (tx) => {
    const { connectionId, psaId, at } = delivery;
    if (delivery.kind === 'invoices') await holdBatches(tx, connectionId);
    const inserted = await insertItem(tx, {
      ...delivery,
      number: numberOf(psaId, delivery),
      psaRevision: delivery.snapshot.revision ?? null,
    });
    const itemId = inserted ?? (await itemIds(tx, connectionId, delivery.kind, [psaId]))[0]?.id;
    const [item] = itemId === undefined ? [] : await loadItems(tx, [itemId]);
    if (item === undefined) throw new Error(`item ${psaId} was neither inserted nor found`);
    if (inserted === undefined) {
      if (isOutdated(item, delivery)) return { itemId: item.id, events: [] };
      if (isDeepStrictEqual(withoutRevision(item), withoutRevision(delivery))) {
        await raiseRevision(tx, item, delivery);
        return { itemId: item.id, events: [] };
      }
      await replaceSnapshot(tx, item, delivery);
    } else if (delivery.kind === 'purchase-orders' && delivery.snapshot.status === 'Canceled') {
      accept(item, { type: 'canceled', at, deletionOutstanding: false });
    }
    markByBatch(item, at);
    return { itemId: item.id, events: await saveItems(tx, [item], at) };
  });
}

const isOutdated = (item: LockedItem, { snapshot }: Item): boolean =>
  snapshot.revision !== undefined && item.psaRevision !== null && snapshot.revision < item.psaRevision;

const withoutRevision = ({ snapshot }: Item): object => ({ ...snapshot, revision: undefined });

/** The same content under a newer revision: nothing has happened, but one that comes between is outdated from now on. */
async function raiseRevision(tx: Transaction, item: LockedItem, { snapshot }: Item): Promise<void> {
  const { revision } = snapshot;
  if (revision === undefined || revision === item.psaRevision) return;
  await storeSnapshot(tx, { ...item, snapshot, psaRevision: revision });
}

async function replaceSnapshot(tx: Transaction, item: LockedItem, delivery: SnapshotDelivery): Promise<void> {
  const { at, psaId } = delivery;
  const former = { kind: item.kind, snapshot: item.snapshot } as Item;
  const psaRevision = delivery.snapshot.revision ?? item.psaRevision;
  Object.assign(item, {
    snapshot: delivery.snapshot,
    snapshotVersion: item.snapshotVersion + 1,
    number: numberOf(psaId, delivery),
    psaRevision,
  });
  await storeSnapshot(tx, item);
  if (!isCanceled(delivery)) keepWhatPeopleWereToDelete(item);
  const leftBehind = isLeftBehind(item.records, item.state.generation);
  const byHand = leftBehind ? noteOnLeftBehind(former, delivery) : undefined;
  if (byHand !== undefined) item.newHistory.push({ at, event: 'leftBehind', message: byHand });
  const outcomeUnknown = hasUnknown(item);
  const isCleared = isNumberCleared(delivery, item.statedNumber);
  const whyItStays = isCleared ? whyNumberStays({ ...item, outcomeUnknown }) : undefined;
  if (whyItStays !== undefined) item.newHistory.push({ at, ...whyItStays });
  const events = eventsOfSnapshot(former, delivery, {
    at,
    leftBehind,
    snapshotVersion: item.snapshotVersion,
    deletionOutstanding: deletionOutstanding(item.records),
    deleted: isDeleted(item.records, item.state.generation),
    deletionRefused: isDeletionRefused(item),
    receiptsOutstanding: unsentRecords(item).some(({ type }) => type === 'ItemReceiptAdd' || type === 'Unplanned'),
    orderAwaited: isOrderAwaited(item.state.generation, item.records),
    numberCleared: isCleared && whyItStays === undefined,
    outcomeUnknown,
    objection: objectionToSend(delivery, { state: item.state, deletionOutstanding: deletionOutstanding(item.records) }),
  });
  for (const event of events) {
    if (!accept(item, event)) continue;
    const message = noteOf(event);
    item.newHistory.push({ at, event: event.type, ...(message === undefined ? {} : { message }) });
  }
  judgeDeletionByHand(item, at);
  const covered = (lineId: string): string => receivedAlready(lineId, item.state.generation, item.records);
  for (const message of notesOnLessReceived(former, delivery, covered))
    item.newHistory.push({ at, event: 'receivedLess', message });
  const notOrdered = (lineId: string): boolean => isNotOrdered(lineId, item.state.generation, item.records);
  for (const message of notesOnNotOrdered(former, delivery, notOrdered))
    item.newHistory.push({ at, event: 'notOrdered', message });
}

const isCanceled = ({ kind, snapshot }: Item): boolean => kind === 'purchase-orders' && snapshot.status === 'Canceled';

/** What only people can delete, or no longer have to, is no session's business: nothing is sent. */
function judgeDeletionByHand(item: LockedItem, at: string): void {
  const isDue = item.state.canceled
    ? deletableByHand(item.records).length > 0
    : item.state.failure?.code === FAILURE.deleteByHand;
  if (isDue && item.sessionId === null && !isAwaitingAnswer(item))
    judge(item, { sessionId: null, now: at, cause: undefined });
}

/** Whether a deletion failed for QuickBooks' no, and not because nobody can tell what became of it. */
const isDeletionRefused = (item: LockedItem): boolean =>
  !hasUnknown(item) && item.records.some((record) => record.type === 'TxnDel' && record.state === 'refused');

/**
 * S16: a finished, marked batch makes each of its Not Transferred eligible invoices ready, at most once ever. Whoever set
 * one ready before has had what the mark is for, and may hold it; one that is not eligible is marked once it is.
 */
export function markByBatch(item: LockedItem, at: string): void {
  if (!item.batch.marks || item.markedByBatch) return;
  const isUntouched = transferStatus(item.state) === 'Not Transferred';
  if (isUntouched && objectionToEligibility(item, standingOf(item)) !== undefined) return;
  item.markedByBatch = true;
  if (isUntouched && accept(item, { type: 'setReady', at, retransfer: false })) {
    item.newHistory.push({ at, event: 'setReady', message: 'Marked ready to transfer by its batch.' });
  }
}
