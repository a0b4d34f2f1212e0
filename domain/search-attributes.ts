import type { LifecycleState } from './lifecycle-state.js';
import { transferStatus } from './transfer-status.js';

/** The search attributes of our workflows by name (S28): what the Temporal UI can show as columns and search for. */
export const SEARCH_ATTRIBUTES = {
  TransferStatus: 'KEYWORD',
  ItemKind: 'KEYWORD',
  ItemNumber: 'KEYWORD',
  Connection: 'KEYWORD',
  FailureCode: 'KEYWORD',
  NeedsResync: 'BOOL',
  TransferredAt: 'DATETIME',
} as const;

/** What a state shows in searches; null where it has nothing of the sort. */
export const shownInSearch = (state: LifecycleState) => ({
  status: transferStatus(state),
  needsResync: state.needsResync,
  failureCode: state.failure?.code ?? null,
  transferredAt: state.transferredAt,
});
