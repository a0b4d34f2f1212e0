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
  if (page.offset < FAR) {
    const [total, found] = await Promise.all([countMatching(db, filter), findIds(db, filter, sort, page)]);
    return { items: await readListed(db, found), total };
  }
  const total = await countMatching(db, filter);
  return { items: await readListed(db, await farIds(db, filter, sort, page, total)), total };
}

/** From here on the way from the end may be the shorter one: the last page costs what the first does. */
const FAR = 5_000;

async function farIds(db: Queryable, filter: ItemFilter, sort: Sort, page: Page, total: number): Promise<number[]> {
  const left = total - page.offset;
  if (left <= 0) return [];
  if (page.offset <= total / 2) return findIds(db, filter, sort, page);
  const limit = Math.min(page.limit, left);
  const found = await findIds(db, filter, turned(sort), { limit, offset: left - limit });
  return found.reverse();
}

/** All that a filter selects, in the order asked for. */
export const allIds = (db: Queryable, filter: ItemFilter, sort: Sort): Promise<number[]> =>
  findIds(db, filter, sort, { limit: null, offset: 0 });

/** Items of a list, in the order of their ids' list. */
export async function readListed(db: Queryable, ids: readonly number[]): Promise<ListedItem[]> {
  const [rows, extras] = await Promise.all([
    readItems(db, ids),
    db.query<Found>(
      `select i.id, i.amount, i.item_date as "itemDate", i.party from items i where i.id = any($1::bigint[])`,
      [ids],
    ),
  ]);
  const byId = new Map(rows.map((item) => [item.id, item]));
  const extraById = new Map(extras.rows.map((extra) => [extra.id, extra]));
  return ids.flatMap((id) => {
    const [item, extra] = [byId.get(id), extraById.get(id)];
    return item === undefined || extra === undefined ? [] : [{ ...item, ...extra }];
  });
}

async function countMatching(db: Queryable, filter: ItemFilter): Promise<number> {
  const { where, values } = conditions(filter);
  const counted = await db.query<{ total: number }>(
    `select count(*)::int as total from items i where ${where}`,
    values,
  );
  return counted.rows[0]?.total ?? 0;
}

async function findIds(
  db: Queryable,
  filter: ItemFilter,
  sort: Order,
  page: { limit: number | null; offset: number },
): Promise<number[]> {
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

/** What is empty stands at the end, whichever the direction; at the beginning of an order that is read from its end. */
type Order = Sort & { emptyFirst?: true };

const turned = ({ by, descending }: Sort): Order => ({ by, descending: !descending, emptyFirst: true });

const orderBy = ({ by, descending, emptyFirst }: Order): string => {
  const direction = descending ? 'desc' : 'asc';
  // An id is never empty; said of it, the index would not serve both directions.
  if (by === 'arrival') return `i.id ${direction}`;
  return `${SORT_SQL[by]} ${direction} nulls ${emptyFirst ? 'first' : 'last'}, i.id ${direction}`;
};
