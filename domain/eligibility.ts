import { type ItemKind, KIND_LABEL } from './kinds.js';
import type { LifecycleState } from './lifecycle-state.js';
import { isNegative } from './money.js';
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

/** S12-S15 on the snapshot alone: may QuickBooks have this item at all? */
export function objectionToSnapshot(item: Item): Objection {
  switch (item.kind) {
    case 'invoices':
      if (item.snapshot.voided) return 'The invoice is voided.';
      return isNegative(item.snapshot.total)
        ? `The invoice total is negative (${item.snapshot.total}); QuickBooks takes no negative invoices.`
        : undefined;
    case 'timesheets':
      if (item.snapshot.status !== 'Approved')
        return `The timesheet is "${item.snapshot.status}"; only "Approved" may be transferred.`;
      return item.snapshot.entries.length === 0 ? 'The timesheet has no time entries.' : undefined;
    case 'expense-reports':
      return item.snapshot.status === 'Approved for Payment'
        ? undefined
        : `The expense report is "${item.snapshot.status}"; only "Approved for Payment" may be transferred.`;
    case 'purchase-orders':
      return item.snapshot.status === 'Canceled' ? 'The purchase order is canceled.' : undefined;
  }
}

/** Whether an item that waits may still be sent; a canceled purchase order only for its deletion (S15). */
export function objectionToSend(item: Item, standing: Pick<Standing, 'state' | 'deletionOutstanding'>): Objection {
  if (item.kind === 'purchase-orders' && standing.deletionOutstanding) return undefined;
  return objectionToSnapshot(item);
}

/** S11-S16: why an item cannot be set Ready now; `retransfer` says that the duplicate was asked for. */
export function objectionToReady(item: Item, standing: Standing, retransfer: boolean): Objection {
  return objectionToEligibility(item, standing) ?? objectionToRetransfer(item.kind, standing, retransfer);
}

/** The part of the verdict that no confirmation changes: shown as `eligible` and `reason` of an item. */
export function objectionToEligibility(item: Item, standing: Standing): Objection {
  const objection = objectionToSend(item, standing);
  if (objection !== undefined) return objection;
  if (standing.batchProcessing)
    return 'Its batch is still processing; it can be set ready when the batch has finished.';
  const { state } = standing;
  if (item.kind === 'expense-reports' && state.transferredAt !== null) {
    return 'The expense report has been transferred before; it is never sent twice.';
  }
  if (standing.leftBehind === true && (state.outcome !== 'transferred' || state.needsResync)) return LEFT_BEHIND;
  const held = state.outcome === 'failed' && !state.ready && !state.inFlight;
  if (item.kind === 'invoices' && held && standing.snapshotVersion <= (state.failure?.snapshotVersion ?? 0)) {
    return 'The invoice has caused a transfer error: clear the error, or send a corrected invoice from the PSA.';
  }
  return undefined;
}

const LEFT_BEHIND =
  'The purchase order is in a company file that this connection has left: do there by hand what is outstanding. To have it in the present file too, clear its External P.O. # in the PSA and set it ready.';

function objectionToRetransfer(
  kind: ItemKind,
  { state, deletionOutstanding }: Standing,
  retransfer: boolean,
): Objection {
  const resumes = state.needsResync || (state.canceled && deletionOutstanding);
  if (retransfer || resumes || transferStatus(state) !== 'Transferred') return undefined;
  return `The ${KIND_LABEL[kind]} is transferred already; to transfer it again makes a duplicate in QuickBooks (retransfer: true).`;
}
