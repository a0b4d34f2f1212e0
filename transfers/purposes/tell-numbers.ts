import { appendChanges } from '../../store/changes.js';
import type { LockedItem } from '../items/locked-item.js';
import type { SessionContext } from './session-context.js';

/**
 * S21: the number that a purchase order has in QuickBooks goes back to the PSA as External P.O. #, once it is known:
 * from the answer, or from the query that recovery needed. The last thing in its transaction: whoever appends a change
 * may lock no more items (see store/changes.ts).
 */
export async function tellNumbers({ tx, now }: SessionContext, items: readonly LockedItem[]): Promise<void> {
  for (const item of items) {
    for (const record of item.changedRecords) {
      if (record.type !== 'PurchaseOrderAdd' || record.state !== 'added' || record.refNumber === null) continue;
      await appendChanges(tx, item, [{ type: 'externalPoNumber', value: record.refNumber, at: now }]);
    }
  }
}
