import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { expenseReport, invoice, orderLine, purchaseOrder, refusedInvoice, timesheet } from './snapshots.js';
import { beginStory, type Kind, listen, requestsIn } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const ONE_OF_EACH: readonly [Kind, string, object][] = [
  ['expense-reports', 'E1', expenseReport()],
  ['timesheets', 'T1', timesheet()],
  ['purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '2' })] })],
  ['invoices', 'I1', invoice()],
];

/** What people see of an item's status: the status itself, the Transfer Date column, and the check mark. */
const shown = ({ transferStatus, transferDate, needsResync }: Record<string, unknown>) => [
  transferStatus,
  transferDate,
  needsResync,
];

describe('S1: the four kinds', () => {
  it('S1: are transferred in one session: invoices, purchase orders, timesheets, expense reports', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 's1');
    for (const [kind, id, snapshot] of ONE_OF_EACH) await enqueue(kind, id, snapshot);
    const { sets, misbehave } = listen();

    const session = await run(misbehave);

    expect(session).toMatchObject({ outcome: 'done', closing: '5 records transferred.' });
    expect(sets.map(requestsIn)).toEqual([
      ['InvoiceAdd'],
      ['PurchaseOrderAdd'],
      ['ItemReceiptAdd'],
      ['TimeTrackingAdd'],
      ['BillAdd'],
    ]);
    expect(company.transactions().map(({ type }) => type)).toEqual([
      'Invoice',
      'PurchaseOrder',
      'ItemReceipt',
      'TimeTracking',
      'Bill',
    ]);
    for (const [kind, id] of ONE_OF_EACH)
      expect(await get(kind, id)).toMatchObject({ kind, transferStatus: 'Transferred' });
  });

  it('S1: are told apart although their ids are the same', async () => {
    const { put, ready, get } = await beginStory(product, 's1-ids');
    for (const [kind, , snapshot] of ONE_OF_EACH) await put(kind, '7', snapshot);

    await ready('timesheets', ['7']);

    const statuses = await Promise.all(
      ONE_OF_EACH.map(async ([kind]) => [kind, (await get(kind, '7')).transferStatus]),
    );
    expect(Object.fromEntries(statuses)).toEqual({
      invoices: 'Not Transferred',
      'purchase-orders': 'Not Transferred',
      timesheets: 'Pending',
      'expense-reports': 'Not Transferred',
    });
  });
});

describe('S7 and S10: status and transfer date', () => {
  it('S7: goes from Not Transferred over Pending and Pending/Failed to Transferred, with the dates of S10', async () => {
    const { put, ready, run, get, company } = await beginStory(product, 's7');

    const seen = [await put('invoices', 'I1', refusedInvoice())];
    await ready('invoices', ['I1']);
    seen.push(await get('invoices', 'I1'));
    await run();
    seen.push(await get('invoices', 'I1'));
    company.addCustomer({ name: 'Nobody Knows' });
    await run();
    seen.push(await get('invoices', 'I1'));

    const { transferredAt } = seen[3];
    expect(transferredAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
    expect(seen.map(shown)).toEqual([
      ['Not Transferred', '', false],
      ['Pending', 'Pending', false],
      ['Pending/Failed', 'Pending/Failed', false],
      ['Transferred', transferredAt.slice(0, 16).replace('T', ' '), false],
    ]);
    expect(seen.slice(0, 3).map((item) => item.transferredAt)).toEqual([null, null, null]);
  });

  it('S7: is the filter of the list, and its counts agree', async () => {
    const { put, enqueue, run, rest } = await beginStory(product, 's7-list');
    await enqueue('invoices', 'done', invoice());
    await enqueue('invoices', 'failed', refusedInvoice());
    await run();
    await put('invoices', 'new', invoice());
    await enqueue('invoices', 'waiting', invoice());

    const find = async (status: string) => {
      const { body } = await rest('GET', `/invoices?transferStatus=${encodeURIComponent(status)}`);
      return [body.total, body.items.map(({ id }: { id: string }) => id).sort()];
    };

    expect(await find('Not Transferred')).toEqual([1, ['new']]);
    expect(await find('Pending')).toEqual([1, ['waiting']]);
    expect(await find('Pending/Failed')).toEqual([1, ['failed']]);
    expect(await find('Transferred')).toEqual([1, ['done']]);
    expect(await find('')).toEqual([4, ['done', 'failed', 'new', 'waiting']]);
  });

  it('S10: of a re-transferred invoice is the time of the last success', async () => {
    const { enqueue, ready, run, get } = await beginStory(product, 's10-again');
    await enqueue('invoices', 'I1', invoice());
    await run();
    const first = await get('invoices', 'I1');
    await ready('invoices', ['I1'], { retransfer: true });

    const waiting = await get('invoices', 'I1');
    await run();

    expect(shown(waiting)).toEqual(['Pending', 'Pending', false]);
    const second = await get('invoices', 'I1');
    expect(Date.parse(second.transferredAt)).toBeGreaterThan(Date.parse(first.transferredAt));
  });

  it('S10: of a purchase order that waits for a resync shows the time stamp and the status; the mark stays after a failure', async () => {
    const { put, enqueue, run, get, company, rest } = await beginStory(product, 's10-resync');
    await enqueue('purchase-orders', 'P1', purchaseOrder());
    await run();
    const done = await get('purchase-orders', 'P1');

    const waiting = await put('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '4' })] }));
    company.receiveByHand({ number: 'PO-1' });
    await run();
    const failed = await get('purchase-orders', 'P1');

    const stamp = done.transferredAt.slice(0, 16).replace('T', ' ');
    expect(shown(done)).toEqual(['Transferred', stamp, false]);
    expect(shown(waiting)).toEqual(['Pending', `${stamp} Pending`, true]);
    expect(shown(failed)).toEqual(['Pending/Failed', `${stamp} Pending/Failed`, true]);
    expect((await rest('GET', '/purchase-orders?needsResync=true')).body).toMatchObject({ total: 1 });
    expect(failed.transferredAt).toBe(done.transferredAt);
  });
});
