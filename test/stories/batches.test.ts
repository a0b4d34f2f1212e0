import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice, refusedInvoice } from './snapshots.js';
import { beginStory } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const NONE = { 'Not Transferred': 0, Pending: 0, 'Pending/Failed': 0, Transferred: 0 };

async function beginBatch(name: string, invoiceIds: readonly string[]) {
  const story = await beginStory(product, name);
  const putBatch = async (status: 'processing' | 'finished', more: object = {}) => {
    const body = { status, markReadyToTransfer: true, invoiceIds, ...more };
    const { status: code, body: batch } = await story.rest('PUT', '/invoice-batches/B1', body);
    expect(code, JSON.stringify(batch)).toBe(200);
    return batch;
  };
  const getBatch = async () => (await story.rest('GET', '/invoice-batches/B1')).body;
  const statuses = () =>
    Promise.all(invoiceIds.map(async (id) => (await story.get('invoices', id)).transferStatus as string));
  return { ...story, putBatch, getBatch, statuses };
}

describe('S16: a batch of invoices', () => {
  it('S16: marked as ready to transfer makes its invoices ready when it has finished processing, never before', async () => {
    const { put, ready, putBatch, statuses, run } = await beginBatch('s16', ['I1', 'I2']);
    await put('invoices', 'I1', invoice());
    await put('invoices', 'I2', invoice({ number: '1002' }));

    await putBatch('processing');

    expect(await statuses()).toEqual(['Not Transferred', 'Not Transferred']);
    expect(await ready('invoices', ['I1'])).toMatchObject([
      { ok: false, reason: expect.stringMatching(/still processing/) },
    ]);
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
    expect(await putBatch('finished')).toMatchObject({
      status: 'finished',
      transferStatus: 'Pending',
      counts: { ...NONE, Pending: 2 },
    });
    expect(await statuses()).toEqual(['Pending', 'Pending']);
    expect(await run()).toMatchObject({ closing: '2 records transferred.' });
  });

  it('S16: finished at once makes ready what is there, and what arrives later on its arrival', async () => {
    const { put, putBatch, run, get } = await beginBatch('s16-late', ['I1', 'late']);
    await put('invoices', 'I1', invoice());

    const batch = await putBatch('finished');
    const late = await put('invoices', 'late', invoice({ number: '1002' }));

    expect(batch).toMatchObject({ transferStatus: 'Pending', counts: { ...NONE, Pending: 1 } });
    expect(late).toMatchObject({ transferStatus: 'Pending' });
    await run();
    expect(await get('invoices', 'late')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S16: not marked leaves its invoices alone', async () => {
    const { put, putBatch, statuses } = await beginBatch('s16-unmarked', ['I1']);
    await put('invoices', 'I1', invoice());

    await putBatch('finished', { markReadyToTransfer: false });

    expect(await statuses()).toEqual(['Not Transferred']);
  });

  it('S16: marks an invoice once: what was set Not Ready, or is not eligible, stays out', async () => {
    const { put, notReady, putBatch, statuses } = await beginBatch('s16-once', ['I1', 'voided']);
    await put('invoices', 'I1', invoice());
    await put('invoices', 'voided', invoice({ voided: true }));
    await putBatch('finished');
    await notReady('invoices', ['I1']);

    await putBatch('processing');
    await putBatch('finished');
    await put('invoices', 'I1', invoice({ memo: 'changed' }));

    expect(await statuses()).toEqual(['Not Transferred', 'Not Transferred']);
  });

  it.each([
    ['by the same batch again', false],
    ['by a change of the invoice', true],
  ])('S16: does not mark %s what people had set Ready before it finished, and Not Ready since', async (_, isChange) => {
    const { put, ready, notReady, putBatch, statuses } = await beginBatch(`s16-ready-${isChange}`, ['I1']);
    await put('invoices', 'I1', invoice());
    await ready('invoices', ['I1']);
    await putBatch('finished');
    await notReady('invoices', ['I1']);

    if (isChange) await put('invoices', 'I1', invoice({ memo: 'changed' }));
    else await putBatch('finished');

    expect(await statuses()).toEqual(['Not Transferred']);
  });

  it('S16: marks an invoice that was not eligible when it finished, once it is', async () => {
    const { put, putBatch, statuses } = await beginBatch('s16-eligible', ['I1']);
    await put('invoices', 'I1', invoice({ voided: true }));
    await putBatch('finished');

    await put('invoices', 'I1', invoice());

    expect(await statuses()).toEqual(['Pending']);
  });

  it('S16: that is processed once more leaves in the queue what is Pending; only setting ready is refused', async () => {
    const { put, ready, notReady, get, putBatch, run } = await beginBatch('s16-again', ['I1', 'I2']);
    await put('invoices', 'I1', invoice());
    await put('invoices', 'I2', invoice({ number: '1002' }));
    await putBatch('finished');
    await notReady('invoices', ['I2']);

    await putBatch('processing');

    expect(await get('invoices', 'I1')).toMatchObject({ ready: true, eligible: true, reason: null });
    expect(await get('invoices', 'I2')).toMatchObject({ ready: false, eligible: false });
    expect(await ready('invoices', ['I1', 'I2'])).toMatchObject([{ ok: true }, { ok: false }]);
    expect(await run()).toMatchObject({ closing: '1 record transferred.' });
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred', eligible: false });
  });

  it('S16: shows one status for its invoices: failed before waiting before transferred, and counts the rest', async () => {
    const { put, ready, putBatch, getBatch, run, notReady } = await beginBatch('s16-status', ['I1', 'I2', 'I3', 'I4']);
    await put('invoices', 'I1', invoice());
    await put('invoices', 'I2', refusedInvoice({ number: '1002' }));
    await put('invoices', 'I3', invoice({ number: '1003' }));
    await put('invoices', 'I4', invoice({ number: '1004', voided: true }));

    const seen = [await putBatch('finished', { markReadyToTransfer: false })];
    await ready('invoices', ['I1']);
    await run();
    seen.push(await getBatch());
    await ready('invoices', ['I3']);
    seen.push(await getBatch());
    await notReady('invoices', ['I3']);
    await ready('invoices', ['I2']);
    await run();
    seen.push(await getBatch());

    expect(seen.map(({ transferStatus }) => transferStatus)).toEqual([
      'Not Transferred',
      'Transferred',
      'Pending',
      'Pending/Failed',
    ]);
    expect(seen.map(({ counts }) => counts)).toEqual([
      { ...NONE, 'Not Transferred': 4 },
      { ...NONE, 'Not Transferred': 3, Transferred: 1 },
      { ...NONE, 'Not Transferred': 2, Pending: 1, Transferred: 1 },
      { ...NONE, 'Not Transferred': 2, 'Pending/Failed': 1, Transferred: 1 },
    ]);
  });

  it('S16: is set Ready and Not Ready whole, and never re-transfers', async () => {
    const { put, putBatch, getBatch, run, rest, company } = await beginBatch('s16-whole', ['I1', 'I2', 'absent']);
    await put('invoices', 'I1', invoice());
    await putBatch('finished', { markReadyToTransfer: false });
    const command = async (word: string) => (await rest('POST', `/invoice-batches/B1/${word}`)).body.results;

    await command('ready');
    await run();
    await put('invoices', 'I2', invoice({ number: '1002' }));
    const ready = await command('ready');
    const shownWhenReady = await getBatch();
    const notReady = await command('not-ready');

    expect(ready).toMatchObject([
      { id: 'I1', ok: false, transferStatus: 'Transferred', reason: expect.any(String) },
      { id: 'I2', ok: true, transferStatus: 'Pending' },
      { id: 'absent', ok: false, reason: expect.any(String) },
    ]);
    expect(shownWhenReady).toMatchObject({
      transferStatus: 'Pending',
      counts: { ...NONE, Pending: 1, Transferred: 1 },
    });
    expect(notReady).toMatchObject([
      { id: 'I1', ok: true, transferStatus: 'Transferred' },
      { id: 'I2', ok: true, transferStatus: 'Not Transferred' },
      { id: 'absent', ok: false },
    ]);
    expect(company.transactions({ type: 'Invoice' })).toHaveLength(1);
  });
});
