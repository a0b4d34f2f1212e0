import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../domain/errors.js';
import { type Client, openDatabase, withClient } from './database.js';
import { type Migration, migrationNames, readMigration, type Step } from './migration-files.js';

const FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url));
/** Any number that nobody else uses: it makes several processes that start at once take turns. */
const MIGRATION_LOCK = 7_202_611;
/** How often it is looked whether it is our turn. */
const TURN_MS = 200;

/** How long a migration waits for a table that others use, in milliseconds. */
export type LockPatience = {
  /** At a time: whoever comes after us waits behind us as long. */
  lockMs: number;
  /** Then all of it is given up, and begun again after this. */
  pauseMs: number;
  /** In all. */
  giveUpAfterMs: number;
};

const PATIENCE: LockPatience = { lockMs: 2_000, pauseMs: 1_000, giveUpAfterMs: 600_000 };

export type MigrateOptions = {
  /** Hears in a line each what was applied, and what is waited for. */
  say?: (line: string) => void;
  /** Where the migrations are; tests have some of their own. */
  folder?: string;
  patience?: LockPatience;
};

type Run = { client: Client; folder: string; patience: LockPatience; say: (line: string) => void };

/**
 * Brings a database to the newest schema, forward only. Safe when several processes do it at once, which take turns,
 * and when it is killed at any moment: what was begun is begun again. It may take as long as it takes; it only waits
 * for locks for a moment at a time, so that what runs meanwhile is not held up.
 * @returns the migrations that this call has applied
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<string[]> {
  const { say = () => undefined, folder = FOLDER, patience = PATIENCE } = options;
  const database = openDatabase(databaseUrl, {
    max: 1,
    timeouts: { lockMs: patience.lockMs, statementMs: 0, answerMs: 0 },
  });
  try {
    return await withClient(database, (client) => applyAll({ client, folder, patience, say }));
  } finally {
    await database.end();
  }
}

async function applyAll(run: Run): Promise<string[]> {
  const { client, folder, say } = run;
  await takeTurn(run);
  await client.query(
    'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
  );
  const known = await migrationNames(folder);
  const applied = await appliedNames(client);
  refuseNewerSchema(applied, known);
  const missing = known.filter((name) => !applied.includes(name));
  for (const name of missing) {
    await apply(run, await readMigration(folder, name));
    say(`applied ${name}`);
  }
  return missing;
}

/**
 * Takes the lock that this connection has until it ends. It is asked for again and again instead of waited for: an
 * index that another process builds concurrently would wait for whoever waits here.
 */
async function takeTurn({ client, say }: Run): Promise<void> {
  // A backend whose process was killed ends soon, and with it its turn, also in the middle of a long statement.
  await client.query(
    `select set_config(name, '1s', false) from pg_settings where name = 'client_connection_check_interval'`,
  );
  for (let tries = 1; ; tries += 1) {
    const { rows } = await client.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [MIGRATION_LOCK]);
    if (rows[0]?.ours) return;
    if (tries === 1) say('another process migrates the database; waiting for it');
    await sleep(TURN_MS);
  }
}

async function appliedNames(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from migrations order by name');
  return rows.map(({ name }) => name);
}

function refuseNewerSchema(applied: readonly string[], known: readonly string[]): void {
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new AppError(
    'unavailable',
    `The database has migrations that this version does not know (${unknown.join(', ')}); it knows up to ` +
      `${known.at(-1)}. Start the newer version.`,
  );
}

async function apply(run: Run, migration: Migration): Promise<void> {
  const { client } = run;
  const done = { text: 'insert into migrations (name) values ($1)', values: [migration.name] };
  if ('sql' in migration) {
    return whenUnlocked(run, migration.name, async () => {
      await client.query('begin');
      await client.query(migration.sql);
      await client.query(done);
      await client.query('commit');
    });
  }
  for (const step of migration.steps) await take(run, step, `${migration.name}, ${step.what}`);
  await client.query(done);
}

/** One step; a repeated one until it changes nothing more. */
async function take(run: Run, step: Step, what: string): Promise<void> {
  const { client, patience } = run;
  const isConcurrent = /\bconcurrently\b/i.test(step.sql);
  // It waits for transactions that began before it, and nobody waits behind it.
  if (isConcurrent) await client.query('set lock_timeout = 0');
  let isMore = true;
  while (isMore) {
    isMore = await whenUnlocked(run, what, async () => {
      if (step.index !== undefined) await dropHalfBuilt(client, step.index);
      const { rowCount } = await client.query(step.sql);
      return step.repeated && rowCount !== null && rowCount > 0;
    });
  }
  if (isConcurrent) await client.query(`set lock_timeout = ${patience.lockMs}`);
}

/** Of an index that was broken off something is left: kept up to date, never used, and called existing. */
async function dropHalfBuilt(client: Client, index: string): Promise<void> {
  const { rowCount } = await client.query(
    'select from pg_index where indexrelid = to_regclass($1) and not indisvalid',
    [index],
  );
  if (rowCount !== 0) await client.query(`drop index concurrently if exists ${index}`);
}

/** lock_not_available, and deadlock_detected: others were in the way. */
const IN_THE_WAY = new Set(['55P03', '40P01']);

/** Tries until nobody is in the way. */
async function whenUnlocked<T>({ client, patience, say }: Run, what: string, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + patience.giveUpAfterMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && IN_THE_WAY.has(String(cause.code)))) throw cause;
      await client.query('rollback');
      if (performance.now() >= until) throw stillLocked(what, patience, cause);
      if (tries === 1) say(`${what}: others use the table (${cause.message}); it is tried again and again`);
      await sleep(patience.pauseMs);
    }
  }
}

const stillLocked = (what: string, { giveUpAfterMs }: LockPatience, cause: Error): AppError =>
  new AppError(
    'unavailable',
    `${what}: found the table in use for ${giveUpAfterMs / 1_000} s, expected a moment without (${cause.message}). ` +
      'Look in pg_stat_activity for a transaction that is open for long, end it, and start again.',
    { cause },
  );
