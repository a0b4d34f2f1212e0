import type { ItemKind } from '../../domain/kinds.js';
import type { ChaosItem } from './items.js';
import type { Random } from './random.js';

/** What the PSA wants of an item that was transferred in a former round. */
export type SecondThought = { item: ChaosItem; wants: 'another copy' | 'a cancellation' };

/** Expense reports are never sent twice. */
const COPIED: readonly ItemKind[] = ['invoices', 'purchase-orders', 'timesheets'];

/** Every second time the PSA asks for a duplicate of something, or cancels a purchase order that nothing was received of. */
export function secondThought(
  former: readonly ChaosItem[],
  kinds: readonly ItemKind[],
  random: Random,
): SecondThought | undefined {
  const known = former.filter(({ kind, copies }) => kinds.includes(kind) && COPIED.includes(kind) && copies > 0);
  if (known.length === 0 || random.between(1, 2) === 1) return undefined;
  const item = random.pick(known);
  const isCancelable = item.kind === 'purchase-orders' && item.marks.length === 1 && item.copies === 1;
  return { item, wants: isCancelable && random.between(1, 2) === 1 ? 'a cancellation' : 'another copy' };
}

/** What is expected of the item from now on; the snapshot to state for a cancellation. */
export function changeMind({ item, wants }: SecondThought): void {
  if (wants === 'another copy') {
    item.copies += 1;
    return;
  }
  item.copies = 0;
  Object.assign(item.snapshot, { status: 'Canceled' });
}
