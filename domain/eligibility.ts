import { type ItemKind, KIND_LABEL } from './kinds.js';
import type { LifecycleState } from './lifecycle-state.js';
import { isNegative } from './money.js';
import { refuse } from './refusals.js';
import type { Item } from './snapshots/snapshot.js';
import { transferStatus } from './transfer-status.js';

/** Undefined where nothing speaks against it, else the reason as a sentence for people. */
export type Objection = string | undefined;

/** What the rules need to know of an item beside its newest snapshot. */
export type Standing = {
  state: LifecycleState;
  snapshotVersion: number;
  /** QuickBooks still has a purchase order of this item (any generation) that a cancellation must delete. */
  deletionOutstanding: boolean;
  /** A batch that the invoice belongs to has not finished processing (S16). */
  batchProcessing: boolean;
  /** The purchase order of its present generation is in a company file that the connection has left. */
  leftBehind?: boolean;
};

/** S12 to S15 on the snapshot alone: may QuickBooks have this item at all? */
export function objectionToSnapshot(item: Item): Objection {
  switch (item.kind) {
    case 'invoices':
      if (item.snapshot.voided) return refuse('voided');
      return isNegative(item.snapshot.total) ? refuse('negative-total', item.snapshot.total) : undefined;
    case 'timesheets':
      if (item.snapshot.status !== 'Approved') return refuse('timesheet-not-approved', item.snapshot.status);
      return item.snapshot.entries.length === 0 ? refuse('empty-timesheet') : undefined;
    case 'expense-reports':
      return item.snapshot.status === 'Approved for Payment'
        ? undefined
        : refuse('expenses-not-approved', item.snapshot.status);
    case 'purchase-orders':
      return item.snapshot.status === 'Canceled' ? refuse('canceled') : undefined;
  }
}

/** Whether an item that waits may still be sent; a canceled purchase order only for its deletion (S15). */
export function objectionToSend(item: Item, standing: Pick<Standing, 'state' | 'deletionOutstanding'>): Objection {
  if (item.kind === 'purchase-orders' && standing.deletionOutstanding) return undefined;
  return objectionToSnapshot(item);
}

/** S11 to S16: why an item cannot be set Ready now; `retransfer` says that the duplicate was asked for. */
export function objectionToReady(item: Item, standing: Standing, retransfer: boolean): Objection {
  return objectionToEligibility(item, standing) ?? objectionToRetransfer(item.kind, standing, retransfer);
}

/** The part of the verdict that no confirmation changes: shown as `eligible` and `reason` of an item. */
export function objectionToEligibility(item: Item, standing: Standing): Objection {
  const objection = objectionToSend(item, standing);
  if (objection !== undefined) return objection;
  const { state } = standing;
  // What was set ready before its batch is processed once more stays in the queue.
  if (standing.batchProcessing && (!state.ready || state.withdrawn)) return refuse('batch-processing');
  if (item.kind === 'expense-reports' && state.transferredAt !== null) return refuse('transferred-before');
  if (standing.leftBehind === true && (state.outcome !== 'transferred' || state.needsResync))
    return refuse('left-behind');
  const held = state.outcome === 'failed' && !state.ready && !state.inFlight;
  if (item.kind === 'invoices' && held && standing.snapshotVersion <= (state.failure?.snapshotVersion ?? 0)) {
    return refuse('earlier-error');
  }
  return undefined;
}

function objectionToRetransfer(
  kind: ItemKind,
  { state, deletionOutstanding }: Standing,
  retransfer: boolean,
): Objection {
  const resumes = state.needsResync || (state.canceled && deletionOutstanding);
  if (retransfer || resumes || transferStatus(state) !== 'Transferred') return undefined;
  return refuse('duplicate-warning', KIND_LABEL[kind]);
}
