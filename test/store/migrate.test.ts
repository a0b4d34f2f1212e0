import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, it } from 'vitest';
import { migrate } from '../../store/migrate.js';
import { dumpSchema } from '../helpers/schema-dump.js';
import { testDatabase } from '../helpers/services.js';

const PROGRAM = fileURLToPath(new URL('./migrate-program.ts', import.meta.url));

async function query(databaseUrl: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

it('several processes bring an empty database to the newest schema at once', async () => {
  const { databaseUrl } = await testDatabase({ empty: true });

  const programs = Array.from({ length: 4 }, () => fork(PROGRAM, [databaseUrl], { execArgv: ['--import', 'tsx'] }));
  const codes = await Promise.all(programs.map(async (program) => (await once(program, 'exit'))[0]));

  expect(codes).toEqual([0, 0, 0, 0]);
  const applied = await query(databaseUrl, 'select name from migrations order by name');
  expect(applied.rows.map(({ name }) => name)).toEqual([...new Set(applied.rows.map(({ name }) => name))]);
  expect(applied.rowCount).toBeGreaterThan(0);
});

it('does nothing the second time', async () => {
  const { databaseUrl } = await testDatabase();
  const before = await query(databaseUrl, 'select * from migrations order by name');

  await migrate(databaseUrl);

  expect((await query(databaseUrl, 'select * from migrations order by name')).rows).toEqual(before.rows);
});

it('refuses a database that a newer version has migrated, and says what to do', async () => {
  const { databaseUrl } = await testDatabase();
  await query(databaseUrl, `insert into migrations (name) values ('999999.sql')`);

  await expect(migrate(databaseUrl)).rejects.toThrow(/999999\.sql.*Start the newer version/s);
});

it('test/schema.sql shows the schema as the migrations make it (vitest -u writes it)', async () => {
  const { databaseUrl } = await testDatabase();

  const schema = await dumpSchema(databaseUrl);

  await expect(schema).toMatchFileSnapshot('../schema.sql');
});
