import type { SyncWindow } from '../domain/sync-window.js';
import { type Queryable, row, rows, type Transaction } from './database.js';
import type { QuickBooksSeen } from './quickbooks-seen.js';

/** What people may set per connection. */
export type ConnectionSettings = {
  numbering: 'psa' | 'quickbooks';
  missing: { customers: 'fail' | 'create'; vendors: 'fail' | 'create'; items: 'fail' | 'create' };
  maxRecords: number;
  maxBytes: number;
  paused: boolean;
  /** Absent: at any time. */
  syncWindow?: SyncWindow | undefined;
};

export const DEFAULT_SETTINGS: ConnectionSettings = {
  numbering: 'psa',
  missing: { customers: 'fail', vendors: 'fail', items: 'fail' },
  maxRecords: 50,
  maxBytes: 1_000_000,
  paused: false,
};

/** A connection ("web connector"): one company file with its credentials. */
export type Connection = {
  id: string;
  displayName: string;
  username: string;
  passwordHash: string;
  /** Null where nobody has seen it since it was hashed by a former version. */
  passwordIsShort: boolean | null;
  /** Grows with every change of the password. */
  passwordVersion: number;
  companyFile: string;
  runEveryMinutes: number | null;
  settings: ConnectionSettings;
  fileId: string;
  lastSeenAt: string | null;
  /** What QuickBooks said last; null before the first session that asked. */
  quickbooks: QuickBooksSeen | null;
  /** As in "2.3.0.215"; null where the Web Connector has not told. */
  webConnectorVersion: string | null;
};

/** What is learned of a connection, and not configured. */
type Learned = 'fileId' | 'lastSeenAt' | 'quickbooks' | 'webConnectorVersion' | 'passwordVersion';

/** What people configure of a connection. */
export type Configured = Omit<Connection, Learned | 'passwordIsShort'> & { passwordIsShort?: boolean | null };

const COLUMNS = `id, display_name as "displayName", username, password_hash as "passwordHash", company_file as "companyFile",
  run_every_minutes as "runEveryMinutes", settings, file_id as "fileId", last_seen_at as "lastSeenAt",
  quickbooks, web_connector_version as "webConnectorVersion", password_is_short as "passwordIsShort", password_version as "passwordVersion"`;

export const findConnection = (db: Queryable, id: string): Promise<Connection | undefined> =>
  row(db, 'find-connection', `select ${COLUMNS} from connections where id = $1`, [id]);

/** User names are compared without regard to case and to spaces around them; of former ones that differ only so, the exact one. */
export const findConnectionByUsername = (db: Queryable, username: string): Promise<Connection | undefined> =>
  row(
    db,
    'find-connection-by-username',
    `select ${COLUMNS} from connections where lower(btrim(username)) = lower(btrim($1)) order by username <> $1, id limit 1`,
    [username],
  );

const USERNAMES_LOCK = 7_202_615;

/** The connection that has a user name already, in the eyes of `findConnectionByUsername`; names are given one after the other. */
export async function holderOfUsername(
  tx: Transaction,
  { id, username }: Pick<Connection, 'id' | 'username'>,
): Promise<string | undefined> {
  await tx.query('select pg_advisory_xact_lock($1)', [USERNAMES_LOCK]);
  const found = await row<{ id: string }>(
    tx,
    'holder-of-username',
    'select id from connections where lower(btrim(username)) = lower(btrim($1)) and id <> $2 order by id limit 1',
    [username, id],
  );
  return found?.id;
}

export const listConnections = (db: Queryable): Promise<Connection[]> =>
  rows(db, 'list-connections', `select ${COLUMNS} from connections order by id`);

/**
 * Every SOAP call takes this lock first: what happens on one connection happens one after the other. `no key`, because
 * a row that only refers to the connection (a change, an item) must not wait for it while its writer holds an item.
 */
export const lockConnection = (tx: Transaction, id: string): Promise<Connection | undefined> =>
  row(tx, 'lock-connection', `select ${COLUMNS} from connections where id = $1 for no key update`, [id]);

/** The same lock by the ticket of an open session; undefined, and nothing is locked, where there is none. */
export const lockConnectionOfTicket = (tx: Transaction, ticketHash: Buffer): Promise<Connection | undefined> =>
  row(
    tx,
    'lock-connection-of-ticket',
    `select ${COLUMNS} from connections where id = (select connection_id from sessions where ticket_hash = $1 and state = 'open') for no key update`,
    [ticketHash],
  );

/**
 * Creates or replaces all that people configure; the FileID stays. So what it replaces has been read under the lock of the
 * connection, in this transaction: else it brings back what somebody has changed meanwhile.
 */
export async function putConnection(tx: Transaction, connection: Configured): Promise<Connection | undefined> {
  return row(
    tx,
    'put-connection',
    `insert into connections as c (id, display_name, username, password_hash, company_file, run_every_minutes, settings, password_is_short)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set display_name = excluded.display_name, username = excluded.username,
       password_version = c.password_version + (c.password_hash <> excluded.password_hash)::int,
       password_hash = excluded.password_hash, password_is_short = excluded.password_is_short,
       company_file = excluded.company_file, run_every_minutes = excluded.run_every_minutes, settings = excluded.settings
     returning ${COLUMNS}`,
    [
      connection.id,
      connection.displayName,
      connection.username,
      connection.passwordHash,
      connection.companyFile,
      connection.runEveryMinutes,
      JSON.stringify(connection.settings),
      connection.passwordIsShort ?? null,
    ],
  );
}

/** The same password hashed anew, unless another one has come meanwhile. */
export async function renewConnectionHash(
  db: Queryable,
  id: string,
  hash: { former: string; renewed: string; passwordIsShort: boolean },
): Promise<void> {
  await db.query(
    'update connections set password_hash = $3, password_is_short = $4 where id = $1 and password_hash = $2',
    [id, hash.former, hash.renewed, hash.passwordIsShort],
  );
}

/** Notes that QBWC called, for "last seen", and its version; one that does not tell it this time keeps what is known. */
export async function noteSeen(
  tx: Transaction,
  id: string,
  seen: { at: string; webConnectorVersion: string | undefined },
): Promise<void> {
  await tx.query(
    'update connections set last_seen_at = $2, web_connector_version = coalesce($3, web_connector_version) where id = $1',
    [id, seen.at, seen.webConnectorVersion ?? null],
  );
}
