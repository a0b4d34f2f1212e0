import type { ListName } from '../domain/list-names.js';
import { cut } from '../domain/texts.js';
import { type Queryable, row, rows, type Transaction } from './database.js';
import { shortened } from './shortened.js';

/**
 * A name in a QuickBooks list, per connection.
 * - missing: QuickBooks does not have it, it is to be added; adding: in a message set
 * - there: QuickBooks has it; refused: it could not be added in that session (without one: it is asked for again at once)
 */
export type ListEntry = {
  list: ListName;
  fullName: string;
  isGoods: boolean;
  state: 'missing' | 'adding' | 'there' | 'refused';
  message: string | null;
  /** How many may go in one set: it was in one that QuickBooks could not read. */
  share: number | null;
};

/** A name, with how many may be asked for together with it. */
export type Shared<T> = T & { share: number | null };

const keyOf = (fullName: string): string => fullName.toLowerCase();
const keysOf = (names: readonly Pick<ListEntry, 'list' | 'fullName'>[]): string =>
  JSON.stringify(names.map(({ list, fullName }) => ({ list, key: keyOf(fullName) })));

/** Of these names, those of which nothing is known, or only a refusal of a former session. */
export async function unknownNames<T extends Pick<ListEntry, 'list' | 'fullName'>>(
  db: Queryable,
  connectionId: string,
  sessionId: string,
  names: readonly T[],
): Promise<Shared<T>[]> {
  const found = await rows<{ list: string; key: string; share: number | null; known: boolean }>(
    db,
    'known-list-entries',
    `select e.list, e.key, e.share, (e.state <> 'refused' or e.session_id is not distinct from $2) as known
     from list_entries e join jsonb_to_recordset($3::jsonb) as n(list text, key text) on n.list = e.list and n.key = e.key
     where e.connection_id = $1`,
    [connectionId, sessionId, keysOf(names)],
  );
  const entries = new Map(found.map((entry) => [`${entry.list}/${entry.key}`, entry]));
  return names.flatMap((name) => {
    const entry = entries.get(`${name.list}/${keyOf(name.fullName)}`);
    return entry?.known === true ? [] : [{ ...name, share: entry?.share ?? null }];
  });
}

/** What QuickBooks said stands whole in its answer; names are never cut. */
const withCutMessage = <Entry extends { message?: string }>(entry: Entry): Entry =>
  entry.message === undefined ? entry : { ...entry, message: cut(entry.message) };

/** Writes what is known of names now. */
export async function putListEntries(
  tx: Transaction,
  connectionId: string,
  entries: readonly (Pick<ListEntry, 'list' | 'fullName' | 'isGoods' | 'state'> & {
    message?: string;
    sessionId: string | null;
    messageSetId?: string;
    share?: number | null;
  })[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx.query({
    name: 'put-list-entries',
    text: `insert into list_entries (connection_id, list, key, full_name, is_goods, state, message, session_id, message_set_id, share)
      select $1, list, lower("fullName"), "fullName", "isGoods", state, message, "sessionId", "messageSetId", share
      from jsonb_to_recordset($2::jsonb) as e(list text, "fullName" text, "isGoods" boolean, state text, message text, "sessionId" text, "messageSetId" text, share int)
      on conflict (connection_id, list, key) do update set state = excluded.state, message = excluded.message,
        session_id = excluded.session_id, message_set_id = excluded.message_set_id, share = coalesce(excluded.share, list_entries.share)`,
    values: [connectionId, JSON.stringify(entries.map(withCutMessage))],
  });
}

const COLUMNS = `list, full_name as "fullName", is_goods as "isGoods", state, ${shortened('message')} as message, share`;

export async function isAnythingMissing(db: Queryable, connectionId: string): Promise<boolean> {
  const found = await row<{ any: boolean }>(
    db,
    'anything-missing',
    `select exists(select 1 from list_entries where connection_id = $1 and state = 'missing') as any`,
    [connectionId],
  );
  return found?.any ?? false;
}

/** Of these names, what is to be added next, parents before their children. */
export const missingEntries = (
  db: Queryable,
  connectionId: string,
  wanted: readonly Pick<ListEntry, 'list' | 'fullName'>[],
  limit: number,
): Promise<ListEntry[]> =>
  rows(
    db,
    'missing-list-entries',
    `select ${COLUMNS} from list_entries where connection_id = $1 and state = 'missing'
       and (list, key) in (select n.list, n.key from jsonb_to_recordset($2::jsonb) as n(list text, key text))
     order by length(full_name), list, key limit $3`,
    [connectionId, keysOf(wanted), limit],
  );

/** What a message set adds, in its order. */
export const entriesOfMessageSet = (db: Queryable, messageSetId: string): Promise<ListEntry[]> =>
  rows(
    db,
    'list-entries-of-message-set',
    `select ${COLUMNS} from list_entries where message_set_id = $1 order by length(full_name), list, key`,
    [messageSetId],
  );

/** Forgets names, so that they are asked for again. */
export async function forgetEntries(tx: Transaction, messageSetId: string): Promise<void> {
  await tx.query('delete from list_entries where message_set_id = $1', [messageSetId]);
}

/**
 * Forgets the names of which a session asked without an answer: otherwise nobody would ask for them again. What is
 * missing and was not added is asked for again, too, should anybody still need it.
 */
export async function forgetUnanswered(tx: Transaction, sessionId: string): Promise<void> {
  await tx.query({
    name: 'forget-unanswered-names',
    text: `delete from list_entries e using message_sets m
      where m.id = e.message_set_id and m.session_id = $1 and m.purpose = 'names' and e.state = 'adding'`,
    values: [sessionId],
  });
  await tx.query({
    name: 'forget-missing-names',
    text: `delete from list_entries where session_id = $1 and state = 'missing'`,
    values: [sessionId],
  });
}

/** QuickBooks did not find something that it was said to have: somebody deleted or renamed it. */
export async function forgetNames(
  tx: Transaction,
  connectionId: string,
  names: readonly Pick<ListEntry, 'list' | 'fullName'>[],
): Promise<void> {
  await tx.query(
    `delete from list_entries e using jsonb_to_recordset($2::jsonb) as n(list text, key text)
     where e.connection_id = $1 and e.list = n.list and e.key = n.key and e.state = 'there'`,
    [connectionId, keysOf(names)],
  );
}

/** Accounts that new items post to, by type of account. */
export type PostingAccounts = { Income?: string; CostOfGoodsSold?: string; OtherCurrentAsset?: string };

export async function postingAccounts(db: Queryable, connectionId: string): Promise<PostingAccounts | undefined> {
  const found = await row<{ accounts: PostingAccounts | null }>(
    db,
    'posting-accounts',
    'select posting_accounts as accounts from connections where id = $1',
    [connectionId],
  );
  return found?.accounts ?? undefined;
}

export async function putPostingAccounts(
  tx: Transaction,
  connectionId: string,
  accounts: PostingAccounts | undefined,
): Promise<void> {
  await tx.query('update connections set posting_accounts = $2 where id = $1', [
    connectionId,
    accounts === undefined ? null : JSON.stringify(accounts),
  ]);
}
