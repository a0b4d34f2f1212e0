import type { Item } from '../../domain/snapshots/snapshot.js';
import { anExpenseReport, anInvoice, aPurchaseOrder, aTimesheet } from '../domain/items.js';
import type { Change, NewItem } from './history.js';

/** An item as the PSA has it, whatever of that has arrived. */
export type PsaItem = {
  psaId: string;
  /** The number, or for a timesheet the notes, that tell its records in QuickBooks from all others. */
  mark: string;
  wish: NewItem;
  item: Item;
  revision: number;
  /** Entries came in after it was transferred: nobody sends them by themselves. */
  hasGrown: boolean;
  /** Somebody changed its records in QuickBooks by hand: what it becomes there is not ours to say. */
  isSpoiled: boolean;
};

/** What an item names and QuickBooks does not have at first. */
export const missingName = (index: number): string => `Missing ${index}`;
/** A customer without an e-mail address. */
export const SILENT = 'Willow School';

/** At most 11 characters: a number that QuickBooks takes. */
const markOf = (kind: string, index: number): string => `${kind[0]?.toUpperCase()}-${index}`;

export function newPsaItem(wish: NewItem, index: number): PsaItem {
  const item = first(wish, index);
  const mark = markOf(wish.kind, index);
  return { psaId: `x${index}`, mark, wish, item, revision: 1, hasGrown: false, isSpoiled: false };
}

function first({ kind, lacks }: NewItem, index: number): Item {
  const number = markOf(kind, index);
  const name = missingName(index);
  switch (kind) {
    case 'invoices':
      return anInvoice({
        number,
        ...(lacks === 'name' ? { customer: { name } } : {}),
        ...(lacks === 'email' ? { customer: { name: SILENT }, delivery: 'email' } : {}),
        ...(lacks === 'forEver' ? { customer: { name: `a:b:c ${'x'.repeat(300)}` } } : {}),
      });
    case 'purchase-orders': {
      const [line] = aPurchaseOrder().snapshot.lines;
      return aPurchaseOrder({
        number,
        ...(lacks === 'name' ? { vendor: { name } } : {}),
        ...(lacks === 'forEver' ? { lines: [line, { ...line, id: 'b' }] } : {}),
      });
    }
    case 'timesheets': {
      const [one, two] = aTimesheet().snapshot.entries.map((entry) => ({ ...entry, notes: number }));
      const second = lacks === 'name' ? { ...two, customer: name } : two;
      const third = lacks === 'forEver' ? { ...two, id: '3', billable: true } : undefined;
      return aTimesheet({ entries: [one, second, ...(third === undefined ? [] : [third])] });
    }
    case 'expense-reports':
      return anExpenseReport({
        number,
        submitter: { name: lacks === 'name' ? name : 'v-Doe, Jane' },
        ...(lacks === 'forEver' ? { cashAdvance: '900.00', cashAdvanceAccount: 'Employee Advances' } : {}),
      });
  }
}

/** The snapshot as it is delivered now. */
export const snapshotOf = ({ item, revision }: PsaItem): Item =>
  ({ kind: item.kind, snapshot: { ...item.snapshot, revision } }) as Item;

/** Changes the item in the PSA, which raises its revision. */
export function change(psa: PsaItem, how: Change): void {
  psa.revision += 1;
  psa.item = { kind: psa.item.kind, snapshot: { ...psa.item.snapshot, ...changes(psa, how) } } as Item;
}

function changes(psa: PsaItem, how: Change): object {
  const { item, revision } = psa;
  switch (item.kind) {
    case 'invoices':
      if (how === 'withdraw') return { voided: true };
      if (how === 'restore') return { voided: false, total: '125.00' };
      if (how === 'less') return { total: '-1.00' };
      if (how === 'more') return { delivery: item.snapshot.delivery === 'print' ? 'none' : 'print' };
      return { memo: `revision ${revision}` };
    case 'timesheets':
      if (how === 'withdraw') return { status: 'Rejected' };
      if (how === 'restore') return { status: 'Approved' };
      if (how !== 'more') return { periodEnd: how === 'less' ? '2026-01-10' : '2026-01-11' };
      return { entries: [...item.snapshot.entries, { ...item.snapshot.entries[0], id: `r${revision}` }] };
    case 'expense-reports':
      if (how === 'withdraw') return { status: 'Rejected' };
      if (how === 'restore') return { status: 'Approved for Payment' };
      return { weekEnding: how === 'less' ? '2026-01-10' : '2026-01-11' };
    case 'purchase-orders':
      if (how === 'withdraw') return { status: 'Canceled' };
      if (how === 'restore') return { status: 'Submitted' };
      if (how === 'number') return { externalPoNumber: 'Q-7' };
      if (how === 'clear') return { externalPoNumber: '' };
      if (how === 'correct') return { memo: `revision ${revision}` };
      return { lines: received(item.snapshot.lines, how === 'more' ? 1 : -1, revision) };
  }
}

type Line = { quantity: string; received: string };

/** One more, or one less, received on one of the lines. */
function received<T extends Line>(lines: readonly T[], by: number, revision: number): T[] {
  const chosen = revision % lines.length;
  return lines.map((line, index) => {
    const next = Math.min(Math.max(Number(line.received) + by, 0), Number(line.quantity));
    return index === chosen ? { ...line, received: String(next) } : line;
  });
}
