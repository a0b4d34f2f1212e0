import { type ItemKind, KIND_LABEL } from './kinds.js';
import type { LifecycleState } from './lifecycle-state.js';
import { isNegative } from './money.js';
import { deletionOutstanding, isLeftBehind, type LedgerRecord } from './record-plan.js';
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

/** An item as far as a command on it is concerned: `state` brought up to its newest event. */
type Known = { state: LifecycleState; snapshotVersion: number };

/** The standing of an item with the records that it has in the ledger. */
export const standingOf = (
  { state, snapshotVersion }: Known,
  records: readonly LedgerRecord[],
  batchProcessing: boolean,
): Standing => ({
  state,
  snapshotVersion,
  deletionOutstanding: deletionOutstanding(records),
  batchProcessing,
  leftBehind: isLeftBehind(records, state.generation),
});

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

/**
 * S11 to S16: what setting an item Ready would come to.
 * - nothing: it waits already; refused: it cannot be
 * - duplicate: it can, but QuickBooks gets it a second time: only who asks for that gets it
 */
export type ReadyOutcome = { is: 'goes' | 'nothing' } | { is: 'refused' | 'duplicate'; reason: string };

export function outcomeOfReady(item: Item, standing: Standing): ReadyOutcome {
  if (standing.state.ready && !standing.state.withdrawn) return { is: 'nothing' };
  const objection = objectionToEligibility(item, standing);
  if (objection !== undefined) return { is: 'refused', reason: objection };
  const duplicate = objectionToRetransfer(item.kind, standing);
  return duplicate === undefined ? { is: 'goes' } : { is: 'duplicate', reason: duplicate };
}

/** Why an item cannot be set Ready now; `retransfer` says that the duplicate was asked for. */
export function objectionToReady(item: Item, standing: Standing, retransfer: boolean): Objection {
  const outcome = outcomeOfReady(item, standing);
  if (outcome.is === 'refused') return outcome.reason;
  return outcome.is === 'duplicate' && !retransfer ? outcome.reason : undefined;
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

function objectionToRetransfer(kind: ItemKind, { state, deletionOutstanding }: Standing): Objection {
  const resumes = state.needsResync || (state.canceled && deletionOutstanding);
  return resumes || transferStatus(state) !== 'Transferred' ? undefined : refuse('duplicate-warning', KIND_LABEL[kind]);
}
