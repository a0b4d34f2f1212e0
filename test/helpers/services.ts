import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** What the global setup started, as each test file gets it. */
export type ProvidedServices = { postgresUrl: string; temporalAddress: string; bundlePath: string };

declare module 'vitest' {
  interface ProvidedContext {
    services: ProvidedServices;
  }
}

/** The database that is cloned for each test file: all migrations applied, no rows. */
export const TEMPLATE_DATABASE = 'template_migrated';

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Runs one statement in a connection of its own. */
export async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

export type TestDatabase = { databaseUrl: string; drop(): Promise<void> };

/**
 * A database of a test file's own, with all migrations applied (`empty`: with none). It goes with the server at the end of
 * the run; `drop` only where a test makes many.
 */
export async function testDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const { postgresUrl } = inject('services');
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = options.empty ? 'template0' : TEMPLATE_DATABASE;
  await runSql(postgresUrl, `create database ${name} template ${template}`);
  return {
    databaseUrl: withDatabase(postgresUrl, name),
    drop: () => runSql(postgresUrl, `drop database if exists ${name} with (force)`),
  };
}

export type TestTemporal = { address: string; namespace: string; taskQueue: string; idPrefix: string };

/** The one Temporal server of the run, with names that no other test uses: a task queue and a beginning for ids. */
export function testTemporal(): TestTemporal {
  const unique = randomBytes(6).toString('hex');
  const { temporalAddress } = inject('services');
  return { address: temporalAddress, namespace: 'default', taskQueue: `test-${unique}`, idPrefix: `${unique}-` };
}

/** The workflow code of this working tree, bundled once for all test files. */
export const testBundle = (): { codePath: string } => ({ codePath: inject('services').bundlePath });
