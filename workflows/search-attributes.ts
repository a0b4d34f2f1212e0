import { defineSearchAttributeKey } from '@temporalio/common';
import { patched, upsertSearchAttributes } from '@temporalio/workflow';
import type { LifecycleState } from '../domain/lifecycle-state.js';
import { transferStatus } from '../domain/transfer-status.js';

const TransferStatus = defineSearchAttributeKey('TransferStatus', 'KEYWORD');
const NeedsResync = defineSearchAttributeKey('NeedsResync', 'BOOL');
const FailureCode = defineSearchAttributeKey('FailureCode', 'KEYWORD');
const TransferredAt = defineSearchAttributeKey('TransferredAt', 'DATETIME');

const shown = (state: LifecycleState) => ({
  status: transferStatus(state),
  needsResync: state.needsResync,
  failureCode: state.failure?.code ?? null,
  transferredAt: state.transferredAt,
});

/** Runs before this showed nothing where their first event changed nothing that is shown. */
const SHOWN_IN_EVERY_RUN = 'shown-in-every-run';

/**
 * Shows a state to `temporal workflow list` and the UI (S28): one event in history, and only for what has changed. But a
 * run begins with nothing shown, whatever the one before it showed: once it shows what it finds.
 */
export function showInSearch(former: LifecycleState, state: LifecycleState, isShown: boolean): void {
  const now = shown(state);
  const isSame = former.appliedSeq > 0 && JSON.stringify(shown(former)) === JSON.stringify(now);
  if (isSame && (isShown || !patched(SHOWN_IN_EVERY_RUN))) return;
  upsertSearchAttributes([
    { key: TransferStatus, value: now.status },
    { key: NeedsResync, value: now.needsResync },
    { key: FailureCode, value: now.failureCode },
    { key: TransferredAt, value: now.transferredAt === null ? null : new Date(now.transferredAt) },
  ]);
}
