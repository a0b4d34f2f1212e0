import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashPassword } from '../../gateway/shared/password.js';
import { findConnection, lockConnection, putConnection } from '../../store/connections.js';
import { inTransaction, type Transaction } from '../../store/database.js';
import { findUserByName } from '../../store/users.js';
import { CHEAP } from '../helpers/cheap-passwords.js';
import { type Browser, type ConsoleHarness, startWithConnection } from './harness.js';

let harness: ConsoleHarness;
let admin: Browser;
beforeAll(async () => {
  harness = await startWithConnection();
  admin = await harness.as('admin');
});
afterAll(() => harness.close());

const ACME = '/console/c/acme/connection';
const userOf = (name: string) => findUserByName(harness.database, name);
const idOf = async (name: string): Promise<number> => (await userOf(name))?.id ?? 0;

/** Until a statement of ours waits for a lock that somebody holds. */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  await expect.poll(async () => (await harness.database.query(waiting)).rowCount, { timeout: 10_000 }).toBe(1);
}

/**
 * Lets `work` begin while somebody else holds what it wants to write, has it done meanwhile, and lets `work` go on.
 * So it has read what is there before, and writes afterwards.
 */
async function overtaken<T>(hold: (tx: Transaction) => Promise<unknown>, work: () => Promise<T>): Promise<T> {
  let running: Promise<T> | undefined;
  await inTransaction(harness.database, async (tx) => {
    await hold(tx);
    running = work();
    await untilSomebodyWaits();
  });
  return running as Promise<T>;
}

/** Another admin takes the role away, and the right to sign in; the row of the user is locked until this is done. */
const disableAndDemote = (name: string) => (tx: Transaction) =>
  tx.query(`update users set role = 'viewer', disabled_at = now() where name = $1`, [name]);

it('an admin who is demoted and disabled while he changes his own password stays so', async () => {
  const other = await harness.as('admin');
  const name = 'admin2';

  const answer = await overtaken(disableAndDemote(name), () =>
    other.post('/console/account/password', { present: `password of ${name}`, password: 'another password' }),
  );

  expect(answer.statusCode).toBe(409);
  expect(await userOf(name)).toMatchObject({ role: 'viewer', disabledAt: expect.any(String) });
  expect((await harness.browser().signIn(name, 'another password')).statusCode).toBe(401);
});

it('an admin who is demoted while he makes himself, or somebody else, an admin does not', async () => {
  const other = await harness.as('admin');
  const name = 'admin3';
  const self = `/console/users/${await idOf(name)}`;
  const lockAndDemote = async (tx: Transaction): Promise<void> => {
    // As every change of a user does.
    await tx.query('select pg_advisory_xact_lock(7202614)');
    await tx.query(`update users set role = 'viewer' where name = $1`, [name]);
  };

  const answer = await overtaken(lockAndDemote, () =>
    other.post(self, { role: 'admin', password: 'another password', do: 'save' }),
  );

  expect(answer.statusCode).toBe(403);
  expect((await userOf(name))?.role).toBe('viewer');
});

it('a page of users that is old takes nothing back', async () => {
  await admin.post('/console/users', { name: 'Vera', role: 'admin', password: 'a long password' });
  const url = `/console/users/${await idOf('Vera')}`;
  await admin.post(url, { role: 'viewer', formerRole: 'admin', do: 'save' });
  await admin.post(url, { do: 'disable' });

  // As it stood there before.
  const old = await admin.post(url, {
    role: 'admin',
    formerRole: 'admin',
    password: 'a new long password',
    do: 'save',
  });

  expect(old.statusCode).toBe(303);
  expect(await userOf('Vera')).toMatchObject({ role: 'viewer', disabledAt: expect.any(String) });
  await admin.post(url, { do: 'enable' });
  expect((await harness.browser().signIn('Vera', 'a new long password')).statusCode).toBe(303);
  expect((await userOf('Vera'))?.role).toBe('viewer');
});

it('nobody is signed in with a password that was changed while it was looked at', async () => {
  await harness.as('operator');
  const browser = harness.browser();
  const passwordHash = await hashPassword('another password', { cost: CHEAP });
  const change = (tx: Transaction) =>
    tx.query(`update users set password_hash = $1, password_version = password_version + 1 where name = 'operator4'`, [
      passwordHash,
    ]);

  const answer = await overtaken(change, () => browser.signIn('operator4', 'password of operator4'));

  expect(answer.statusCode).toBe(401);
  expect((await browser.get('/console/account')).statusCode).toBe(303);
});

const stored = async () => {
  const found = await findConnection(harness.database, 'acme');
  if (found === undefined) throw new Error('no connection');
  return found;
};

/** Somebody makes a new password, and pauses the connection. */
const rotateAndPause = (passwordHash: string) => async (tx: Transaction) => {
  const former = await lockConnection(tx, 'acme');
  if (former === undefined) throw new Error('no connection');
  await putConnection(tx, { ...former, passwordHash, settings: { ...former.settings, paused: true } });
};

it.each([
  ['an end of the pause', () => admin.post(`${ACME}/pause`, { paused: '' }), false],
  ['new settings', () => admin.post(`${ACME}/settings`, { displayName: 'Acme', username: 'acme-qb' }), true],
  ['a PUT without a password', () => harness.rest('PUT', '', { displayName: 'Acme', username: 'acme-qb' }), false],
])('%s brings nothing back that was changed in the same moment', async (name, change, paused) => {
  const passwordHash = `scrypt$${name}`;

  expect((await overtaken(rotateAndPause(passwordHash), change)).statusCode).toBeLessThan(400);

  expect(await stored()).toMatchObject({ passwordHash, settings: { paused } });
});
