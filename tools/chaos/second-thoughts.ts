import type { ItemKind } from '../../domain/kinds.js';
import { type ChaosItem, receiveMore } from './items.js';
import type { Random } from './random.js';

const WISHES = ['another copy', 'a cancellation', 'more received', 'a payment'] as const;
type Wish = (typeof WISHES)[number];

/** What becomes of an item that was transferred in a former round. */
export type SecondThought = { item: ChaosItem; wants: Wish };

const isOnce = ({ copies, transfers, isPaid }: ChaosItem): boolean => copies === 1 && transfers === 1 && !isPaid;

/** What can be wished of an item: expense reports are never sent twice, and what was received cannot be canceled. */
const CAN: Readonly<Record<Wish, (item: ChaosItem) => boolean>> = {
  'another copy': ({ kind, copies, transfers, isPaid }) =>
    kind !== 'expense-reports' && copies > 0 && transfers === copies && !isPaid,
  'a cancellation': (item) => item.kind === 'purchase-orders' && item.marks.length === 1 && isOnce(item),
  'more received': (item) => item.kind === 'purchase-orders' && isOnce(item),
  'a payment': (item) => item.kind === 'invoices' && isOnce(item),
};

/** Three times in four somebody changes their mind about something. */
export function secondThought(
  former: readonly ChaosItem[],
  kinds: readonly ItemKind[],
  random: Random,
): SecondThought | undefined {
  if (random.between(1, 4) === 1) return undefined;
  const wants = random.pick(WISHES);
  const able = former.filter((item) => kinds.includes(item.kind) && CAN[wants](item));
  return able.length === 0 ? undefined : { item: random.pick(able), wants };
}

/** What is expected of the item from now on, with the snapshot to state. */
export const changeMind = ({ item, wants }: SecondThought, random: Random): void => CHANGES[wants](item, random);

const CHANGES: Readonly<Record<Wish, (item: ChaosItem, random: Random) => void>> = {
  'another copy': (item) => {
    item.copies += 1;
    item.transfers += 1;
  },
  'a cancellation': (item) => {
    item.copies = 0;
    Object.assign(item.snapshot, { status: 'Canceled' });
  },
  'more received': (item, random) => {
    receiveMore(item, random.between(3, 8));
    item.transfers += 1;
  },
  'a payment': (item) => {
    item.isPaid = true;
  },
};
