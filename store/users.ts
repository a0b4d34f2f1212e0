import { type Database, inTransaction, type Queryable, row, rows, type Transaction } from './database.js';

/** From all rights to reading only; what a role may is in gateway/console/access/roles.ts. */
export const ROLES = ['admin', 'operator', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** A person who may sign in to the console. */
export type User = { id: number; name: string; role: Role; createdAt: string; disabledAt: string | null };
export type StoredUser = User & { passwordHash: string };

const COLUMNS = `u.id, u.name, u.role, u.created_at as "createdAt", u.disabled_at as "disabledAt"`;
const USERS_LOCK = 7_202_614;

/** Names are compared without regard to case. */
export const findUserByName = (db: Queryable, name: string): Promise<StoredUser | undefined> =>
  row(
    db,
    'find-user-by-name',
    `select ${COLUMNS}, u.password_hash as "passwordHash" from users u where lower(u.name) = lower($1)`,
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
    await tx.query('select pg_advisory_xact_lock($1)', [USERS_LOCK]);
    return (await isAnyUser(tx)) ? undefined : insertUser(tx, user);
  });
}

export async function isAnyUser(db: Queryable): Promise<boolean> {
  const found = await row<{ any: boolean }>(db, 'any-user', 'select exists(select 1 from users) as any');
  return found?.any ?? false;
}

/**
 * Changes a user and ends his sessions. The last admin who can sign in stays one.
 * @returns whether it was changed
 */
export async function changeUser(
  tx: Transaction,
  id: number,
  change: { role: Role; passwordHash: string | null; disabledAt: string | null },
): Promise<boolean> {
  await tx.query('select pg_advisory_xact_lock($1)', [USERS_LOCK]);
  const { rowCount } = await tx.query(
    `update users set role = $2, password_hash = coalesce($3, password_hash), disabled_at = $4
     where id = $1 and (($2 = 'admin' and $4::timestamptz is null)
       or exists(select 1 from users other where other.id <> $1 and other.role = 'admin' and other.disabled_at is null))`,
    [id, change.role, change.passwordHash, change.disabledAt],
  );
  if (rowCount !== 1) return false;
  await tx.query('delete from user_sessions where user_id = $1', [id]);
  return true;
}

export async function insertUserSession(
  db: Queryable,
  session: { tokenHash: Buffer; userId: number; at: string },
): Promise<void> {
  await db.query('insert into user_sessions (token_hash, user_id, created_at, last_seen_at) values ($1, $2, $3, $3)', [
    session.tokenHash,
    session.userId,
    session.at,
  ]);
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
