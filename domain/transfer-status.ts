import type { LifecycleState } from './lifecycle-state.js';
import { minuteIn } from './time-zone.js';

/** The four statuses with exactly these names (S7). */
export const TRANSFER_STATUSES = ['Not Transferred', 'Pending', 'Pending/Failed', 'Transferred'] as const;
export type TransferStatus = (typeof TRANSFER_STATUSES)[number];

type Shown = Pick<LifecycleState, 'ready' | 'outcome' | 'transferredAt'>;

/** S7: failed, else ready, else transferred once, else not. */
export function transferStatus(state: Shown): TransferStatus {
  if (state.outcome === 'failed') return 'Pending/Failed';
  if (state.ready) return 'Pending';
  return state.transferredAt === null ? 'Not Transferred' : 'Transferred';
}

/** S10: the text of the QuickBooks Transfer Date column, times in a zone as `2026-01-05 14:03`. */
export function transferDate(state: Shown & Pick<LifecycleState, 'needsResync'>, zone = 'UTC'): string {
  const status = transferStatus(state);
  const stamp = state.transferredAt === null ? '' : minuteIn(zone, state.transferredAt);
  const waiting = status === 'Pending' || status === 'Pending/Failed' ? status : '';
  if (stamp === '' || waiting === '') return stamp || waiting;
  return state.needsResync ? `${stamp} ${waiting}` : waiting;
}
