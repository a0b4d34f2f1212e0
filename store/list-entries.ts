import type { ListName } from '../domain/list-names.js';
import { type Queryable, row, rows, type Transaction } from './database.js';

/**
 * A name in a QuickBooks list, per connection.
 * - missing: QuickBooks does not have it, it is to be added; adding: in a message set
 * - there: QuickBooks has it; refused: it could not be added in that session
 */
export type ListEntry = {
  list: ListName;
  fullName: string;
  isGoods: boolean;
  state: 'missing' | 'adding' | 'there' | 'refused';
  message: string | null;
};

const keyOf = (fullName: string): string => fullName.toLowerCase();

/** Of these names, those of which nothing is known, or only a refusal of a former session. */
export async function unknownNames<T extends Pick<ListEntry, 'list' | 'fullName'>>(
  db: Queryable,
  connectionId: string,
  sessionId: string,
  names: readonly T[],
): Promise<T[]> {
  const known = await rows<{ list: string; key: string }>(
    db,
    'known-list-entries',
    `select e.list, e.key from list_entries e join jsonb_to_recordset($3::jsonb) as n(list text, key text) on n.list = e.list and n.key = e.key
     where e.connection_id = $1 and (e.state <> 'refused' or e.session_id = $2)`,
    [connectionId, sessionId, JSON.stringify(names.map(({ list, fullName }) => ({ list, key: keyOf(fullName) })))],
  );
  const isKnown = new Set(known.map(({ list, key }) => `${list}/${key}`));
  return names.filter(({ list, fullName }) => !isKnown.has(`${list}/${keyOf(fullName)}`));
}

/** Writes what is known of names now. */
export async function putListEntries(
  tx: Transaction,
  connectionId: string,
  entries: readonly (Pick<ListEntry, 'list' | 'fullName' | 'isGoods' | 'state'> & {
    message?: string;
    sessionId: string;
    messageSetId?: string;
  })[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx.query({
    name: 'put-list-entries',
    text: `insert into list_entries (connection_id, list, key, full_name, is_goods, state, message, session_id, message_set_id)
      select $1, list, lower("fullName"), "fullName", "isGoods", state, message, "sessionId", "messageSetId"
      from jsonb_to_recordset($2::jsonb) as e(list text, "fullName" text, "isGoods" boolean, state text, message text, "sessionId" text, "messageSetId" text)
      on conflict (connection_id, list, key) do update set state = excluded.state, message = excluded.message,
        session_id = excluded.session_id, message_set_id = excluded.message_set_id`,
    values: [connectionId, JSON.stringify(entries)],
  });
}

const COLUMNS = `list, full_name as "fullName", is_goods as "isGoods", state, message`;

/** What is to be added next, parents before their children. */
export const missingEntries = (db: Queryable, connectionId: string, limit: number): Promise<ListEntry[]> =>
  rows(
    db,
    'missing-list-entries',
    `select ${COLUMNS} from list_entries where connection_id = $1 and state = 'missing' order by length(full_name), list, key limit $2`,
    [connectionId, limit],
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

/** Forgets the names of which a session asked without an answer: otherwise nobody would ask for them again. */
export async function forgetUnanswered(tx: Transaction, sessionId: string): Promise<void> {
  await tx.query({
    name: 'forget-unanswered-names',
    text: `delete from list_entries e using message_sets m
      where m.id = e.message_set_id and m.session_id = $1 and m.purpose = 'names' and e.state = 'adding'`,
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
    [connectionId, JSON.stringify(names.map(({ list, fullName }) => ({ list, key: keyOf(fullName) })))],
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
  accounts: PostingAccounts,
): Promise<void> {
  await tx.query('update connections set posting_accounts = $2 where id = $1', [
    connectionId,
    JSON.stringify(accounts),
  ]);
}
