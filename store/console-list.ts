import type { Queryable } from './database.js';
import { conditions, type ItemFilter, type Page, STATUS_SQL } from './item-list.js';
import { type ItemRow, readItems } from './items.js';

/** What a search page can be sorted by. */
export const SORTS = ['arrival', 'number', 'party', 'date', 'amount', 'status', 'transferDate'] as const;
export type SortKey = (typeof SORTS)[number];
export type Sort = { by: SortKey; descending: boolean };

const SORT_SQL = {
  arrival: 'i.id',
  number: 'i.short_number',
  party: 'i.short_party',
  date: 'i.item_date',
  amount: 'i.amount',
  status: STATUS_SQL,
  transferDate: 'i.transferred_at',
} as const satisfies Record<SortKey, string>;

/** An item of a search page with what is computed for the list. */
export type ListedItem = ItemRow & { amount: string | null; itemDate: string | null; party: string | null };

type Found = { id: number; amount: string | null; itemDate: string | null; party: string | null };

/** One page of the items that a filter selects, in the order asked for, and how many there are in all. */
export async function searchSorted(
  db: Queryable,
  filter: ItemFilter,
  sort: Sort,
  page: Page,
): Promise<{ items: ListedItem[]; total: number }> {
  const { where, values } = conditions(filter);
  const [counted, found] = await Promise.all([
    db.query<{ total: number }>(`select count(*)::int as total from items i where ${where}`, values),
    findIds(db, filter, sort, page),
  ]);
  const byId = new Map((await readItems(db, found)).map((item) => [item.id, item]));
  const extras = await db.query<Found>(
    `select i.id, i.amount, i.item_date as "itemDate", i.party from items i where i.id = any($1::bigint[])`,
    [found],
  );
  const extraById = new Map(extras.rows.map((extra) => [extra.id, extra]));
  const items = found.flatMap((id) => {
    const [item, extra] = [byId.get(id), extraById.get(id)];
    return item === undefined || extra === undefined ? [] : [{ ...item, ...extra }];
  });
  return { items, total: counted.rows[0]?.total ?? 0 };
}

async function findIds(db: Queryable, filter: ItemFilter, sort: Sort, page: Page): Promise<number[]> {
  const { where, values } = conditions(filter);
  const found = await db.query<{ id: number }>(
    `select i.id from items i where ${where} order by ${orderBy(sort)} limit $${values.length + 1} offset $${values.length + 2}`,
    [...values, page.limit, page.offset],
  );
  return found.rows.map(({ id }) => id);
}

/** The PSA's ids of what a filter selects, in the order of the list. */
export async function matchingIds(db: Queryable, filter: ItemFilter, sort: Sort, limit: number): Promise<string[]> {
  const { where, values } = conditions(filter);
  const found = await db.query<{ psaId: string }>(
    `select i.psa_id as "psaId" from items i where ${where} order by ${orderBy(sort)} limit $${values.length + 1}`,
    [...values, limit],
  );
  return found.rows.map(({ psaId }) => psaId);
}

const orderBy = ({ by, descending }: Sort): string => {
  const direction = descending ? 'desc' : 'asc';
  const tie = by === 'arrival' ? '' : `, i.id ${direction}`;
  return `${SORT_SQL[by]} ${direction} nulls last${tie}`;
};
