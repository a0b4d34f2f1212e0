import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice, refusedInvoice } from './snapshots.js';
import { beginStory } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('S11: a transferred invoice', () => {
  it('S11: is set ready again only when the duplicate is asked for, and then becomes a second invoice', async () => {
    const { enqueue, ready, run, get, company, changes } = await beginStory(product, 's11');
    await enqueue('invoices', 'I1', invoice());
    await run();

    const warned = await ready('invoices', ['I1']);
    const asked = await ready('invoices', ['I1'], { retransfer: true });

    expect(warned).toMatchObject([
      { ok: false, transferStatus: 'Transferred', reason: expect.stringMatching(/duplicate/) },
    ]);
    expect(asked).toMatchObject([{ ok: true, transferStatus: 'Pending' }]);
    expect(await run()).toMatchObject({ closing: '1 record transferred.' });
    expect(company.transactions({ type: 'Invoice', refNumber: '1001' })).toHaveLength(2);
    expect((await get('invoices', 'I1')).records).toMatchObject([
      { generation: 1, state: 'added' },
      { generation: 2, state: 'added' },
    ]);
    expect(await changes('transferred')).toHaveLength(2);
  });

  it('S11: has in its history that a duplicate was asked for; one that was never transferred has not', async () => {
    const { put, ready, run, history } = await beginStory(product, 's11-history');
    await put('invoices', 'I1', invoice());
    await ready('invoices', ['I1'], { retransfer: true });
    await run();
    await ready('invoices', ['I1'], { retransfer: true });

    const lines = (await history('invoices', 'I1')).filter(({ event }) => event === 'setReady');

    expect(lines).toHaveLength(2);
    expect(lines[0]).not.toHaveProperty('message');
    expect(lines[1]).toMatchObject({ message: expect.stringMatching(/a duplicate in QuickBooks was asked for/) });
  });

  it('S11: whose re-transfer failed is Transferred again once that error is cleared', async () => {
    const { put, enqueue, ready, notReady, run, rest, get, company } = await beginStory(product, 's11-failed');
    await enqueue('invoices', 'I1', invoice());
    await run();
    const { transferredAt } = await get('invoices', 'I1');
    await put('invoices', 'I1', refusedInvoice());
    await ready('invoices', ['I1'], { retransfer: true });
    await run();
    await notReady('invoices', ['I1']);

    const failed = await get('invoices', 'I1');
    const cleared = await rest('POST', '/invoices/I1/clear-error', { reason: 'one is enough' });

    expect(failed).toMatchObject({ transferStatus: 'Pending/Failed', ready: false, transferredAt });
    expect(cleared.body).toMatchObject({ transferStatus: 'Transferred', transferredAt });
    expect(company.transactions({ type: 'Invoice' })).toHaveLength(1);
  });
});

describe('S9: an invoice whose re-transfer failed', () => {
  it('S9: and had its error cleared while it was ready, set Not Ready is what it was; its paid date is still told', async () => {
    const { put, enqueue, ready, notReady, run, rest, get, company } = await beginStory(product, 's9-cleared');
    await enqueue('invoices', 'I1', invoice());
    await run();
    const { transferredAt } = await get('invoices', 'I1');
    await put('invoices', 'I1', refusedInvoice());
    await ready('invoices', ['I1'], { retransfer: true });
    await run();

    const cleared = await rest('POST', '/invoices/I1/clear-error', { reason: 'one is enough' });
    await notReady('invoices', ['I1']);
    company.payInvoice({ number: '1001' }, { date: '2026-03-01' });
    product.clock.offsetMs += 3_700_000;
    await run();

    expect(cleared.body).toMatchObject({ transferStatus: 'Pending', ready: true });
    expect(await get('invoices', 'I1')).toMatchObject({
      transferStatus: 'Transferred',
      transferredAt,
      paidDate: '2026-03-01',
    });
  });
});

describe('S12: whether an invoice may be set ready', () => {
  it.each([
    ['is voided', { voided: true }, /voided/],
    ['has a negative total', { total: '-0.01' }, /negative.*-0\.01/],
  ])('S12: one that %s cannot be set ready, and says why', async (what, changes, reason) => {
    const { put, ready, run, get } = await beginStory(product, `s12-${what.replaceAll(' ', '-')}`);
    await put('invoices', 'I1', invoice(changes));

    const results = await ready('invoices', ['I1']);

    expect(results).toMatchObject([
      { id: 'I1', ok: false, transferStatus: 'Not Transferred', reason: expect.stringMatching(reason) },
    ]);
    expect(await get('invoices', 'I1')).toMatchObject({
      eligible: false,
      reason: expect.stringMatching(reason),
      ready: false,
    });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
  });

  it('S12: one with a total of zero can be set ready', async () => {
    const { enqueue, run, get } = await beginStory(product, 's12-zero');
    await enqueue('invoices', 'I1', invoice({ total: '0.00', lines: [{ item: 'Remote Support', amount: '0.00' }] }));

    await run();

    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S12: one in Pending/Failed is included already; set ready again it stays so', async () => {
    const { enqueue, ready, run, get } = await beginStory(product, 's12-included');
    await enqueue('invoices', 'I1', refusedInvoice());
    await run();

    const results = await ready('invoices', ['I1']);

    expect(results).toMatchObject([{ ok: true, transferStatus: 'Pending/Failed' }]);
    expect(await get('invoices', 'I1')).toMatchObject({ ready: true, transferStatus: 'Pending/Failed' });
  });

  it('S12: one held after an error is refused until the error is cleared with a reason', async () => {
    const { enqueue, ready, notReady, run, rest, get, company } = await beginStory(product, 's12-clear');
    await enqueue('invoices', 'I1', refusedInvoice());
    await run();
    await notReady('invoices', ['I1']);

    const refused = await ready('invoices', ['I1']);
    const withoutReason = await rest('POST', '/invoices/I1/clear-error', { reason: ' ' });
    await rest('POST', '/invoices/I1/clear-error', { reason: 'customer made in QuickBooks' });

    expect(refused).toMatchObject([
      { ok: false, transferStatus: 'Pending/Failed', reason: expect.stringMatching(/transfer error.*clear/) },
    ]);
    expect(withoutReason.status).toBe(400);
    company.addCustomer({ name: 'Nobody Knows' });
    expect(await ready('invoices', ['I1'])).toMatchObject([{ ok: true, transferStatus: 'Pending' }]);
    await run();
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S12: one held after an error has it cleared by a new revision from the PSA, not by the same one', async () => {
    const { put, enqueue, ready, notReady, run } = await beginStory(product, 's12-revision');
    await enqueue('invoices', 'I1', refusedInvoice({ revision: 4 }));
    await run();
    await notReady('invoices', ['I1']);

    const same = await put('invoices', 'I1', refusedInvoice({ revision: 4 }));
    const older = await put('invoices', 'I1', invoice({ revision: 3 }));
    const corrected = await put('invoices', 'I1', invoice({ revision: 5 }));

    expect([same, older].map(({ transferStatus }) => transferStatus)).toEqual(Array(2).fill('Pending/Failed'));
    expect(corrected).toMatchObject({ transferStatus: 'Not Transferred', transferDate: '', eligible: true });
    expect(await ready('invoices', ['I1'])).toMatchObject([{ ok: true, transferStatus: 'Pending' }]);
    expect(await run()).toMatchObject({ closing: '1 record transferred.' });
  });

  it('S12: there is no error to clear on one that never failed', async () => {
    const { put, rest } = await beginStory(product, 's12-none');
    await put('invoices', 'I1', invoice());

    const refused = await rest('POST', '/invoices/I1/clear-error', { reason: 'to be sure' });

    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('no transfer error') } });
  });
});
