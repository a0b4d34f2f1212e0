import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isPortTaken, startFailure, tailOf } from './explain.js';
import { freePort, portAgain } from './free-port.js';
import { postgresBinaries } from './postgres-binaries.js';
import { clearCluster, clusterPassword, clusterPaths, makeCluster, POSTGRES_STOP } from './postgres-cluster.js';
import { readRecord } from './process-record.js';
import { type ServerProcess, startServer } from './server-process.js';
import { unprivileged } from './unprivileged.js';

/** What is common to the embedded servers. */
export type Embedded = { pid: number; ports: readonly number[]; ended: Promise<string>; stop(): Promise<void> };

export type EmbeddedPostgres = Embedded & { databaseUrl: string };

export type EmbeddedOptions = {
  dataDir: string;
  /** Gives up what survives a power cut for speed: for tests, whose data is thrown away. */
  fastAndLoose?: boolean;
};

/** The database that the product uses. */
const DATABASE = 'transfers';

const SETTINGS = ['unix_socket_directories=', 'max_connections=200', 'timezone=UTC', 'log_timezone=UTC', 'jit=off'];
const ALONE = ['wal_level=minimal', 'max_wal_senders=0'];
const LOOSE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum_naptime=10min'];

/** How the product reaches the embedded server on a port of this machine. */
export const databaseUrlOf = (dataDir: string, port: number, database = DATABASE): string =>
  `postgres://postgres:${clusterPassword(dataDir)}@127.0.0.1:${port}/${database}`;

/** Resolves when the server answers; makes the database when it is not there. */
async function whenReady(server: ServerProcess, adminUrl: string, dataDir: string): Promise<void> {
  for (;;) {
    if (server.hasEnded()) throw startFailure('PostgreSQL', tailOf(server.logFile), server.logFile, dataDir);
    const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === '28P01') {
        await server.stop(POSTGRES_STOP);
        throw new Error(`${clusterPaths(dataDir).passwordFile} does not hold the password of the cluster; restore it`);
      }
      // Still starting, or replaying its log after a kill -9: that may take minutes, and it says so in its log.
      await sleep(30);
      continue;
    }
    try {
      const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
      if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
    } finally {
      await client.end();
    }
    return;
  }
}

/**
 * Starts a real PostgreSQL under `dataDir`, also as root, and after a kill -9 of all or some of what ran there before.
 * The caller holds the lock of `dataDir`. With `known`, which others know it by, it listens on this port or fails.
 */
export async function startPostgres(
  { dataDir, fastAndLoose = false }: EmbeddedOptions,
  [known]: readonly number[] = [],
): Promise<EmbeddedPostgres> {
  const { cluster } = clusterPaths(dataDir);
  mkdirSync(dataDir, { recursive: true });
  const binaries = postgresBinaries();
  const as = unprivileged(cluster, [path.resolve(dataDir), binaries.postgres]);
  await clearCluster(dataDir);
  makeCluster(dataDir, binaries, as, { fastAndLoose });
  const password = clusterPassword(dataDir);
  const settings = [...SETTINGS, ...ALONE, ...(fastAndLoose ? LOOSE : [])].flatMap((setting) => ['-c', setting]);
  for (let attempt = 1; ; attempt++) {
    const former = attempt === 1 ? readRecord(dataDir, 'postgres')?.ports[0] : undefined;
    const port = known === undefined ? await freePort(former) : await portAgain(known);
    const listen = ['-h', '127.0.0.1', '-p', String(port)];
    const run = as.wrap(binaries.postgres, ['-D', cluster, ...listen, ...settings]);
    const server = startServer({ name: 'postgres', dataDir, ports: [port], ...run, env: { LC_ALL: 'C' } });
    const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
    try {
      await whenReady(server, url('postgres'), dataDir);
    } catch (error) {
      if (attempt < 3 && isPortTaken(tailOf(server.logFile, 20))) continue;
      throw error;
    }
    const { pid, ended } = server;
    return { pid, ports: [port], ended, databaseUrl: url(DATABASE), stop: () => server.stop(POSTGRES_STOP) };
  }
}
