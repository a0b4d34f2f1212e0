import { defineSearchAttributeKey } from '@temporalio/common';
import { patched, upsertSearchAttributes } from '@temporalio/workflow';
import type { LifecycleState } from '../domain/lifecycle-state.js';
import { SEARCH_ATTRIBUTES, shownInSearch } from '../domain/search-attributes.js';

const TransferStatus = defineSearchAttributeKey('TransferStatus', SEARCH_ATTRIBUTES.TransferStatus);
const NeedsResync = defineSearchAttributeKey('NeedsResync', SEARCH_ATTRIBUTES.NeedsResync);
const FailureCode = defineSearchAttributeKey('FailureCode', SEARCH_ATTRIBUTES.FailureCode);
const TransferredAt = defineSearchAttributeKey('TransferredAt', SEARCH_ATTRIBUTES.TransferredAt);

/** Runs before this showed nothing where their first event changed nothing that is shown. */
const SHOWN_IN_EVERY_RUN = 'shown-in-every-run';

/**
 * Shows a state to `temporal workflow list` and the UI (S28): one event in history, and only for what has changed. But a
 * run begins with nothing shown, whatever the one before it showed: once it shows what it finds.
 */
export function showInSearch(former: LifecycleState, state: LifecycleState, isShown: boolean): void {
  const now = shownInSearch(state);
  const isSame = former.appliedSeq > 0 && JSON.stringify(shownInSearch(former)) === JSON.stringify(now);
  if (isSame && (isShown || !patched(SHOWN_IN_EVERY_RUN))) return;
  upsertSearchAttributes([
    { key: TransferStatus, value: now.status },
    { key: NeedsResync, value: now.needsResync },
    { key: FailureCode, value: now.failureCode },
    { key: TransferredAt, value: now.transferredAt === null ? null : new Date(now.transferredAt) },
  ]);
}
