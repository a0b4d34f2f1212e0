import { isNotOrdered } from '../../domain/record-plan.js';
import { notesOnNotOrdered } from '../../domain/snapshot-events.js';
import type { Item } from '../../domain/snapshots/snapshot.js';
import type { RecordRow } from '../../store/records.js';
import type { LockedItem } from '../items/locked-item.js';
import type { SessionContext } from './session-context.js';

/** What was received in the PSA on lines that a purchase order, as a query has just shown it, does not have. */
export function noteNotOrdered({ session, now }: SessionContext, item: LockedItem, record: RecordRow): void {
  const { kind, snapshot }: Item = item;
  const { generation } = item.state;
  if (kind !== 'purchase-orders' || record.type !== 'PurchaseOrderAdd' || record.generation !== generation) return;
  const nothingReceived: Item = { kind, snapshot: { ...snapshot, lines: [] } };
  const isMissing = (lineId: string): boolean => isNotOrdered(lineId, generation, item.records);
  for (const message of notesOnNotOrdered(nothingReceived, { kind, snapshot }, isMissing))
    item.newHistory.push({ at: now, event: 'notOrdered', sessionId: session.id, message });
}
