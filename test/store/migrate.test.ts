import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect, it } from 'vitest';
import { type Connection, findConnectionByUsername } from '../../store/connections.js';
import { inTransaction, openDatabase } from '../../store/database.js';
import { migrate } from '../../store/migrate.js';
import { storeConnection } from '../../transfers/connections/store-connection.js';
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

it('keeps what purchase orders of a former version had stated of their External P.O. # (000015)', async () => {
  const { databaseUrl } = await testDatabase();
  await query(
    databaseUrl,
    `alter table items drop column stated_number; delete from migrations where name = '000015.sql'`,
  );
  await query(
    databaseUrl,
    `insert into connections (id, display_name, username, password_hash, settings) values ('c', 'c', 'c', '', '{}')`,
  );
  const orders = {
    stated: '{"externalPoNumber": "7", "lines": []}',
    cleared: '{"externalPoNumber": "", "lines": []}',
    none: '{"lines": []}',
  };
  for (const [id, snapshot] of Object.entries(orders))
    await query(
      databaseUrl,
      `insert into items (connection_id, kind, psa_id, number, snapshot) values ('c', 'purchase-orders', '${id}', '1', '${snapshot}')`,
    );

  await migrate(databaseUrl);

  const { rows } = await query(databaseUrl, 'select psa_id, stated_number from items order by id');
  expect(rows.map(({ psa_id: id, stated_number: stated }) => [id, stated])).toEqual([
    ['stated', '7'],
    ['cleared', ''],
    ['none', null],
  ]);
});

it('reads once what sentences of former versions told beside their codes (000041)', async () => {
  const { databaseUrl } = await testDatabase();
  await query(
    databaseUrl,
    `alter table sessions drop column last_error_code, drop column last_error_hresult;
     alter table item_history drop column code, drop column txn_id;
     delete from migrations where name in ('000040.sql', '000041.online.sql');
     insert into connections (id, display_name, username, password_hash, settings) values ('c', 'c', 'c', '', '{}');
     insert into items (connection_id, kind, psa_id, number, snapshot) values ('c', 'invoices', '1', '1', '{}')`,
  );
  const sessions = [
    ['failed', 'Wrong company file: "0x80040400" is open in QuickBooks and it carries no FileID of this product.'],
    ['failed', 'Close the dialog. (0x8004041a) Then go on.'],
    ['failed', 'The transfer server had an error of its own and ended this session; its log tells which.'],
    ['failed', 'The answer was cut off.'],
    ['lost', 'The Web Connector stopped calling in the middle of the session.'],
    ['replaced', 'The Web Connector began a new session before this one was closed.'],
    ['closed', null],
  ] as const;
  for (const [index, [state, error]] of sessions.entries())
    await query(
      databaseUrl,
      `insert into sessions (id, connection_id, ticket_hash, state, started_at, last_call_at, ended_at, planned, last_error)
       values ('${index}', 'c', '${index}', '${state}', now(), now(), now(), 0, ${error === null ? 'null' : `'${error}'`})`,
    );
  for (const message of [
    'The paid date was not updated: QuickBooks has another invoice 7 (B) of the same customer (1A-2B).',
    'QuickBooks no longer has this invoice; its paid date is not asked any more.',
  ])
    await query(
      databaseUrl,
      `insert into item_history (item_id, at, event, message) select id, now(), 'paidDateNotUpdated', '${message}' from items`,
    );

  await migrate(databaseUrl);

  const { rows } = await query(databaseUrl, 'select last_error_code, last_error_hresult from sessions order by id');
  expect(rows.map((row) => [row.last_error_code, row.last_error_hresult])).toEqual([
    ['wrongCompanyFile', null],
    ['quickBooksError', '0x8004041A'],
    ['ownError', null],
    [null, null],
    ['lost', null],
    ['replaced', null],
    [null, null],
  ]);
  const history = await query(databaseUrl, 'select txn_id from item_history order by id');
  expect(history.rows).toEqual([{ txn_id: '1A-2B' }, { txn_id: null }]);
});

it('test/schema.sql shows the schema as the migrations make it (vitest -u writes it)', async () => {
  const { databaseUrl } = await testDatabase();

  const schema = await dumpSchema(databaseUrl);

  await expect(schema).toMatchFileSnapshot('../schema.sql');
});

it('keeps connections of a former version whose user names differ by case and spaces alone (000021)', async () => {
  const { databaseUrl } = await testDatabase();
  await query(
    databaseUrl,
    `drop table refused_web_connectors; drop index connections_by_username;
     alter table connections drop column password_version, drop column password_is_short;
     alter table users drop column password_version; delete from migrations where name = '000021.sql'`,
  );
  for (const name of ['acme', 'ACME', 'acme '])
    await query(
      databaseUrl,
      `insert into connections (id, display_name, username, password_hash, settings) values ('of ${name}', 'c', '${name}', '', '{}')`,
    );

  await migrate(databaseUrl);

  const database = openDatabase(databaseUrl);
  for (const name of ['acme', 'ACME', 'acme '])
    expect((await findConnectionByUsername(database, name))?.id).toBe(`of ${name}`);
  expect((await findConnectionByUsername(database, ' Acme'))?.username.trim().toLowerCase()).toBe('acme');
  // Each may go on under its own name; none gets that of another one.
  const change = (id: string, username: string) =>
    inTransaction(database, (tx) =>
      storeConnection(tx, { id, now: () => '2026-01-05T10:00:00Z' }, (former) => ({
        ...(former as Connection),
        username,
      })),
    );
  expect((await change('of acme', 'acme')).isNew).toBe(false);
  await expect(change('of acme', 'Acme')).rejects.toThrow(/belongs to another connection/);
  await database.end();
});
