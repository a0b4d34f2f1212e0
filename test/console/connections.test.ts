import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyPassword } from '../../gateway/shared/password.js';
import { findConnection } from '../../store/connections.js';
import { noteRefusedWebConnector } from '../../store/refused-web-connectors.js';
import { envelope } from '../gateway/qbwc/gateway.js';
import { type Browser, type ConsoleHarness, startConsole } from './harness.js';

let harness: ConsoleHarness;
let admin: Browser;
beforeAll(async () => {
  harness = await startConsole();
  admin = await harness.as('admin');
});
afterAll(() => harness.close());

const ACME = '/console/c/acme/connection';
const stored = () => findConnection(harness.database, 'acme');

it('leads from nothing to a connection with its .qwc file and a password that is shown once', async () => {
  expect((await admin.get('/console')).headers.location).toBe('/console/connections');
  expect((await admin.get('/console/connections')).body).toContain('No connection yet');
  const form = {
    id: 'acme',
    displayName: 'Acme <Inc>',
    username: 'acme-qb',
    runEveryMinutes: '15',
    'missing-items': 'create',
  };
  expect((await admin.post('/console/connections/new', form)).headers.location).toBe(ACME);

  const page = (await admin.get(ACME)).body;
  expect(page).toContain('The Web Connector has never called.');
  expect((await admin.get(`${ACME}/qwc`)).body).toContain('<UserName>acme-qb</UserName>');
  const rotated = (await admin.post(`${ACME}/password`)).body;
  const password = /password of the Web Connector is<\/strong> <code>([^<]+)/.exec(rotated)?.[1] ?? '';
  expect(await verifyPassword(password, (await stored())?.passwordHash)).toBe(true);
  expect((await admin.get(ACME)).body).not.toContain(password);
  expect((await stored())?.settings.missing).toEqual({ customers: 'fail', vendors: 'fail', items: 'create' });
});

it('pauses and goes on, and keeps the pause when settings change', async () => {
  await admin.post(`${ACME}/pause`, { paused: '1' });
  expect((await admin.get(ACME)).body).toContain('Paused: the Web Connector is told to come back later.');
  await admin.post(`${ACME}/settings`, {
    displayName: 'Acme',
    username: 'acme-qb',
    runEveryMinutes: '',
    numbering: 'quickbooks',
  });
  expect(await stored()).toMatchObject({ runEveryMinutes: null, settings: { paused: true, numbering: 'quickbooks' } });
  await admin.post(`${ACME}/pause`, { paused: '' });
  expect((await stored())?.settings.paused).toBe(false);
});

it('keeps a sync window, says when it is outside of it, and refuses half of one', async () => {
  const settings = { displayName: 'Acme', username: 'acme-qb', runEveryMinutes: '15' };
  const hour = (later: number): string => new Date(Date.now() + later * 3_600_000).toISOString().slice(11, 16);
  const window = { 'window-from': hour(2), 'window-to': hour(4), 'window-zone': 'UTC' };
  await admin.post(`${ACME}/settings`, { ...settings, ...window });

  expect((await stored())?.settings.syncWindow).toEqual({ from: hour(2), to: hour(4), timeZone: 'UTC' });
  const page = (await admin.get(ACME)).body;
  expect(page).toContain(`Outside of its sync window (${hour(2)} to ${hour(4)}, UTC)`);
  expect(page).toContain(`name="window-from" type="time" value="${hour(2)}"`);
  const half = await admin.post(`${ACME}/settings`, { ...settings, ...window, 'window-to': '' });
  expect(half.body).toContain('settings.syncWindow.to');
  const nowhere = await admin.post(`${ACME}/settings`, { ...settings, ...window, 'window-zone': 'Mars' });
  expect(nowhere.body).toContain('settings.syncWindow.timeZone');
  await admin.post(`${ACME}/settings`, settings);
  expect((await stored())?.settings.syncWindow).toBeUndefined();
});

it('shows wrong passwords with when and from where, names that nobody has, and a password that is short', async () => {
  const authenticate = (name: string, password: string) =>
    harness.app.inject({
      method: 'POST',
      url: '/qbwc',
      payload: envelope('authenticate', { strUserName: name, strPassword: password }),
    });
  const isShort = 'The password of the Web Connector is short';
  expect((await admin.get(ACME)).body).not.toContain('A wrong password came');
  for (const guess of ['one guess', 'another guess']) await authenticate(' ACME-qb', guess);
  await authenticate('<b>nobody</b>', 'a guess');

  const page = (await admin.get(ACME)).body;
  expect(page).toMatch(
    /A wrong password came for the user name <code>acme-qb<\/code>: 2 times since .* from <code>127\.0\.0\.1/,
  );
  expect(page).toContain('The Web Connector has not been let in since.');
  expect(page).not.toContain(isShort);
  const all = (await admin.get('/console/connections')).body;
  expect(all).toMatch(/<dt>Wrong passwords<\/dt><dd>2 times since/);
  expect(all).toMatch(/Unknown user names[\s\S]*<td>&lt;b&gt;nobody&lt;\/b&gt;<\/td><td>1 time since/);

  await harness.rest('PUT', '', { displayName: 'Acme', username: 'acme-qb', password: 'a short one' });
  await authenticate('acme-qb', 'a short one');
  expect((await admin.get(ACME)).body).toContain('The Web Connector was let in afterwards');
  expect((await admin.get(ACME)).body).toContain(isShort);
  await admin.post(`${ACME}/password`);
  expect((await admin.get(ACME)).body).not.toContain(isShort);
});

it('keeps so many names that nobody has, and no more', async () => {
  for (let each = 0; each < 120; each += 1)
    await noteRefusedWebConnector(harness.database, {
      name: `stranger ${each}`,
      address: '192.0.2.1',
      at: new Date(Date.now() + each).toISOString(),
    });

  const { rows } = await harness.database.query('select name from refused_web_connectors order by last_at desc');
  expect(rows.length).toBeLessThanOrEqual(101);
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['acme-qb', 'stranger 119', 'stranger 30']));
});

it('says for how long the Web Connector has not called', async () => {
  await harness.database.query(
    `update connections set run_every_minutes = 15, last_seen_at = now() - interval '50 minutes' where id = 'acme'`,
  );

  expect((await admin.get('/console/connections')).body).toContain(
    'has not called for 50 minutes, but should every 15 minutes',
  );
});

it('refuses wrong settings with the name of the field, and who is no admin', async () => {
  const wrong = await admin.post(`${ACME}/settings`, { displayName: '', username: 'x', runEveryMinutes: '0' });
  expect(wrong.statusCode).toBe(400);
  expect(wrong.body).toContain('displayName, runEveryMinutes');
  const operator = await harness.as('operator');
  for (const path of ['/password', '/settings']) expect((await operator.post(ACME + path)).statusCode).toBe(403);
  expect((await operator.get('/console/users')).statusCode).toBe(403);
});

it('has users whom an admin adds, changes and keeps out, and the last admin stays', async () => {
  await admin.get('/console/users');
  await admin.post('/console/users', { name: 'Vera', role: 'viewer', password: 'a long password' });
  const vera = harness.browser();
  expect((await vera.signIn('vera', 'a long password')).statusCode).toBe(303);
  const { body } = await admin.get('/console/users');
  expect(body).toContain('added the user Vera viewer');
  const ids = await harness.database.query<{ id: number; name: string }>('select id, name from users');
  const idOf = (name: string) => ids.rows.find((row) => row.name === name)?.id;

  await admin.post(`/console/users/${idOf('Vera')}`, { do: 'disable' });
  expect((await vera.get('/console/account')).statusCode).toBe(303);
  expect((await vera.signIn('vera', 'a long password')).statusCode).toBe(401);
  const short = await admin.post('/console/users', { name: 'Wim', role: 'viewer', password: 'eleven sign' });
  expect([short.statusCode, short.body]).toEqual([400, expect.stringContaining('12 to 500 characters; found 11')]);
  const last = await admin.post(`/console/users/${idOf('admin1')}`, { role: 'viewer', do: 'save' });
  expect(last.statusCode).toBe(409);
  expect(last.body).toContain('The last admin who can sign in stays one.');
});
