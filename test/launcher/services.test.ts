import { Connection } from '@temporalio/client';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.js';
import { testDatabase, testTemporal } from '../helpers/services.js';

describe('the services of the tests', () => {
  it('give each test file a migrated database of its own', async () => {
    const [first, second] = await Promise.all([testDatabase(), testDatabase()]);
    const client = new pg.Client({ connectionString: first.databaseUrl });
    await client.connect();
    const tables = await client.query("select from pg_tables where schemaname = 'public'");
    const order = await client.query("select lower('Ä') as lower, 'a' < 'B' as by_language");
    await client.end();

    expect(first.databaseUrl).not.toBe(second.databaseUrl);
    expect(tables.rowCount).toBeGreaterThan(0);
    expect(order.rows).toEqual([{ lower: 'ä', by_language: false }]);
    await Promise.all([first.drop(), second.drop()]);
  });

  it('give a Temporal server that knows our search attributes', async () => {
    const { address, namespace } = testTemporal();
    const connection = await Connection.connect({ address });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    await connection.close();

    expect(Object.keys(customAttributes)).toEqual(expect.arrayContaining(Object.keys(SEARCH_ATTRIBUTES)));
  });
});
