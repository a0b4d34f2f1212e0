import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import type { CompanyFile } from '../../simulator/simulator.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { runSql, type TestTemporal, testDatabase, testTemporal, withDatabase } from '../helpers/services.js';

/** Where a product keeps its data: it can be ended, and another one begun on the same or on other data. */
export type Place = { databaseUrl: string; temporal: TestTemporal };

export const newPlace = async (): Promise<Place> => ({
  databaseUrl: (await testDatabase()).databaseUrl,
  temporal: testTemporal(),
});

/** The product in a place; its sessions are not called lost while a test works. */
export const productIn = (place: Place): Promise<Product> => startProduct({ ...place, lostAfterMs: 600_000 });

/** A copy of a database that nobody uses at the moment: its backup. */
export async function backupOf(databaseUrl: string): Promise<string> {
  const { postgresUrl } = inject('services');
  const name = `backup_${randomBytes(8).toString('hex')}`;
  await runSql(postgresUrl, `create database ${name} template ${new URL(databaseUrl).pathname.slice(1)}`);
  return withDatabase(postgresUrl, name);
}

/** A Temporal that has lost everything: another namespace. */
export const emptyTemporal = (temporal: TestTemporal): TestTemporal => ({
  ...temporal,
  namespace: `lost-${randomBytes(4).toString('hex')}`,
});

/** A connection, the same again in the product that follows. */
export async function connectionIn(product: Product, name: string, company?: CompanyFile): Promise<TestConnection> {
  return testConnection(product, name, company === undefined ? {} : { company });
}

export type Kind = 'invoices' | 'purchase-orders' | 'timesheets' | 'expense-reports';

export async function enqueue({ rest }: TestConnection, kind: Kind, id: string, snapshot: object): Promise<void> {
  const put = await rest('PUT', `/${kind}/${id}`, snapshot);
  const { body } = await rest('POST', `/${kind}/ready`, { ids: [id] });
  if (put.status !== 200 || body.results[0]?.ok !== true) throw new Error(JSON.stringify([put.body, body]));
}

export const statusOf = async ({ rest }: TestConnection, kind: Kind, id: string): Promise<string> =>
  (await rest('GET', `/${kind}/${id}`)).body.transferStatus;
