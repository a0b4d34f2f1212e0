import * as eligibility from '../../domain/eligibility.js';
import { objectionToSend, type Standing } from '../../domain/eligibility.js';
import { AppError } from '../../domain/errors.js';
import { groupBy } from '../../domain/group-by.js';
import { changesState, fold, transition } from '../../domain/lifecycle.js';
import type { LifecycleEvent, NewLifecycleEvent } from '../../domain/lifecycle-events.js';
import { isDeleted, type PlannedRecord, plan } from '../../domain/record-plan.js';
import { withCutTexts } from '../../domain/texts.js';
import type { Transaction } from '../../store/database.js';
import { appendHistory, type HistoryEntry } from '../../store/history.js';
import { batchesOfItems } from '../../store/invoice-batches.js';
import { type AddressedEvents, appendEvents, type StoredEvent, unappliedEvents } from '../../store/item-events.js';
import { type ItemRow, lockItems, readItems, writeJudged } from '../../store/items.js';
import { type RecordRow, recordsOfItems, writeRecords } from '../../store/records.js';

/**
 * An item that a transaction has locked and works on: its row with `state` brought up to its newest event, its
 * records, and what the transaction adds. `saveItems` writes it all, set-based, however many items there are.
 */
export type LockedItem = ItemRow & {
  records: RecordRow[];
  batch: { processing: boolean; marks: boolean };
  newEvents: StoredEvent[];
  newHistory: HistoryEntry[];
  changedRecords: Set<RecordRow>;
};

/** The session event that will deliver what is accepted; none for what people and the PSA do. */
export type Cause = { sessionId: string; sessionSeq: number } | undefined;

/** Locks items and reads them with everything that a judgement needs. Unknown ids are left out. */
export async function loadItems(tx: Transaction, ids: readonly number[]): Promise<LockedItem[]> {
  if (ids.length === 0) return [];
  // In this order: everything is read once the locks are here.
  const [, items, events, allRecords, allBatches] = await Promise.all([
    lockItems(tx, ids),
    readItems(tx, ids),
    unappliedEvents(tx, ids),
    recordsOfItems(tx, ids),
    batchesOfItems(tx, ids),
  ]);
  const records = groupBy(allRecords, (record) => record.itemId);
  const batches = groupBy(allBatches, (batch) => batch.itemId);
  return items.map((item) => ({
    ...item,
    state: fold(item.state, events.get(item.id) ?? []),
    records: records.get(item.id) ?? [],
    batch: {
      processing: (batches.get(item.id) ?? []).some((batch) => batch.status === 'processing'),
      marks: (batches.get(item.id) ?? []).some((batch) => batch.status === 'finished' && batch.marks),
    },
    newEvents: [],
    newHistory: [],
    changedRecords: new Set(),
  }));
}

/** What eligibility asks of an item beside its snapshot. */
export const standingOf = (item: LockedItem): Standing =>
  eligibility.standingOf(item, item.records, item.batch.processing);

/** Stands for all that is left of an item when planning throws, by a mistake of ours: it waits, and the claim fails it alone. */
export type Unplanned = { key: 'unplanned'; type: 'Unplanned'; generation: number; lineIds: []; error: AppError };

/** What QuickBooks does not have yet of the item's present generation and can be sent next. */
export function unsentRecords(item: LockedItem): (PlannedRecord | Unplanned)[] {
  const { generation } = item.state;
  try {
    return plan(item, item.records, generation);
  } catch (thrown) {
    return [{ key: 'unplanned', type: 'Unplanned', generation, lineIds: [], error: AppError.from(thrown) }];
  }
}

/** Of that, what QuickBooks has not refused in this session already. */
export function sendableRecords(item: LockedItem, sessionId: string): (PlannedRecord | Unplanned)[] {
  const refused = new Set(
    item.records
      .filter((record) => record.state === 'refused' && record.settledInSessionId === sessionId)
      .map((record) => `${record.generation}/${record.key}`),
  );
  return unsentRecords(item).filter((record) => !refused.has(`${record.generation}/${record.key}`));
}

/** Whether an answer of QuickBooks is still awaited before the item can be judged. */
export const isAwaitingAnswer = (item: LockedItem): boolean =>
  item.records.some((record) => record.state === 'sent' || (record.needsDetails && record.type === 'PurchaseOrderAdd'));

/** Whether nobody can tell what became of a record of the present generation, or of a deletion: a person settles it. */
export const hasUnknown = (item: LockedItem): boolean =>
  item.records.some(
    (record) => record.state === 'unknown' && (record.generation === item.state.generation || record.type === 'TxnDel'),
  );

/** Whether QuickBooks has a record of the present generation. */
export const hasBegun = (item: LockedItem): boolean =>
  item.records.some(
    (record) => record.generation === item.state.generation && (record.state === 'added' || record.state === 'deleted'),
  );

/**
 * Accepts an event: numbers it and brings the item's state up to it. One that would change nothing is not written,
 * so a repeated command or delivery leaves no trace.
 * @returns whether it was written
 */
export function accept(item: LockedItem, event: NewLifecycleEvent, cause?: Cause): boolean {
  const numbered = withCutTexts({ ...event, seq: item.lastSeq + 1 }) as LifecycleEvent;
  if (!changesState(item.state, numbered)) return false;
  item.state = transition(item.state, numbered).state;
  item.lastSeq = numbered.seq;
  item.newEvents.push({
    itemId: item.id,
    event: numbered,
    sessionId: cause?.sessionId ?? null,
    sessionSeq: cause?.sessionSeq ?? null,
  });
  return true;
}

/** Ready, eligible on its newest snapshot, and something left: what the claim selects on. */
const isToSend = (item: LockedItem): boolean =>
  item.state.ready &&
  !item.state.withdrawn &&
  objectionToSend(item, standingOf(item)) === undefined &&
  unsentRecords(item).length > 0;

/** Ready with nothing left to send is a success, unless an answer or a person has still to say what happened. */
function succeedWhenNothingIsLeft(item: LockedItem, at: string): void {
  const { state } = item;
  if (!state.ready || state.inFlight || isAwaitingAnswer(item) || unsentRecords(item).length > 0) return;
  if (
    item.records.some((record) => record.state === 'unknown') ||
    objectionToSend(item, standingOf(item)) !== undefined
  )
    return;
  const event = {
    type: 'succeeded',
    at,
    generation: state.generation,
    begun: hasBegun(item),
    deleted: isDeleted(item.records, state.generation),
  } as const;
  if (accept(item, event)) item.newHistory.push({ at, event: 'succeeded', message: 'Nothing was left to send.' });
}

/** Writes everything that the transaction changed of its items, and returns their events for the signals that follow the commit. */
export async function saveItems(tx: Transaction, items: readonly LockedItem[], at: string): Promise<AddressedEvents[]> {
  for (const item of items) succeedWhenNothingIsLeft(item, at);
  await Promise.all([
    writeRecords(
      tx,
      items.flatMap((item) => [...item.changedRecords]),
    ),
    writeJudged(
      tx,
      items.map((item) => ({
        ...pickJudged(item),
        toSend: isToSend(item),
        readyAt: item.state.ready ? (item.readyAt ?? at) : null,
        lastEventAt: item.newEvents.length > 0 ? at : null,
      })),
    ),
    appendEvents(
      tx,
      items.flatMap((item) => item.newEvents),
    ),
    appendHistory(
      tx,
      items.flatMap((item) => item.newHistory.map((entry) => ({ ...entry, itemId: item.id }))),
    ),
  ]);
  return items.filter((item) => item.newEvents.length > 0).map(addressed);
}

const pickJudged = ({ id, lastSeq, satOutSessionId, refusedAt, sentAlone, sessionId, markedByBatch }: LockedItem) => ({
  id,
  lastSeq,
  satOutSessionId,
  refusedAt,
  sentAlone,
  sessionId,
  markedByBatch,
});

const addressed = ({ id, connectionId, kind, psaId, number, newEvents }: LockedItem): AddressedEvents => ({
  item: { id, connectionId, kind, psaId, number },
  events: newEvents.map(({ event }) => event),
});
