import { defineSearchAttributeKey } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
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

/**
 * Shows a state to `temporal workflow list` and the UI (S28): one event in history, and only for what differs from what
 * this run shows already. A run begins with nothing shown, whatever the one before it showed.
 */
export function showInSearch(former: LifecycleState | undefined, state: LifecycleState): void {
  const now = shown(state);
  if (former !== undefined && JSON.stringify(shown(former)) === JSON.stringify(now)) return;
  upsertSearchAttributes([
    { key: TransferStatus, value: now.status },
    { key: NeedsResync, value: now.needsResync },
    { key: FailureCode, value: now.failureCode },
    { key: TransferredAt, value: now.transferredAt === null ? null : new Date(now.transferredAt) },
  ]);
}
