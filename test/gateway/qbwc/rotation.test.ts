import { scryptSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findConnection, lockConnection, putConnection as storeIt } from '../../../store/connections.js';
import { inTransaction } from '../../../store/database.js';
import { listSessions } from '../../../store/sessions.js';
import {
  call,
  type Gateway,
  logIn,
  putConnection,
  receive,
  type SoapConnection,
  send,
  startGateway,
} from './gateway.js';

let gateway: Gateway;
let events: string[];
beforeAll(async () => {
  events = [];
  gateway = await startGateway({
    signals: { tellItems: () => undefined, tellSession: (news) => events.push(...news.map(({ event }) => event.type)) },
  });
});
afterAll(() => gateway.close());

const login = (strUserName: string, strPassword: string) =>
  call(gateway, 'authenticate', { strUserName, strPassword }).then(({ result }) => result);

const refusedSince = async (name: string) =>
  (await gateway.database.query('select count, last_address from refused_web_connectors where name = $1', [name])).rows;

describe('another password', () => {
  it('ends the open session: its ticket gets nothing more, and says why', async () => {
    const connection = await putConnection(gateway, 'rotated', { invoices: 3, settings: { maxRecords: 1 } });
    const ticket = await logIn(gateway, connection);
    expect((await send(gateway, connection, ticket, true)).result).toContain('<InvoiceAddRq ');
    events.length = 0;

    await putConnection(gateway, 'rotated', { invoices: 0, password: 'another password' });

    expect(events).toEqual(['ended']);
    expect((await receive(gateway, ticket, '<QBXML/>')).result).toBe('-1');
    expect((await send(gateway, connection, ticket)).result).toBe('');
    expect((await call(gateway, 'getLastError', { ticket })).result).toMatch(/password .* was changed/);
    const { items } = await listSessions(gateway.database, 'rotated', { limit: 10, offset: 0 });
    expect(items.map(({ state }) => state)).toEqual(['failed']);
    expect(await login('rotated', connection.password)).toEqual(['', 'nvu']);
    expect(await login('rotated', 'another password')).toEqual([expect.any(String), '']);
  });

  it('is not another one when it is given again: the session goes on', async () => {
    const connection = await putConnection(gateway, 'same');
    const ticket = await logIn(gateway, connection);

    await putConnection(gateway, 'same', { invoices: 0, settings: { maxRecords: 7 } });

    expect((await send(gateway, connection, ticket, true)).result).toContain('<InvoiceAddRq ');
  });

  it('that comes while the former one is looked at leaves no ticket behind', async () => {
    const connection = await putConnection(gateway, 'overtaken');
    let began: Promise<unknown> | undefined;
    await inTransaction(gateway.database, async (tx) => {
      const former = await lockConnection(tx, 'overtaken');
      if (former === undefined) throw new Error('no connection');
      began = login('overtaken', connection.password);
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(async () => (await gateway.database.query(waiting)).rowCount).toBe(1);
      await storeIt(tx, { ...former, passwordHash: 'scrypt$another' });
    });

    expect(await began).toEqual(['', 'nvu']);
  });

  it('is not what the same one is that is hashed anew, as at the first sign-in after an update', async () => {
    const { userName, password } = await putConnection(gateway, 'renewed');
    const former = await findConnection(gateway.database, 'renewed');
    const salt = Buffer.alloc(16, 1);
    const cheap = scryptSync(password, salt, 32, { N: 4, r: 8, p: 1 }).toString('base64');
    const old = `scrypt$4$8$1$${salt.toString('base64')}$${cheap}`;
    await gateway.database.query(`update connections set password_hash = $1 where id = 'renewed'`, [old]);

    expect(await login(userName, password)).toEqual([expect.any(String), '']);

    const after = await findConnection(gateway.database, 'renewed');
    expect(after?.passwordHash).toMatch(/^scrypt\$16\$/);
    expect(after).toMatchObject({ passwordVersion: former?.passwordVersion, passwordIsShort: true });
    expect(await login(userName, password)).toEqual([expect.any(String), '']);
  });
});

describe('the user name of a Web Connector', () => {
  it('is the same in any case, with spaces around it', async () => {
    const connection = await putConnection(gateway, 'Spelt');

    for (const name of ['spelt', 'SPELT', ' Spelt '])
      expect(await login(name, connection.password)).toEqual([expect.any(String), '']);
  });

  it.each(['nobody\0', '\0', 'x'.repeat(100_000), '', '\ud800'])(
    'that nobody has is refused, also as %j',
    async (name) => {
      expect(await login(name.slice(0, 1_000_000), 'guess it')).toEqual(['', 'nvu']);
    },
  );

  it('with a raw NUL in the envelope is refused, as is one in every other parameter answered', async () => {
    const connection: SoapConnection = await putConnection(gateway, 'nul');
    expect(await login('nul\0', connection.password)).toEqual(['', 'nvu']);
    const ticket = await logIn(gateway, connection);

    expect((await call(gateway, 'connectionError', { ticket, hresult: '0x80040408', message: 'a\0b' })).result).toBe(
      'done',
    );

    const { items } = await listSessions(gateway.database, 'nul', { limit: 1, offset: 0 });
    expect(items[0]).toMatchObject({ state: 'failed', lastError: expect.stringContaining('a\ufffdb') });
  });
});

describe('who is refused', () => {
  it('is counted by name, with when and from where, also a name that nobody has', async () => {
    await putConnection(gateway, 'counted');
    await login('COUNTED', 'wrong one');
    await login('counted ', 'wrong one');
    await login('Uncounted', 'wrong one');

    expect(await refusedSince('counted')).toEqual([{ count: 2, last_address: '127.0.0.1' }]);
    expect(await refusedSince('uncounted')).toEqual([{ count: 1, last_address: '127.0.0.1' }]);
  });
});
