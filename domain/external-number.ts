import type { HistoryEvent } from './history-events.js';
import type { LifecycleState } from './lifecycle-state.js';
import type { LedgerRecord } from './record-plan.js';
import type { Item } from './snapshots/snapshot.js';

/**
 * S20: whether a snapshot clears the External P.O. #. One without the field states nothing, and "" again says nothing;
 * `lastStated` is what was stated last before it, null for nothing ever.
 */
export const isNumberCleared = (next: Item, lastStated: string | null): boolean =>
  next.kind === 'purchase-orders' && next.snapshot.externalPoNumber === '' && lastStated !== '';

/** What is known of the purchase order whose number was cleared. */
export type OrderOfNumber = {
  state: LifecycleState;
  records: readonly LedgerRecord[];
  /** Nobody can tell whether QuickBooks has a record of it. */
  outcomeUnknown: boolean;
};

/**
 * Why a cleared number is not followed, as a line of the Transfer History; undefined where it is. A new purchase order is
 * made only in the place of one that is known: else the one on its way would be followed by a second.
 */
export function whyNumberStays(order: OrderOfNumber): { event: HistoryEvent; message: string } | undefined {
  if (order.outcomeUnknown)
    return {
      event: 'outcomeUnknown',
      message:
        'The External P.O. # was cleared in the PSA, but nobody can tell whether QuickBooks has a record of the purchase order: it stays as it is. Settle it by hand, then clear the number again.',
    };
  if (isOnItsWay(order))
    return {
      event: 'numberNotCleared',
      message:
        'The External P.O. # is empty in the PSA while the purchase order is on its way to QuickBooks: it stays as it is, and no second one is made. To have it made anew, clear the number that comes back.',
    };
  if (!isThere(order))
    return {
      event: 'numberNotCleared',
      message:
        'The External P.O. # is empty in the PSA, but QuickBooks does not have the purchase order: it stays as it is.',
    };
  return undefined;
}

/** A transfer has begun of which nothing is judged yet. What only receives on a known order, or deletes it, is none. */
const isOnItsWay = ({ state, records }: OrderOfNumber): boolean =>
  (state.inFlight && !state.begun) ||
  additions(records).some((record) => record.generation === state.generation && record.state === 'sent');

const isThere = ({ records }: OrderOfNumber): boolean =>
  additions(records).some((record) => record.state === 'added' || record.state === 'deleted');

const additions = (records: readonly LedgerRecord[]): LedgerRecord[] =>
  records.filter((record) => record.type === 'PurchaseOrderAdd');
