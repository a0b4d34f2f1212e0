import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { AppError } from '../domain/errors.js';
import { type Database, inTransaction, openDatabase, type Transaction } from './database.js';

const FOLDER = fileURLToPath(new URL('./migrations/', import.meta.url));
/** Any number that nobody else uses: it makes several processes that start at once take turns. */
const MIGRATION_LOCK = 7_202_611;

/** Brings a database to the newest schema: forward only, each migration in one transaction, safe when several processes do it at once. */
export async function migrate(databaseUrl: string): Promise<void> {
  const database = openDatabase(databaseUrl, { max: 1 });
  try {
    await applyAll(database);
  } finally {
    await database.end();
  }
}

async function applyAll(database: Database): Promise<void> {
  const files = (await readdir(FOLDER)).filter((name) => /^\d{6}\.sql$/.test(name)).sort();
  await inTransaction(database, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await tx.query(
      'create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())',
    );
  });
  for (const name of files) await inTransaction(database, (tx) => apply(tx, name));
  await refuseNewerSchema(database, files);
}

async function apply(tx: Transaction, name: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  const { rowCount } = await tx.query('insert into migrations (name) values ($1) on conflict do nothing', [name]);
  if (rowCount === 0) return;
  await tx.query(await readFile(FOLDER + name, 'utf8'));
}

async function refuseNewerSchema(database: Database, files: readonly string[]): Promise<void> {
  const { rows } = await database.query<{ name: string }>(
    'select name from migrations where not name = any($1) order by name',
    [files],
  );
  if (rows.length === 0) return;
  throw new AppError(
    'unavailable',
    `The database has migrations that this version does not know (${rows.map((row) => row.name).join(', ')}); it knows up to ${files.at(-1)}. Start the newer version.`,
  );
}
