import { type Database, inTransaction, type Queryable, row, rows, type Transaction } from './database.js';

/** From all rights to reading only; what a role may is in gateway/console/access/roles.ts. */
export const ROLES = ['admin', 'operator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** A person who may sign in to the console. */
export type User = { id: number; name: string; role: Role; createdAt: string; disabledAt: string | null };
/** `passwordVersion` grows with every change of the password. */
export type StoredUser = User & { passwordHash: string; passwordVersion: number };

const COLUMNS = `u.id, u.name, u.role, u.created_at as "createdAt", u.disabled_at as "disabledAt"`;
const USERS_LOCK = 7_202_614;

/** Names are compared without regard to case. */
export const findUserByName = (db: Queryable, name: string): Promise<StoredUser | undefined> =>
  row(
    db,
    'find-user-by-name',
    `select ${COLUMNS}, u.password_hash as "passwordHash", u.password_version as "passwordVersion" from users u where lower(u.name) = lower($1)`,
    [name],
  );

export const listUsers = (db: Queryable): Promise<User[]> =>
  rows(db, 'list-users', `select ${COLUMNS} from users u order by lower(u.name)`);

type NewUser = { name: string; role: Role; passwordHash: string; at: string };

/** Undefined when the name is taken. */
export const insertUser = (db: Queryable, user: NewUser): Promise<User | undefined> =>
  row(
    db,
    'insert-user',
    `insert into users as u (name, role, password_hash, created_at) values ($1, $2, $3, $4) on conflict do nothing returning ${COLUMNS}`,
    [user.name, user.role, user.passwordHash, user.at],
  );

/** Makes the first user of all; undefined when there is one. Of several processes that start at once, one makes it. */
export function insertFirstUser(database: Database, user: NewUser): Promise<User | undefined> {
  return inTransaction(database, async (tx) => {
    await lockUsers(tx);
    return (await isAnyUser(tx)) ? undefined : insertUser(tx, user);
  });
}

export async function isAnyUser(db: Queryable): Promise<boolean> {
  const found = await row<{ any: boolean }>(db, 'any-user', 'select exists(select 1 from users) as any');
  return found?.any ?? false;
}

/** What is absent stays as it is, whoever changes it meanwhile; `disabledAt` null lets the user sign in. */
export type UserChange = {
  role?: Role | undefined;
  passwordHash?: string | undefined;
  disabledAt?: string | null | undefined;
};

/**
 * Changes a user and ends his sessions. The last admin who can sign in stays one.
 * @returns whether it was changed
 */
export async function changeUser(tx: Transaction, id: number, change: UserChange): Promise<boolean> {
  await lockUsers(tx);
  const { rowCount } = await tx.query(
    `update users u set role = c.role, password_hash = c.password_hash, disabled_at = c.disabled_at,
       password_version = u.password_version + ($3::text is not null)::int
     from (select id, coalesce($2, role) as role, coalesce($3, password_hash) as password_hash,
         case when $4 and $5::timestamptz is null then null else coalesce(disabled_at, $5) end as disabled_at from users where id = $1) c
     where u.id = c.id and ((c.role = 'admin' and c.disabled_at is null)
       or exists(select 1 from users other where other.id <> $1 and other.role = 'admin' and other.disabled_at is null))`,
    [id, change.role, change.passwordHash, change.disabledAt !== undefined, change.disabledAt ?? null],
  );
  if (rowCount !== 1) return false;
  await tx.query('delete from user_sessions where user_id = $1', [id]);
  return true;
}

/** All who change users take turns, until their transaction ends. */
const lockUsers = (tx: Transaction) => tx.query('select pg_advisory_xact_lock($1)', [USERS_LOCK]);

/** Whether a user is an admin who can sign in, and stays one until the transaction ends. */
export async function isStillAdmin(tx: Transaction, id: number): Promise<boolean> {
  await lockUsers(tx);
  const { rowCount } = await tx.query(`select 1 from users where id = $1 and role = 'admin' and disabled_at is null`, [
    id,
  ]);
  return rowCount === 1;
}

/**
 * A user's own new password: takes effect where the former one, which he gave, is still his and he may still sign in.
 * Ends his sessions.
 */
export async function changeOwnPassword(
  tx: Transaction,
  { id, passwordVersion }: StoredUser,
  passwordHash: string,
): Promise<boolean> {
  await lockUsers(tx);
  const { rowCount } = await tx.query(
    `update users set password_hash = $3, password_version = password_version + 1
     where id = $1 and password_version = $2 and disabled_at is null`,
    [id, passwordVersion, passwordHash],
  );
  if (rowCount !== 1) return false;
  await tx.query('delete from user_sessions where user_id = $1', [id]);
  return true;
}

/** The same password hashed anew, unless another one has come meanwhile. */
export async function renewUserHash(
  db: Queryable,
  id: number,
  hash: { former: string; renewed: string },
): Promise<void> {
  await db.query('update users set password_hash = $3 where id = $1 and password_hash = $2', [
    id,
    hash.former,
    hash.renewed,
  ]);
}

/**
 * Begins a session of whoever gave his password.
 * @returns false where it was changed, or the user disabled, while it was looked at
 */
export async function insertUserSession(
  db: Queryable,
  session: { tokenHash: Buffer; user: Pick<StoredUser, 'id' | 'passwordVersion'>; at: string },
): Promise<boolean> {
  const { rowCount } = await db.query(
    `with u as (select id from users where id = $2 and password_version = $4 and disabled_at is null for share)
     insert into user_sessions (token_hash, user_id, created_at, last_seen_at) select $1, u.id, $3, $3 from u`,
    [session.tokenHash, session.user.id, session.at, session.user.passwordVersion],
  );
  return rowCount === 1;
}

/** Who is signed in with a cookie: not longer than a day after the last use, and 14 days in all. */
export const findUserBySession = (
  db: Queryable,
  tokenHash: Buffer,
  now: string,
): Promise<(User & { lastSeenAt: string }) | undefined> =>
  row(
    db,
    'find-user-by-session',
    `select ${COLUMNS}, s.last_seen_at as "lastSeenAt" from user_sessions s join users u on u.id = s.user_id
     where s.token_hash = $1 and u.disabled_at is null and s.last_seen_at > $2::timestamptz - interval '1 day' and s.created_at > $2::timestamptz - interval '14 days'`,
    [tokenHash, now],
  );

export async function noteUserSeen(db: Queryable, tokenHash: Buffer, now: string): Promise<void> {
  await db.query('update user_sessions set last_seen_at = $2 where token_hash = $1', [tokenHash, now]);
}

export async function deleteUserSession(db: Queryable, tokenHash: Buffer): Promise<void> {
  await db.query('delete from user_sessions where token_hash = $1', [tokenHash]);
}

/** What people did beside commands on items. */
export type LogEntry = { at: string; userName: string; action: string; subject: string; detail?: string };

export async function appendConsoleLog(db: Queryable, entry: LogEntry): Promise<void> {
  await db.query('insert into console_log (at, user_name, action, subject, detail) values ($1, $2, $3, $4, $5)', [
    entry.at,
    entry.userName,
    entry.action,
    entry.subject,
    entry.detail ?? null,
  ]);
}

export const listConsoleLog = (db: Queryable, limit: number): Promise<LogEntry[]> =>
  rows(
    db,
    'list-console-log',
    'select at, user_name as "userName", action, subject, detail from console_log order by id desc limit $1',
    [limit],
  );
