import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soapCallSeconds } from '../../observability/metrics.js';
import { openDatabase } from '../../store/database.js';
import { type Harness, INVOICE, startHarness, startWithConnection } from './api/harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startWithConnection();
});
afterAll(() => harness.close());

const get = (url: string, from: Harness = harness) => from.app.inject({ url });

it('is alive', async () => {
  expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
});

describe('/readyz', () => {
  it('is 200 when PostgreSQL answers and a worker polls', async () => {
    expect((await get('/readyz')).statusCode).toBe(200);
  });

  it('is 503 with what is missing', async () => {
    const database = openDatabase('postgres://nobody@127.0.0.1:1/none');
    const lame = await startHarness({ database, isWorkerPolling: () => Promise.reject(new Error('no Temporal')) });
    const reply = await get('/readyz', lame);
    expect(reply.statusCode).toBe(503);
    expect(reply.json().missing).toEqual([expect.stringContaining('PostgreSQL'), expect.stringContaining('worker')]);
    expect((await get('/healthz', lame)).statusCode).toBe(200);
    expect((await get('/metrics', lame)).statusCode).toBe(200);
    await lame.close();
    await database.end();
  });

  it('does not wait for ever for an answer', async () => {
    const stuck = await startHarness({ isWorkerPolling: () => new Promise(() => undefined) });
    expect((await get('/readyz', stuck)).json().missing).toEqual([expect.stringContaining('worker')]);
    await stuck.close();
  });
});

it('counts items and SOAP calls for a scraper', async () => {
  await harness.call('PUT', '/connections/acme/invoices/i', INVOICE);
  const countCalls = (text: string) =>
    Number(/^soap_call_seconds_count\{operation="authenticate"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  const before = countCalls((await get('/metrics')).body);
  soapCallSeconds.observe({ operation: 'authenticate' }, 0.004);
  const { body, headers } = await get('/metrics');
  expect(headers['content-type']).toContain('text/plain');
  expect(body).toContain('items{connection="acme",kind="invoices",status="Not Transferred"} 1');
  expect(body).toContain('items_unapplied 0');
  expect(countCalls(body)).toBe(before + 1);
});

it('has the support page that the Web Connector fetches', async () => {
  const page = await get('/support');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
});
