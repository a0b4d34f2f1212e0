import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { soapCallSeconds } from '../../observability/metrics.js';
import { openDatabase } from '../../store/database.js';
import { type Harness, INVOICE, startHarness, startWithConnection } from './api/harness.js';
import { refused, url } from './api/refused.js';

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
    const reply = await get('/readyz');
    expect({ status: reply.statusCode, body: reply.json() }).toEqual({ status: 200, body: { status: 'ready' } });
  });

  it('is 503 with what is missing', async () => {
    const database = openDatabase('postgres://nobody@127.0.0.1:1/none');
    const lame = await startHarness({ database, isWorkerPolling: () => Promise.reject(new Error('no Temporal')) });
    const reply = await get('/readyz', lame);
    expect(reply.statusCode).toBe(503);
    const [postgres, worker] = [expect.stringContaining('PostgreSQL'), expect.stringContaining('worker')];
    expect(reply.json()).toEqual({ status: 'not ready', soap: false, worker: false, missing: [postgres, worker] });
    const soap = await get('/readyz/soap', lame);
    expect(soap.statusCode).toBe(503);
    expect(soap.json()).toEqual({ status: 'not ready', missing: [postgres] });
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

  it('tells a worker or a Temporal that is away apart: /readyz/soap stays 200, for sessions go on', async () => {
    const alone = await startHarness({ isWorkerPolling: async () => false });
    const reply = await get('/readyz', alone);
    expect(reply.statusCode).toBe(503);
    expect(reply.json()).toMatchObject({ status: 'not ready', soap: true, worker: false });
    const soap = await get('/readyz/soap', alone);
    expect({ status: soap.statusCode, body: soap.json() }).toEqual({ status: 200, body: { status: 'ready' } });
    await alone.close();
  });
});

describe('a PostgreSQL that takes no writes', () => {
  const isNotReady = async (from: Harness, why: RegExp): Promise<void> => {
    const soap = await get('/readyz/soap', from);
    expect(soap.statusCode).toBe(503);
    expect(soap.json().missing).toEqual([expect.stringMatching(why)]);
    expect((await get('/readyz', from)).json()).toMatchObject({ soap: false, worker: true });
  };
  const putInvoice = { method: 'PUT', url: url('invoices/full'), payload: INVOICE } as const;

  it('because it may only be read: REST answers 503, and /readyz/soap says so', async () => {
    const standby = await startWithConnection();
    const name = new URL(standby.databaseUrl).pathname.slice(1);
    await standby.database.query(`alter database ${name} set default_transaction_read_only = on`);
    const database = openDatabase(standby.databaseUrl);
    const reader = await startHarness({ database });
    await refused(reader, 503, putInvoice);
    await isNotReady(reader, /only be read/);
    await reader.close();
    await database.end();
    await standby.close();
  });

  it('because its disk is full: REST answers 503, and /readyz/soap says so for ten seconds', async () => {
    const full = await startWithConnection();
    // What PostgreSQL says then, said by it.
    await full.database.query(`
      create function fill() returns trigger language plpgsql as $$ begin
        raise exception 'could not extend file "base/1/2": No space left on device' using errcode = '53100'; end $$;
      create trigger fill before insert on items for each row execute function fill()`);
    await refused(full, 503, putInvoice);
    await isNotReady(full, /no room/);
    await full.database.query('drop trigger fill on items');
    expect((await full.send(putInvoice)).statusCode).toBe(200);
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 10_000);
    expect((await get('/readyz/soap', full)).statusCode).toBe(200);
    vi.restoreAllMocks();
    await full.close();
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
  for (const metric of ['workflows_stuck{of="items"} 0', 'workflows_stuck{of="sessions"} 0', 'signals_refused_total '])
    expect(body).toContain(metric);
  expect(countCalls(body)).toBe(before + 1);
});

it('has the support page that the Web Connector fetches', async () => {
  const page = await get('/support');
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
});
