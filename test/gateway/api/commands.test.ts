import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EXPENSE_REPORT, type Harness, INVOICE, PURCHASE_ORDER, startWithConnection } from './harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startWithConnection({ applyTimeoutMs: 300 });
});
afterAll(() => harness.close());
afterEach(() => {
  harness.temporal.isUp = true;
});

const post = (path: string, body: unknown) => harness.call('POST', `/connections/acme/${path}`, body);
const put = (path: string, body: unknown) => harness.call('PUT', `/connections/acme/${path}`, body);
const get = async (path: string) => (await harness.call('GET', `/connections/acme/${path}`)).json();
const fail = (id: string) =>
  harness.happen('invoices', id, {
    type: 'failed',
    at: '2026-01-05T14:03:09.000Z',
    generation: 1,
    begun: false,
    failure: { code: '3140', message: 'no such customer', snapshotVersion: 1 },
  });

describe('ready and not-ready', () => {
  it('answers 200 when the projection shows it', async () => {
    await put('invoices/a', INVOICE);
    const reply = await post('invoices/ready', { ids: ['a'] });
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual({ results: [{ id: 'a', ok: true, transferStatus: 'Pending' }] });
    expect(await get('invoices/a')).toMatchObject({ ready: true, transferStatus: 'Pending', transferDate: 'Pending' });
    const back = await post('invoices/not-ready', { ids: ['a'] });
    expect(back.json()).toEqual({ results: [{ id: 'a', ok: true, transferStatus: 'Not Transferred' }] });
    expect(await get('invoices/a')).toMatchObject({
      ready: false,
      transferStatus: 'Not Transferred',
      transferDate: '',
    });
  });

  it('answers for each id in its order, also twice and for what has not arrived', async () => {
    await put('expense-reports/good', EXPENSE_REPORT);
    await put('expense-reports/draft', { ...EXPENSE_REPORT, status: 'Draft' });
    const reply = await post('expense-reports/ready', { ids: ['none', 'good', 'draft', 'good'] });
    expect(reply.statusCode).toBe(200);
    expect(reply.json().results).toEqual([
      { id: 'none', ok: false, transferStatus: 'Not Transferred', reason: expect.stringContaining('arrived') },
      { id: 'good', ok: true, transferStatus: 'Pending' },
      { id: 'draft', ok: false, transferStatus: 'Not Transferred', reason: expect.stringContaining('"Draft"') },
      { id: 'good', ok: true, transferStatus: 'Pending' },
    ]);
  });

  it('takes no ids at all', async () => {
    const reply = await post('invoices/ready', { ids: [] });
    expect([reply.statusCode, reply.json()]).toEqual([200, { results: [] }]);
  });

  it('sets a Transferred item ready only for a re-transfer', async () => {
    await put('purchase-orders/p', PURCHASE_ORDER);
    await harness.happen('purchase-orders', 'p', {
      type: 'succeeded',
      at: '2026-01-05T14:03:09.000Z',
      generation: 1,
      begun: true,
      deleted: false,
    });
    const asked = await post('purchase-orders/ready', { ids: ['p'] });
    expect(asked.json().results[0]).toMatchObject({
      ok: false,
      transferStatus: 'Transferred',
      reason: expect.stringContaining('duplicate'),
    });
    const meant = await post('purchase-orders/ready', { ids: ['p'], retransfer: true });
    expect(meant.json().results[0]).toMatchObject({ ok: true, transferStatus: 'Pending' });
  });

  it('takes 500 ids in a call, and says so when there are more', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `many-${index}`);
    await harness.database.query(
      `insert into items (connection_id, kind, psa_id, number, snapshot) select 'acme', 'invoices', id, id, $2 from unnest($1::text[]) id`,
      [ids, JSON.stringify(INVOICE)],
    );
    harness.temporal.isUp = false;
    const reply = await post('invoices/ready', { ids });
    expect(reply.statusCode).toBe(202);
    expect(reply.json().results).toHaveLength(500);
    const tooMany = await post('invoices/ready', { ids: [...ids, 'one-more'] });
    expect(tooMany.statusCode).toBe(400);
    expect(tooMany.json().errors).toEqual([
      {
        field: 'ids',
        problem: 'found a list of 501 entries, expected at most 500 ids a call; send the rest in another call',
      },
    ]);
  });

  it('refuses other bodies with the names of the fields', async () => {
    const fields = async (body: unknown) =>
      (await post('invoices/ready', body)).json().errors.map(({ field }: { field: string }) => field);
    expect(await fields({})).toEqual(['ids']);
    expect(await fields({ ids: 'a' })).toEqual(['ids']);
    expect(await fields({ ids: [1, 'x'.repeat(101)], retransfer: 'yes', force: true })).toEqual([
      'ids[0]',
      'ids[1]',
      'retransfer',
      'force',
    ]);
  });
});

describe('while Temporal is down', () => {
  it('answers 202 with the same body and keeps the event', async () => {
    await put('invoices/later', INVOICE);
    harness.temporal.isUp = false;
    const reply = await post('invoices/ready', { ids: ['later'] });
    expect(reply.statusCode).toBe(202);
    expect(reply.json()).toEqual({ results: [{ id: 'later', ok: true, transferStatus: 'Pending' }], applied: false });
    expect(await get('invoices/later')).toMatchObject({ ready: false });
    // Asked again it is not applied either: a 200 would say that GET shows it.
    expect((await post('invoices/ready', { ids: ['later'] })).statusCode).toBe(202);
    harness.temporal.isUp = true;
    expect((await post('invoices/not-ready', { ids: ['later'] })).statusCode).toBe(200);
    expect((await get('invoices/later/history')).entries).toMatchObject([
      { event: 'setReady' },
      { event: 'setNotReady' },
    ]);
  });

  it('answers 200 at once where nothing has to be applied', async () => {
    harness.temporal.isUp = false;
    expect((await put('invoices/plain', INVOICE)).statusCode).toBe(200);
    expect((await put('invoices/plain', INVOICE)).statusCode).toBe(200);
  });

  it('answers 202 to a snapshot that says something happened', async () => {
    await put('invoices/bad', INVOICE);
    await post('invoices/ready', { ids: ['bad'] });
    harness.temporal.isUp = false;
    const reply = await put('invoices/bad', { ...INVOICE, voided: true });
    expect(reply.statusCode).toBe(202);
    expect(reply.json()).toMatchObject({ id: 'bad', applied: false, snapshot: { voided: true } });
  });

  it('waits for what takes its time', async () => {
    await put('invoices/slow', INVOICE);
    harness.temporal.isUp = false;
    const reply = post('invoices/ready', { ids: ['slow'] });
    await sleep(100);
    await harness.database.query(`update items set applied_seq = last_seq, ready = true where psa_id = 'slow'`);
    expect((await reply).statusCode).toBe(200);
  });
});

describe('clear-error', () => {
  it('clears the error of a held invoice and keeps the reason', async () => {
    await put('invoices/held', INVOICE);
    await post('invoices/ready', { ids: ['held'] });
    await fail('held');
    await post('invoices/not-ready', { ids: ['held'] });
    const refused = await post('invoices/ready', { ids: ['held'] });
    expect(refused.json().results[0]).toMatchObject({ ok: false, reason: expect.stringContaining('clear the error') });
    const cleared = await post('invoices/held/clear-error', { reason: 'customer was made' });
    expect(cleared.statusCode).toBe(200);
    expect(cleared.json()).toMatchObject({
      id: 'held',
      transferStatus: 'Not Transferred',
      eligible: true,
      reason: null,
    });
    expect((await get('invoices/held/history')).entries.at(-1)).toMatchObject({
      event: 'errorCleared',
      message: 'customer was made',
    });
  });

  it('refuses an invoice without an error, and a call without a reason', async () => {
    await put('invoices/fine', INVOICE);
    const refused = await post('invoices/fine/clear-error', { reason: 'x' });
    expect(refused.statusCode).toBe(409);
    expect(refused.json().detail).toContain('no transfer error');
    expect((await post('invoices/fine/clear-error', { reason: ' ' })).json().errors[0].field).toBe('reason');
  });
});
