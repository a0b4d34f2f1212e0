import pg from 'pg';
import { AppError } from '../domain/errors.js';
import { POOL_SIZES } from './pool-sizes.js';

/** A pool of connections to our PostgreSQL. */
export type Database = pg.Pool;
/** What asks in one transaction. Reads take a Queryable, writes a Transaction: none can be made outside of one. */
export type Transaction = Pick<pg.PoolClient, 'query'> & { readonly inTransaction: true };
export type Queryable = Pick<pg.Pool, 'query'> | Transaction;
/** One connection of a pool, of which it has more. */
export type Client = pg.PoolClient;

/**
 * How long is waited, in milliseconds; 0 is for ever. PostgreSQL gives up before we do: it says why, and the connection
 * is as good as before, while one on which we give up is lost with whatever its backend still does.
 */
export type Timeouts = {
  /** PostgreSQL, for one lock (55P03). */
  lockMs: number;
  /** PostgreSQL, for one statement (57014). */
  statementMs: number;
  /** We, for one answer: a server that hangs, or whose machine is gone, must not hang us. */
  answerMs: number;
};

/** QBWC's patience ends at 100 s, people's before, and that of a local activity at 10 s. */
export const TIMEOUTS: Timeouts = { lockMs: 8_000, statementMs: 12_000, answerMs: 20_000 };

/** A transaction that is left open by a process that hangs must not keep its locks from the others. */
const IDLE_IN_TRANSACTION_MS = 60_000;

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

export type DatabaseOptions = {
  /** Connections at most, by default those of a command. */
  max?: number;
  timeouts?: Timeouts;
  /** Hears, once each, of connections that die, in use or not. What is asked on one then fails, and says so itself. */
  onError?: (error: Error) => void;
};

/** Opens a pool. Nothing that happens to one of its connections ends the process. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { max = POOL_SIZES.command, timeouts = TIMEOUTS, onError = () => undefined } = options;
  const settings = {
    lock_timeout: timeouts.lockMs,
    statement_timeout: timeouts.statementMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    // All that we ask goes through an index. Tables grow faster than their statistics do: a plan that was kept from
    // when they were almost empty would read them whole. Nothing that we ask is worth the milliseconds in which
    // PostgreSQL starts parallel workers.
    enable_seqscan: 'off',
    jit: 'off',
    max_parallel_workers_per_gather: 0,
  };
  const pool = new pg.Pool({
    connectionString: url,
    max,
    types,
    connectionTimeoutMillis: 5_000,
    query_timeout: timeouts.answerMs,
    // Statements of one transaction that do not need each other's result are sent together, and run in that order.
    pipeline: true,
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    application_name: 'psa-quickbooks-transfer',
  });
  // A pool listens to its idle connections only; of one in use an `error` that nobody hears would end the process.
  pool.on('connect', (client) => {
    client.once('error', onError);
    client.on('error', () => undefined);
  });
  pool.on('error', () => undefined);
  return pool;
}

/**
 * Gives `work` a connection of its own. It goes back to the pool when PostgreSQL has answered all that was sent on it,
 * and is thrown away otherwise: the next one would get the answers of this one.
 */
export async function withClient<T>(database: Database, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(database);
  let broken: Error | undefined;
  try {
    return await work(client);
  } catch (error) {
    // Also the end of a transaction that `work` may have begun. Answers come in the order of questions.
    await client.query('rollback').catch((failed: Error) => {
      broken = failed;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** No room on the disk, no memory, a limit of either (53); that no connection is left (53300) says nothing of writes. */
const NO_ROOM = /^53(?!300)/;
const fullAt = new WeakMap<Database, number>();

/** Why PostgreSQL takes no writes, as far as one can know without writing; undefined: it does. Rejects when it is away. */
export async function whyReadOnly(database: Database, withinMs: number): Promise<'full' | 'readOnly' | undefined> {
  const { rows: answer } = await database.query<{ is: boolean }>(
    `select current_setting('transaction_read_only')::boolean as is`,
  );
  if (answer[0]?.is) return 'readOnly';
  const at = fullAt.get(database);
  return at !== undefined && performance.now() - at < withinMs ? 'full' : undefined;
}

/** PostgreSQL ended a transaction for the sake of another: deadlock_detected, serialization_failure. */
const IN_THE_WAY = new Set(['40P01', '40001']);
const MAX_TRIES = 4;
/** in_failed_sql_transaction: what a statement of a transaction hears when one before it has failed. */
const AFTER_A_FAILURE = '25P02';

/** The code of an error: an SQLSTATE where PostgreSQL has answered with it. */
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/**
 * Runs `work` in one transaction: all of it is kept, or nothing. One that PostgreSQL ended because it stood in the way
 * of another (a deadlock) is run again, so `work` keeps nothing from a former try. A connection that is slow or lost
 * fails it with the error of the query that met it.
 */
export async function inTransaction<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await withClient(database, (client) => tryTransaction(client, work));
    } catch (error) {
      if (NO_ROOM.test(String(codeOf(error)))) fullAt.set(database, performance.now());
      if (tries === MAX_TRIES || !IN_THE_WAY.has(String(codeOf(error)))) throw error;
    }
  }
}

async function tryTransaction<T>(client: Client, work: (tx: Transaction) => Promise<T>): Promise<T> {
  let isOver = false;
  let cause: unknown;
  const query = (config: pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult> => {
    if (isOver)
      return Promise.reject(new AppError('internal', 'a query came after its transaction: await all of them'));
    const answer = client.query(config, values);
    answer.catch((error: unknown) => {
      if (codeOf(error) !== AFTER_A_FAILURE) cause = error;
    });
    return answer;
  };
  try {
    await client.query('begin');
    const result = await work({ query: query as Transaction['query'], inTransaction: true });
    isOver = true;
    const { command } = await client.query('commit');
    if (command === 'COMMIT') return result;
    throw new AppError('internal', 'a query of the transaction had failed and nobody looked: nothing of it is kept', {
      cause,
    });
  } catch (error) {
    isOver = true;
    // Of several that were sent together, those behind the one that failed may be heard of first.
    throw codeOf(error) === AFTER_A_FAILURE ? cause : error;
  }
}

async function connect(database: Database): Promise<Client> {
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
