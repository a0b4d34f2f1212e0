import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFirstAdmin } from '../../gateway/console/access/first-admin.js';
import { INVOICE } from '../gateway/api/harness.js';
import { CHEAP } from '../helpers/cheap-passwords.js';
import { type ConsoleHarness, startConsole, startWithConnection } from './harness.js';

let harness: ConsoleHarness;
beforeAll(async () => {
  harness = await startWithConnection();
  await harness.rest('PUT', '/invoices/1', { ...INVOICE, number: '1001' });
});
afterAll(() => harness.close());

const LIST = '/console/c/acme/invoices';

it('sends visitors to the sign-in page, and back to where they wanted to go', async () => {
  const browser = harness.browser();

  const answer = await browser.get(`${LIST}?status=Pending`);

  expect(answer.statusCode).toBe(303);
  expect(answer.headers.location).toBe(`/console/sign-in?next=${encodeURIComponent(`${LIST}?status=Pending`)}`);
});

it('makes the first admin once', async () => {
  const own = await startConsole();
  const password = await makeFirstAdmin(own.database, new Date().toISOString(), CHEAP);
  const browser = own.browser();

  expect(password).toHaveLength(16);
  expect(await makeFirstAdmin(own.database, new Date().toISOString(), CHEAP)).toBeUndefined();
  expect((await browser.signIn('admin', password ?? '')).statusCode).toBe(303);
  expect((await browser.get('/console/account')).body).toContain('<strong>admin</strong>');
  await own.close();
});

it('has a cookie that scripts and other sites cannot use, Secure behind TLS', async () => {
  const plain = await harness.as('viewer');
  const tls = await startConsole({ publicUrl: 'https://transfer.example.com' });
  const visit = await tls.browser().get('/console/sign-in');

  expect(plain.cookies.get('console_session')).toMatch(/^[\w-]{43}$/);
  const attributes = String(visit.headers['set-cookie']).split('; ');
  expect(attributes).toEqual(expect.arrayContaining(['Path=/console', 'HttpOnly', 'SameSite=Lax', 'Secure']));
  expect((await harness.browser().get('/console/sign-in')).headers['set-cookie']).not.toContain('Secure');
  const stored = await harness.database.query('select token_hash from user_sessions');
  expect(JSON.stringify(stored.rows)).not.toContain(plain.cookies.get('console_session'));
  await tls.close();
});

it('allows no inline script and no frame', async () => {
  const { headers } = await (await harness.as('viewer')).get(LIST);

  expect(headers['content-security-policy']).toMatch(/^default-src 'none';script-src 'self';style-src 'self';/);
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
});

it('has no inline script, style or event handler in its pages', async () => {
  const { body } = await (await harness.as('admin')).get(LIST);

  expect(body.match(/<script(?![^>]*src=)|<style|\son\w+=|\sstyle=/g)).toBeNull();
});

it('refuses a form without the CSRF token, or with that of somebody else', async () => {
  const operator = await harness.as('operator');
  const other = await harness.as('operator');

  const without = await operator.post('/console/c/acme/actions/invoices', { _csrf: '', verb: 'ready', id: '1' });
  const foreign = await operator.post('/console/c/acme/actions/invoices', {
    _csrf: other.csrf,
    verb: 'ready',
    id: '1',
  });

  expect([without.statusCode, foreign.statusCode]).toEqual([409, 409]);
  expect((await harness.rest('GET', '/invoices/1')).json().transferStatus).toBe('Not Transferred');
});

it('refuses a sign-in form that comes from elsewhere', async () => {
  const browser = harness.browser();

  expect((await browser.post('/console/sign-in', { name: 'x', password: 'y' })).statusCode).toBe(409);
});

it('slows down who guesses passwords', async () => {
  const browser = harness.browser();
  const codes: number[] = [];
  for (let attempt = 0; attempt < 11; attempt++)
    codes.push((await browser.signIn('admin9', `guess ${attempt}`)).statusCode);

  expect(codes).toEqual([...Array<number>(10).fill(401), 429]);
  harness.clock.offsetMs = 16 * 60_000;
  expect((await browser.signIn('admin9', 'again')).statusCode).toBe(429);
  harness.clock.offsetMs = 0;
  harness.steady.offsetMs += 16 * 60_000;
  expect((await browser.signIn('admin9', 'again')).statusCode).toBe(401);
});

it('lets viewers read and nothing else', async () => {
  const viewer = await harness.as('viewer');

  const list = await viewer.get(LIST);
  const ready = await viewer.post('/console/c/acme/actions/invoices', { verb: 'ready', id: '1' });

  expect(list.body).toContain('Your role &quot;viewer&quot; may only read.');
  expect(ready.statusCode).toBe(403);
});

it('ends a session at sign-out, and a day after its last use', async () => {
  const [left, forgot] = [await harness.as('viewer'), await harness.as('viewer')];
  const cookie = new Map(left.cookies);
  await left.post('/console/sign-out');
  for (const [name, value] of cookie) left.cookies.set(name, value);

  expect((await left.get(LIST)).statusCode).toBe(303);
  harness.clock.offsetMs = 25 * 3_600_000;
  expect((await forgot.get(LIST)).statusCode).toBe(303);
  harness.clock.offsetMs = 0;
});

it('leads nobody to another site', async () => {
  const browser = harness.browser();
  for (const next of ['https://evil.example.com', '//evil.example.com', '/console/\\evil', '/consolexyz']) {
    const { body } = await browser.get(`/console/sign-in?next=${encodeURIComponent(next)}`);
    expect(body).toContain('name="next" value="/console"');
  }
});
