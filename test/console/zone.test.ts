import { afterAll, beforeAll, expect, it } from 'vitest';
import { INVOICE } from '../gateway/api/harness.js';
import { type Browser, type ConsoleHarness, startWithConnection } from './harness.js';

const LIST = '/console/c/acme/invoices';

let harness: ConsoleHarness;
beforeAll(async () => {
  harness = await startWithConnection();
  await harness.rest('PUT', '/invoices/1', { ...INVOICE, number: '1' });
  await harness.database.query(
    `update items set outcome = 'transferred', transferred_at = '2026-01-06T03:30:00Z' where psa_id = '1'`,
  );
  await harness.database.query(
    `insert into sessions (id, connection_id, ticket_hash, state, started_at, last_call_at, ended_at) values ('s', 'acme', '\\x00', 'closed', '2026-01-06T03:30:00Z', '2026-01-06T03:31:00Z', '2026-01-06T03:31:00Z')`,
  );
});
afterAll(() => harness.close());

async function from(zone: string | undefined): Promise<Browser> {
  const browser = await harness.as('viewer');
  if (zone !== undefined) browser.cookies.set('console_zone', zone);
  return browser;
}

it.each([
  [undefined, '2026-01-06 03:30'],
  ['America/New_York', '2026-01-05 22:30'],
  ['Asia/Kolkata', '2026-01-06 09:00'],
  ['Nowhere/At_All', '2026-01-06 03:30'],
])('shows times in the zone %s: on lists, pages and in CSV files', async (zone, time) => {
  const browser = await from(zone);

  expect((await browser.get(LIST)).body).toContain(`<td class="col-transferDate">${time}</td>`);
  expect((await browser.get(`${LIST}/1`)).body).toContain(`<dd>${time}</dd>`);
  expect((await browser.get('/console/c/acme/sessions')).body).toContain(`>${time}</time>`);
  expect((await browser.get('/console/c/acme/sessions/s')).body).toContain(`<h1>Session of ${time}</h1>`);
  expect((await browser.get('/console/c/acme/export/invoices?cols=transferDate')).body).toContain(`\r\n${time}\r\n`);
});

it.each([
  [undefined, '2026-01-06', 1],
  ['America/New_York', '2026-01-05', 1],
  ['America/New_York', '2026-01-06', 0],
])('filters by the days of the zone %s: %s', async (zone, day, count) => {
  const browser = await from(zone);

  const { body } = await browser.get(`${LIST}?from=${day}&to=${day}`);
  expect(body.match(/<tr data-row>/g)?.length ?? 0).toBe(count);
});
