import { ITEM_KINDS, KIND_LABEL } from '../../../domain/kinds.js';
import type { ItemView } from '../../../gateway/shared/schemas/item.js';
import { ORDINARY_INVOICES } from '../samples/invoices.js';
import type { Items } from './check-end.js';

/** One line of the table: the texts of its columns. */
export type Row = { kind: string; number: string; status: string; date: string; txnId: string; remark: string };

/** A row for each item; the ordinary invoices of which nothing is to be told share one. */
export function rowsOf(items: Items, reasons: ReadonlyMap<string, string>): Row[] {
  return ITEM_KINDS.flatMap((kind) => {
    const sorted = items[kind].toSorted((left, right) => (left.number < right.number ? -1 : 1));
    const isPlain = (item: ItemView): boolean => item.id in ORDINARY_INVOICES && remarkOf(item, reasons) === '';
    const plain = sorted.filter(isPlain);
    const told = sorted.filter((item) => !isPlain(item)).map((item) => rowOf(item, reasons));
    return plain.length === 0 ? told : [manyIn(plain), ...told];
  });
}

function rowOf(item: ItemView, reasons: ReadonlyMap<string, string>): Row {
  const { kind, number, transferStatus, transferDate } = item;
  return {
    kind: KIND_LABEL[kind],
    number,
    status: transferStatus,
    date: transferDate,
    txnId: txnIdsOf(item),
    remark: remarkOf(item, reasons),
  };
}

function manyIn(items: readonly ItemView[]): Row {
  const [first, last] = [items[0], items.at(-1)];
  return {
    kind: KIND_LABEL.invoices,
    number: `${first?.number}-${last?.number}`,
    status: [...new Set(items.map(({ transferStatus }) => transferStatus))].join(', '),
    date: first?.transferDate ?? '',
    txnId: first === undefined ? '' : txnIdsOf(first),
    remark: `${items.length} invoices of every day`,
  };
}

/** The first TxnID of the newest generation, and how many more there are. */
function txnIdsOf({ records }: ItemView): string {
  const newest = Math.max(0, ...records.map(({ generation }) => generation));
  const ids = records.flatMap(({ generation, state, txnId }) =>
    generation === newest && txnId !== null && (state === 'added' || state === 'deleted') ? [txnId] : [],
  );
  const [first = '', ...more] = new Set(ids);
  return more.length === 0 ? first : `${first} +${more.length}`;
}

function remarkOf(item: ItemView, reasons: ReadonlyMap<string, string>): string {
  const remarks = [
    item.needsResync ? 'Needs Resync.' : '',
    item.records.some(({ state }) => state === 'deleted') ? 'Deleted in QuickBooks.' : '',
    item.paidDate === null ? '' : `Paid on ${item.paidDate}.`,
    item.reason ?? '',
    reasons.get(`${item.kind}/${item.id}`) ?? '',
  ];
  return remarks.filter((remark) => remark !== '').join(' ');
}
