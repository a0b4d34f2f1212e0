import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, INVOICE, startWithConnection } from './harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startWithConnection();
});
afterAll(() => harness.close());

const at = '2026-01-05T14:03:09.000Z';
const call = (method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown) =>
  harness.call(method, `/connections/acme/${path}`, body);
const invoices = (...ids: string[]) => Promise.all(ids.map((id) => call('PUT', `invoices/${id}`, INVOICE)));
const batch = (id: string, invoiceIds: string[], status = 'finished', markReadyToTransfer = false) =>
  call('PUT', `invoice-batches/${encodeURIComponent(id)}`, { status, markReadyToTransfer, invoiceIds });
const succeed = (id: string) =>
  harness.happen('invoices', id, { type: 'succeeded', at, generation: 1, begun: true, deleted: false });
const fail = (id: string) =>
  harness.happen('invoices', id, {
    type: 'failed',
    at,
    generation: 1,
    begun: false,
    failure: { code: '1', message: 'no', snapshotVersion: 1 },
  });

describe('invoice batches', () => {
  it('marks its invoices ready when it has finished, also those that arrive later', async () => {
    await invoices('a1');
    const processing = await batch('A', ['a1', 'a2'], 'processing', true);
    expect([processing.statusCode, processing.json()]).toEqual([
      200,
      {
        id: 'A',
        status: 'processing',
        transferStatus: 'Not Transferred',
        counts: { 'Not Transferred': 1, Pending: 0, 'Pending/Failed': 0, Transferred: 0 },
      },
    ]);
    const early = await call('POST', 'invoices/ready', { ids: ['a1'] });
    expect(early.json().results[0]).toMatchObject({ ok: false, reason: expect.stringContaining('batch') });
    expect((await call('GET', 'invoices/a1')).json()).toMatchObject({ eligible: false });
    expect((await batch('A', ['a1', 'a2', 'a1'], 'finished', true)).json()).toMatchObject({
      transferStatus: 'Pending',
    });
    await invoices('a2');
    expect((await call('GET', 'invoice-batches/A')).json()).toMatchObject({
      status: 'finished',
      counts: { Pending: 2 },
    });
  });

  it('is set ready and not ready whole, and never re-transfers', async () => {
    await invoices('b1', 'b2');
    await batch('B/1', ['b1', 'b2', 'b3']);
    await succeed('b2');
    const ready = await call('POST', 'invoice-batches/B%2F1/ready');
    expect(ready.statusCode).toBe(200);
    expect(ready.json().results).toMatchObject([
      { id: 'b1', ok: true, transferStatus: 'Pending' },
      { id: 'b2', ok: false, transferStatus: 'Transferred' },
      { id: 'b3', ok: false, transferStatus: 'Not Transferred' },
    ]);
    const back = await call('POST', 'invoice-batches/B%2F1/not-ready', {});
    expect(back.json().results[0]).toEqual({ id: 'b1', ok: true, transferStatus: 'Not Transferred' });
    expect((await call('POST', 'invoice-batches/B%2F1/ready', { retransfer: true })).json().errors[0].field).toBe(
      'retransfer',
    );
  });

  it('takes a POST that says JSON and has no body', async () => {
    await batch('empty', []);
    const reply = await harness.send({
      method: 'POST',
      url: '/api/v1/connections/acme/invoice-batches/empty/ready',
      headers: { 'content-type': 'application/json' },
    });
    expect([reply.statusCode, reply.json()]).toEqual([200, { results: [] }]);
  });

  it('takes 500 invoices, not more', async () => {
    const ids = Array.from({ length: 501 }, (_, index) => `x${index}`);
    expect((await batch('large', ids.slice(1))).statusCode).toBe(200);
    expect((await batch('large', ids)).json().errors[0].field).toBe('invoiceIds');
    expect((await batch('large', [], 'done')).json().errors[0].field).toBe('status');
  });

  it('answers 202 while its invoices have not applied it', async () => {
    const slow = await startWithConnection({ applyTimeoutMs: 50 });
    await slow.call('PUT', '/connections/acme/invoices/i', INVOICE);
    slow.temporal.isUp = false;
    const reply = await slow.call('PUT', '/connections/acme/invoice-batches/b', {
      status: 'finished',
      markReadyToTransfer: true,
      invoiceIds: ['i'],
    });
    expect(reply.statusCode).toBe(202);
    expect(reply.json()).toMatchObject({ id: 'b', applied: false });
    await slow.close();
  });
});

describe('the search of batches', () => {
  it('shows each as GET does, and selects', async () => {
    const own = await startWithConnection();
    const put = (path: string, body: unknown) => own.call('PUT', `/connections/acme/${path}`, body);
    for (const id of ['i1', 'i2', 'i3']) await put(`invoices/${id}`, INVOICE);
    const put3 = (id: string, invoiceIds: string[], status = 'finished') =>
      put(`invoice-batches/${id}`, { status, markReadyToTransfer: false, invoiceIds });
    await put3('none', []);
    await put3('failed', ['i1', 'i2', 'i3']);
    await put3('pending', ['i2', 'i3'], 'processing');
    await put3('done', ['i3', 'i4']);
    await own.happen('invoices', 'i1', {
      type: 'failed',
      at,
      generation: 1,
      begun: false,
      failure: { code: '1', message: 'no', snapshotVersion: 1 },
    });
    await own.happen('invoices', 'i2', { type: 'setReady', at, retransfer: false });
    await own.happen('invoices', 'i3', { type: 'succeeded', at, generation: 1, begun: true, deleted: false });
    const listed = async (query: string) =>
      (await own.call('GET', `/connections/acme/invoice-batches?${query}`)).json();
    const ids = async (query: string) => (await listed(query)).items.map(({ id }: { id: string }) => id);

    const { items, total } = await listed('');
    expect(total).toBe(4);
    expect(items.map(({ transferStatus }: { transferStatus: string }) => transferStatus)).toEqual([
      'Transferred',
      'Pending/Failed',
      'Not Transferred',
      'Pending',
    ]);
    for (const item of items)
      expect(item).toEqual((await own.call('GET', `/connections/acme/invoice-batches/${item.id}`)).json());
    expect(await ids('transferStatus=Pending&transferStatus=Transferred')).toEqual(['done', 'pending']);
    expect(await ids('status=processing')).toEqual(['pending']);
    expect(await ids('q=ON')).toEqual(['done', 'none']);
    expect(await ids('transferDateFrom=2026-01-05&transferDateTo=2026-01-05')).toEqual(['done', 'failed', 'pending']);
    expect(await ids('transferDateFrom=2026-01-06')).toEqual([]);
    expect(await ids('needsResync=true')).toEqual([]);
    expect(await ids('page=2&pageSize=3')).toEqual(['pending']);
    expect((await listed('page=9')).total).toBe(4);
    await own.close();
  });

  it('counts a failed one as failed', async () => {
    await invoices('f1');
    await fail('f1');
    expect((await batch('F', ['f1'])).json()).toMatchObject({
      transferStatus: 'Pending/Failed',
      counts: { 'Pending/Failed': 1 },
    });
  });
});
