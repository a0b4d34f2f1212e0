import { deletableByHand, isDeletionByHand } from '../../domain/record-plan.js';
import { deletionByHand, keep } from './ledger-row.js';
import type { LockedItem } from './locked-item.js';

const MESSAGE =
  'The purchase order is canceled, but QuickBooks has it under a TxnID that nobody knows: it cannot be deleted from here.';
const HINT =
  'Look for it in QuickBooks by vendor, date and number and delete it there by hand; then settle the deletion by hand (POST …/settle): no longer in QuickBooks.';

/** S19: once the PSA has canceled it, a purchase order whose TxnID nobody knows is left to people: they delete it and say so. */
export function leaveDeletionsToPeople(
  item: LockedItem,
  { sessionId, now }: { sessionId: string | null; now: string },
): void {
  if (!item.state.canceled) return;
  for (const order of deletableByHand(item.records)) {
    keep(item, { ...deletionByHand(item, order, MESSAGE), settledAt: now, settledInSessionId: sessionId });
    const session = sessionId === null ? {} : { sessionId };
    item.newHistory.push({ at: now, event: 'deleteByHand', ...session, message: MESSAGE, hint: HINT });
  }
}

/** The PSA has taken it up again: what people were asked to delete is to stay. */
export function keepWhatPeopleWereToDelete(item: LockedItem): void {
  for (const record of item.records.filter(isDeletionByHand)) {
    record.state = 'refused';
    item.changedRecords.add(record);
  }
}
