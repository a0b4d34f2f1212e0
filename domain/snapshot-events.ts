import type { Objection } from './eligibility.js';
import type { HistoryEvent } from './history-events.js';
import type { NewLifecycleEvent } from './lifecycle-events.js';
import { compare } from './money.js';
import type { PurchaseOrderSnapshot } from './snapshots/purchase-order.js';
import type { Item } from './snapshots/snapshot.js';

/** What the rules need to know beside the two snapshots. */
export type SnapshotFacts = {
  at: string;
  snapshotVersion: number;
  /** QuickBooks has, or is being sent, a purchase order of this item. */
  deletionOutstanding: boolean;
  /** The purchase order of the present generation was deleted in QuickBooks after a cancellation. */
  deleted: boolean;
  /** QuickBooks has tried to delete the purchase order after a cancellation, and refused. */
  deletionRefused: boolean;
  /** QuickBooks has the purchase order, but not all that was received on it. */
  receiptsOutstanding: boolean;
  /** What can be received will be known once QuickBooks has the purchase order, or has shown its lines. */
  orderAwaited: boolean;
  /** The External P.O. # was cleared, of a purchase order that is known. */
  numberCleared: boolean;
  /** Nobody can tell whether QuickBooks has a record of the item: until a person has settled that, its error stays. */
  outcomeUnknown: boolean;
  /** The purchase order is in a company file that the connection has left: nothing can be sent for it any more. */
  leftBehind?: boolean;
  /** Why the new snapshot may not be sent, undefined where it may. */
  objection: Objection;
};

/** What a snapshot says that happened; each is a line of the Transfer History under its own name. */
export type SnapshotEvent = Extract<NewLifecycleEvent, { type: HistoryEvent }>;

/** What a newer snapshot says that happened, compared with the former one. Most changes say nothing: they are only stored. */
export function eventsOfSnapshot(former: Item, next: Item, facts: SnapshotFacts): SnapshotEvent[] {
  const events: SnapshotEvent[] = [];
  if (next.kind === 'invoices' && !facts.outcomeUnknown)
    events.push({ type: 'corrected', at: facts.at, snapshotVersion: facts.snapshotVersion });
  if (next.kind === 'purchase-orders' && former.kind === 'purchase-orders') {
    events.push(...eventsOfPurchaseOrder(former.snapshot, next.snapshot, facts));
  }
  const isCanceled = next.kind === 'purchase-orders' && next.snapshot.status === 'Canceled';
  if (facts.objection !== undefined && !isCanceled)
    events.push({ type: 'becameIneligible', at: facts.at, reason: facts.objection });
  return events;
}

/** What the Transfer History says of such an event; nothing where its name says it all. */
export function noteOf(event: NewLifecycleEvent): string | undefined {
  switch (event.type) {
    case 'becameIneligible':
      return event.reason;
    case 'canceled':
      return event.deletionOutstanding
        ? 'The purchase order was canceled in the PSA: it is to be deleted in QuickBooks.'
        : 'The purchase order was canceled in the PSA: it is not sent.';
    default:
      return undefined;
  }
}

/**
 * What a lower received quantity means, one sentence per line: QuickBooks keeps the receipts that it has and nothing is
 * sent. `covered` is the quantity of a line that receipts cover already.
 */
export function notesOnLessReceived(former: Item, next: Item, covered: (lineId: string) => string): string[] {
  if (former.kind !== 'purchase-orders' || next.kind !== 'purchase-orders') return [];
  const before = receivedByLine(former.snapshot);
  return next.snapshot.lines
    .filter(({ id, received }) => compare(received, before.get(id) ?? '0') < 0 && compare(received, covered(id)) < 0)
    .map(
      ({ id, product, received }) =>
        `Line ${id} (${product}): received ${covered(id)} in QuickBooks, now ${received} in the PSA. Nothing is sent; correct the receipt in QuickBooks.`,
    );
}

/**
 * What was received on lines that the purchase order in QuickBooks does not have, one sentence per line: they were added in
 * the PSA after the transfer, and a receipt can be linked to no line of it.
 */
export function notesOnNotOrdered(former: Item, next: Item, isNotOrdered: (lineId: string) => boolean): string[] {
  if (former.kind !== 'purchase-orders' || next.kind !== 'purchase-orders') return [];
  if (next.snapshot.status === 'Canceled') return [];
  const before = receivedByLine(former.snapshot);
  return next.snapshot.lines
    .filter(({ id, received }) => compare(received, before.get(id) ?? '0') > 0 && isNotOrdered(id))
    .map(
      ({ id, product, received }) =>
        `Line ${id} (${product}): received ${received} in the PSA, but the purchase order in QuickBooks does not have this line. Nothing is sent for it; add it to the order and receive it in QuickBooks.`,
    );
}

/** What people have to do by hand in the company file that the connection has left; undefined for nothing. */
export function noteOnLeftBehind(former: Item, next: Item): string | undefined {
  if (former.kind !== 'purchase-orders' || next.kind !== 'purchase-orders') return undefined;
  if (next.snapshot.status === 'Canceled')
    return former.snapshot.status === 'Canceled'
      ? undefined
      : 'Canceled in the PSA. The purchase order is in the company file that this connection has left: delete it there.';
  return hasReceivedMore(former.snapshot, next.snapshot)
    ? 'More was received in the PSA. The purchase order is in the company file that this connection has left: receive it there.'
    : undefined;
}

function eventsOfPurchaseOrder(
  former: PurchaseOrderSnapshot,
  next: PurchaseOrderSnapshot,
  facts: SnapshotFacts,
): SnapshotEvent[] {
  const { at } = facts;
  const events: SnapshotEvent[] = [];
  if (facts.numberCleared) events.push({ type: 'externalNumberCleared', at });
  const wasCanceled = former.status === 'Canceled';
  const isCanceled = next.status === 'Canceled';
  if (isCanceled && !wasCanceled) events.push({ type: 'canceled', at, deletionOutstanding: facts.deletionOutstanding });
  if (wasCanceled && !isCanceled) events.push(uncanceled(facts));
  // What came in while it was canceled, or was dropped by that, is still to be sent once it no longer is.
  const isMore = hasReceivedMore(former, next) && (facts.receiptsOutstanding || facts.orderAwaited);
  const isResumed = wasCanceled && facts.receiptsOutstanding;
  if (!isCanceled && facts.leftBehind !== true && (isMore || isResumed)) events.push({ type: 'received', at });
  return events;
}

const uncanceled = ({ at, deleted, deletionRefused }: SnapshotFacts): SnapshotEvent =>
  deletionRefused ? { type: 'uncanceled', at, deleted, deletionRefused } : { type: 'uncanceled', at, deleted };

function hasReceivedMore(former: PurchaseOrderSnapshot, next: PurchaseOrderSnapshot): boolean {
  const before = receivedByLine(former);
  return next.lines.some((line) => compare(line.received, before.get(line.id) ?? '0') > 0);
}

const receivedByLine = ({ lines }: PurchaseOrderSnapshot): Map<string, string> =>
  new Map(lines.map((line) => [line.id, line.received]));
