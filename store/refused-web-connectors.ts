import { type Queryable, row, rows } from './database.js';

/** How often authenticate was refused for a user name, since when, and the last time; `name` is trimmed and in lower case. */
export type RefusedWebConnector = {
  name: string;
  connectionId: string | null;
  count: number;
  firstAt: string;
  lastAt: string;
  lastAddress: string;
};

/** Strangers decide how many names there are: only so many that no connection has are kept. */
const MOST_UNKNOWN = 100;

/** Counts a refusal; after a week without any the count begins anew. */
export async function noteRefusedWebConnector(
  db: Queryable,
  refused: { name: string; address: string; at: string },
): Promise<void> {
  await row(
    db,
    'note-refused-web-connector',
    `with noted as (
       insert into refused_web_connectors as r (name, count, first_at, last_at, last_address)
       values (left(lower(btrim($1)), 100), 1, $2, $2, $3)
       on conflict (name) do update set last_at = excluded.last_at, last_address = excluded.last_address,
         count = case when r.last_at < excluded.last_at - interval '7 days' then 1 else r.count + 1 end,
         first_at = case when r.last_at < excluded.last_at - interval '7 days' then excluded.first_at else r.first_at end)
     delete from refused_web_connectors where name in (
       select r.name from refused_web_connectors r
       where r.name <> left(lower(btrim($1)), 100) and not exists (select 1 from connections c where lower(btrim(c.username)) = r.name)
       order by r.last_at desc offset $4)`,
    [refused.name, refused.at, refused.address.slice(0, 64), MOST_UNKNOWN - 1],
  );
}

/** Those of the last seven days, newest first; without a connection where none has the name. */
export const listRefusedWebConnectors = (db: Queryable, now: string): Promise<RefusedWebConnector[]> =>
  rows(
    db,
    'list-refused-web-connectors',
    `select r.name, (select min(c.id) from connections c where lower(btrim(c.username)) = r.name) as "connectionId",
       r.count, r.first_at as "firstAt", r.last_at as "lastAt", r.last_address as "lastAddress"
     from refused_web_connectors r where r.last_at > $1::timestamptz - interval '7 days' order by r.last_at desc, r.name`,
    [now],
  );
