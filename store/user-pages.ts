import { type Queryable, row, rows } from './database.js';

/** The columns that a user chose for a search page; undefined before the first choice. */
export async function chosenColumns(db: Queryable, userId: number, page: string): Promise<string[] | undefined> {
  const found = await row<{ columns: string[] }>(
    db,
    'chosen-columns',
    'select columns from user_columns where user_id = $1 and page = $2',
    [userId, page],
  );
  return found?.columns;
}

export async function chooseColumns(
  db: Queryable,
  userId: number,
  page: string,
  columns: readonly string[],
): Promise<void> {
  await db.query(
    `insert into user_columns (user_id, page, columns) values ($1, $2, $3) on conflict (user_id, page) do update set columns = excluded.columns`,
    [userId, page, columns],
  );
}

/** A search that a user keeps under a name: the query of its URL. */
export type SavedView = { id: number; name: string; query: string };

export const savedViews = (db: Queryable, userId: number, page: string): Promise<SavedView[]> =>
  rows(
    db,
    'saved-views',
    'select id, name, query from saved_views where user_id = $1 and page = $2 order by lower(name), id',
    [userId, page],
  );

/** Keeps a view; one of the same name is replaced. */
export async function saveView(
  db: Queryable,
  view: { userId: number; page: string; name: string; query: string },
): Promise<void> {
  await db.query(
    `insert into saved_views (user_id, page, name, query) values ($1, $2, $3, $4) on conflict (user_id, page, name) do update set query = excluded.query`,
    [view.userId, view.page, view.name, view.query],
  );
}

export async function deleteView(db: Queryable, userId: number, id: number): Promise<void> {
  await db.query('delete from saved_views where user_id = $1 and id = $2', [userId, id]);
}
