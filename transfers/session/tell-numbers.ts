import { appendChanges } from '../../store/changes.js';
import type { ItemInHand } from '../items/item-in-hand.js';
import type { SessionInHand } from './session-in-hand.js';

/**
 * S21: the number that a purchase order has in QuickBooks goes back to the PSA as External P.O. #, once it is known:
 * from the answer, or from the query that recovery needed. The last thing in its transaction: whoever appends a change
 * may lock no more items (see store/changes.ts).
 */
export async function tellNumbers({ tx, now }: SessionInHand, items: readonly ItemInHand[]): Promise<void> {
  for (const item of items) {
    for (const record of item.changedRecords) {
      if (record.type !== 'PurchaseOrderAdd' || record.state !== 'added' || record.refNumber === null) continue;
      await appendChanges(tx, item, [{ type: 'externalPoNumber', value: record.refNumber, at: now }]);
    }
  }
}
