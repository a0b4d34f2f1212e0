import pg from 'pg';
import { AppError } from '../domain/errors.js';

/** A pool of connections to our PostgreSQL. */
export type Database = pg.Pool;
/** One connection inside a transaction. Reads take a Queryable, writes a Transaction: a write cannot be made outside of one. */
export type Transaction = pg.PoolClient & { readonly inTransaction?: true };
export type Queryable = Pick<pg.Pool, 'query'> | Transaction;

const INT8 = 20;
const DATE = 1082;
const TIMESTAMPTZ = 1184;

/** int8 as number (our ids stay far below 2^53), dates as text, times as ISO 8601 in UTC. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return Number;
    if (oid === DATE) return String;
    if (oid === TIMESTAMPTZ) return (value: string) => new Date(value).toISOString();
    return pg.types.getTypeParser(oid, format as 'text');
  },
} as pg.CustomTypesConfig;

/** Opens a pool; `onError` hears of connections that die while idle, which would otherwise end the process. */
export function openDatabase(url: string, options: { max?: number; onError?: (error: Error) => void } = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    types,
    connectionTimeoutMillis: 5_000,
    // A server that hangs must not hang us: QBWC's patience ends at 100 s, people's before.
    query_timeout: 20_000,
    // Statements of one transaction that do not need each other's result are sent together, and run in that order.
    pipeline: true,
    // All that we ask goes through an index. Tables grow faster than their statistics do: a plan that was kept from when
    // they were almost empty would read them whole. Nothing that we ask is worth the milliseconds in which PostgreSQL
    // starts parallel workers.
    options: '-c enable_seqscan=off -c jit=off -c max_parallel_workers_per_gather=0',
    application_name: 'psa-quickbooks-transfer',
  });
  pool.on('error', options.onError ?? (() => undefined));
  return pool;
}

/** PostgreSQL ended a transaction for the sake of another: deadlock_detected, serialization_failure. */
const IN_THE_WAY = new Set(['40P01', '40001']);
const MAX_TRIES = 4;

/**
 * Runs `work` in one transaction: all of it is kept, or nothing. One that PostgreSQL ended because it stood in the way of
 * another (a deadlock) is run again, so `work` keeps nothing from a former try.
 */
export async function inTransaction<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await tryTransaction(database, work);
    } catch (error) {
      const { code } = error as { code?: string };
      if (tries === MAX_TRIES || code === undefined || !IN_THE_WAY.has(code)) throw error;
    }
  }
}

async function tryTransaction<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await connect(database);
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failed: Error) => {
      broken = failed;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

async function connect(database: Database): Promise<Transaction> {
  try {
    return await database.connect();
  } catch (cause) {
    throw new AppError(
      'unavailable',
      `PostgreSQL does not answer: ${AppError.from(cause).message}. Check DATABASE_URL and the server.`,
      { cause },
    );
  }
}

/** The rows of a query, typed by the caller who wrote its columns. */
export async function rows<T>(
  db: Queryable,
  name: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const result = await db.query({ name, text, values: values as unknown[] });
  return result.rows as T[];
}

/** The first row of a query, or undefined. */
export async function row<T>(
  db: Queryable,
  name: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<T | undefined> {
  return (await rows<T>(db, name, text, values))[0];
}
