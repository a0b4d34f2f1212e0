import { expect } from 'vitest';
import { type Client, type Database, openDatabase } from '../../store/database.js';

const WAITING = `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

/** Somebody else who holds locks of a database that others wait for. */
export class LockHolder {
  readonly #database: Database;
  readonly #client: Client;

  private constructor(database: Database, client: Client) {
    this.#database = database;
    this.#client = client;
  }

  static async of(databaseUrl: string): Promise<LockHolder> {
    const database = openDatabase(databaseUrl, { max: 2 });
    return new LockHolder(database, await database.connect());
  }

  /** Holds what a statement locks until `work` is done. */
  async whileLocked<T>(lock: string, work: () => Promise<T>): Promise<T> {
    await this.#client.query('begin');
    await this.#client.query(lock);
    try {
      return await work();
    } finally {
      // With its backend gone its locks are as well.
      await this.#client.query('rollback').catch(() => undefined);
    }
  }

  /** The processes of PostgreSQL that wait for a lock, as soon as there are so many. */
  async waiting(atLeast = 1): Promise<number[]> {
    let pids: number[] = [];
    await expect
      .poll(
        async () => {
          const { rows } = await this.#database.query<{ pid: number }>(WAITING);
          pids = rows.map(({ pid }) => pid);
          return pids.length;
        },
        { timeout: 10_000 },
      )
      .toBeGreaterThanOrEqual(atLeast);
    return pids;
  }

  async terminateWaiting(atLeast = 1): Promise<void> {
    for (const pid of await this.waiting(atLeast)) await this.#database.query('select pg_terminate_backend($1)', [pid]);
  }

  async stop(): Promise<void> {
    this.#client.release();
    await this.#database.end();
  }
}
