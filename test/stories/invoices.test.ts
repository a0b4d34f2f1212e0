import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice, refusedInvoice } from './snapshots.js';
import { beginStory } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('S2: an invoice', () => {
  it('S2: becomes an invoice in QuickBooks; notes are never sent, delivery sets print and e-mail later', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 's2');
    await enqueue('invoices', 'I1', invoice({ number: '1001', delivery: 'email', notes: 'secret note' }));
    await enqueue('invoices', 'I2', invoice({ number: '1002', delivery: 'print', memo: 'January', poNumber: 'C-77' }));

    const session = await run();

    expect(session).toMatchObject({ outcome: 'done', closing: '2 records transferred.', roundTrips: 1 });
    const [first, second] = company.transactions({ type: 'Invoice' });
    expect(first).toMatchObject({
      refNumber: '1001',
      entity: 'Northwind Clinic',
      txnDate: '2026-01-05',
      amount: '125.00',
      fields: { IsToBeEmailed: 'true', IsToBePrinted: 'false' },
      lines: [{ name: 'Remote Support', quantity: '1' }],
    });
    expect(second).toMatchObject({
      refNumber: '1002',
      memo: 'January',
      fields: { IsToBeEmailed: 'false', IsToBePrinted: 'true', PONumber: 'C-77' },
    });
    expect(JSON.stringify(company.transactions())).not.toContain('secret note');
    expect(await get('invoices', 'I1')).toMatchObject({
      transferStatus: 'Transferred',
      ready: false,
      eligible: true,
      reason: null,
      records: [
        { key: 'addition', generation: 1, txnType: 'Invoice', txnId: first?.txnId, refNumber: '1001', state: 'added' },
      ],
    });
  });

  it('S2: is transferred for a customer that is inactive in QuickBooks', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 's2-inactive');
    await enqueue('invoices', 'I1', invoice({ customer: { name: 'Old Mill Bakery' } }));

    await run();

    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(company.transactions({ type: 'Invoice', entity: 'Old Mill Bakery' })).toHaveLength(1);
  });

  it('S2: by e-mail to a customer without an address is Pending/Failed, with the reason in its history', async () => {
    const { enqueue, run, get, history, company } = await beginStory(product, 's2-email');
    await enqueue('invoices', 'I1', invoice({ customer: { name: 'Willow School' }, delivery: 'email' }));

    await run();

    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Pending/Failed', ready: true });
    expect(await history('invoices', 'I1')).toContainEqual(
      expect.objectContaining({
        event: 'refused',
        statusCode: 3180,
        sessionId: expect.any(String),
        message: expect.stringContaining('email address specified for this customer is invalid'),
        hint: expect.stringContaining('e-mail address'),
      }),
    );
    company.setCustomer('Willow School', { email: 'office@willow.example' });
    await run();
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
  });
});

describe('S8 and S9: an invoice that is held', () => {
  it('S8: in Pending/Failed is included again in every session by itself', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 's8');
    await enqueue('invoices', 'I1', refusedInvoice());

    const sessions = [await run(), await run()];

    expect(sessions.map(({ closing }) => closing)).toEqual(
      Array(2).fill('0 records transferred, 1 failed: see the Transfer History.'),
    );
    company.addCustomer({ name: 'Nobody Knows' });
    expect(await run()).toMatchObject({ closing: '1 record transferred.' });
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred', ready: false, reason: null });
  });

  it('S8: in Pending/Failed and set Not Ready keeps its status and is left out', async () => {
    const { enqueue, run, get, notReady, company } = await beginStory(product, 's8-held');
    await enqueue('invoices', 'I1', refusedInvoice());
    await run();

    const held = await notReady('invoices', ['I1']);

    expect(held).toMatchObject([{ id: 'I1', ok: true, transferStatus: 'Pending/Failed' }]);
    company.addCustomer({ name: 'Nobody Knows' });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Pending/Failed', ready: false });
    expect(company.transactions({ type: 'Invoice' })).toEqual([]);
  });

  it('S9: in Pending and set Not Ready goes back to what it was before', async () => {
    const { put, enqueue, ready, notReady, run, get } = await beginStory(product, 's9');
    await enqueue('invoices', 'sent', invoice());
    await run();
    const before = await get('invoices', 'sent');
    await ready('invoices', ['sent'], { retransfer: true });
    await put('invoices', 'new', invoice({ number: '1002' }));
    await ready('invoices', ['new']);

    const results = await notReady('invoices', ['sent', 'new']);

    expect(results.map(({ transferStatus }) => transferStatus)).toEqual(['Transferred', 'Not Transferred']);
    expect(await get('invoices', 'sent')).toEqual(before);
  });

  it('S9: whose error was cleared is Not Transferred; its history keeps the error', async () => {
    const { enqueue, run, rest, get, notReady, history } = await beginStory(product, 's9-cleared');
    await enqueue('invoices', 'I1', refusedInvoice());
    await run();
    await notReady('invoices', ['I1']);

    const cleared = await rest('POST', '/invoices/I1/clear-error', { reason: 'entered by hand' });

    expect(cleared).toMatchObject({
      status: 200,
      body: { transferStatus: 'Not Transferred', transferDate: '', eligible: true },
    });
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Not Transferred', reason: null });
    const entries = await history('invoices', 'I1');
    expect(entries.map(({ event }) => event)).toEqual(['setReady', 'refused', 'setNotReady', 'errorCleared']);
    expect(entries.at(-1)).toMatchObject({ message: 'entered by hand' });
  });
});
