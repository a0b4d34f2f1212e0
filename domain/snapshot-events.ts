import type { Objection } from './eligibility.js';
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
  /** A purchase order of this item was deleted in QuickBooks after a cancellation. */
  deleted: boolean;
  /** Why the new snapshot may not be sent, undefined where it may. */
  objection: Objection;
};

/** What a newer snapshot says that happened, compared with the former one. Most changes say nothing: they are only stored. */
export function eventsOfSnapshot(former: Item, next: Item, facts: SnapshotFacts): NewLifecycleEvent[] {
  const events: NewLifecycleEvent[] = [];
  if (next.kind === 'invoices')
    events.push({ type: 'corrected', at: facts.at, snapshotVersion: facts.snapshotVersion });
  if (next.kind === 'purchase-orders' && former.kind === 'purchase-orders') {
    events.push(...eventsOfPurchaseOrder(former.snapshot, next.snapshot, facts));
  }
  const isCanceled = next.kind === 'purchase-orders' && next.snapshot.status === 'Canceled';
  if (facts.objection !== undefined && !isCanceled)
    events.push({ type: 'becameIneligible', at: facts.at, reason: facts.objection });
  return events;
}

function eventsOfPurchaseOrder(
  former: PurchaseOrderSnapshot,
  next: PurchaseOrderSnapshot,
  facts: SnapshotFacts,
): NewLifecycleEvent[] {
  const { at } = facts;
  const events: NewLifecycleEvent[] = [];
  if (former.externalPoNumber !== '' && next.externalPoNumber === '')
    events.push({ type: 'externalNumberCleared', at });
  const wasCanceled = former.status === 'Canceled';
  const isCanceled = next.status === 'Canceled';
  if (isCanceled && !wasCanceled) events.push({ type: 'canceled', at, deletionOutstanding: facts.deletionOutstanding });
  if (wasCanceled && !isCanceled) events.push({ type: 'uncanceled', at, deleted: facts.deleted });
  if (!isCanceled && hasReceivedMore(former, next)) events.push({ type: 'received', at });
  return events;
}

function hasReceivedMore(former: PurchaseOrderSnapshot, next: PurchaseOrderSnapshot): boolean {
  const before = new Map(former.lines.map((line) => [line.id, line.received]));
  return next.lines.some((line) => compare(line.received, before.get(line.id) ?? '0') > 0);
}
