import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice, orderLine, purchaseOrder, timeEntry, timesheet } from './snapshots.js';
import { beginStory, type Story } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** What no snapshot may be and the gateway would never let in: only a mistake of ours could store it. */
const spoil = ({ id }: Story, psaId: string, path: string, value: unknown) =>
  product.database.query(
    'update items set snapshot = jsonb_set(snapshot, $3::text[], $4::jsonb) where connection_id = $1 and psa_id = $2',
    [id, psaId, path, JSON.stringify(value)],
  );

const MISTAKE = {
  transferStatus: 'Pending/Failed',
  ready: true,
  reason: expect.stringMatching(/^A mistake of this product keeps it from being sent: ./),
};

describe('S32: an item whose handling goes wrong by a mistake of ours', () => {
  it('S32: fails alone, with the message in its history, and the others go on', async () => {
    const story = await beginStory(product, 'mistakes');
    const { put, enqueue, run, get, history, company } = story;
    await enqueue('invoices', 'composed', invoice());
    await enqueue('invoices', 'planned', invoice({ number: '1002' }));
    await enqueue('invoices', 'good', invoice({ number: '1003' }));
    await enqueue('timesheets', 'T1', timesheet());
    await spoil(story, 'composed', '{customer}', null);
    await spoil(story, 'planned', '{lines}', null);

    const first = await run();

    expect(first).toMatchObject({
      outcome: 'done',
      closing: '2 records transferred, 2 failed: see the Transfer History.',
    });
    expect(await get('invoices', 'composed')).toMatchObject(MISTAKE);
    expect(await get('invoices', 'planned')).toMatchObject(MISTAKE);
    expect((await history('invoices', 'planned')).at(-1)).toMatchObject({
      event: 'refused',
      message: MISTAKE.reason,
      hint: expect.stringMatching(/Report it/),
    });
    expect(company.transactions().map(({ type, refNumber }) => [type, refNumber])).toMatchObject([
      ['Invoice', '1003'],
      ['TimeTracking', undefined],
    ]);

    await put('invoices', 'composed', invoice());
    await put('invoices', 'planned', invoice({ number: '1002' }));
    await run();

    expect(company.transactions({ type: 'Invoice' }).map(({ refNumber }) => refNumber)).toEqual([
      '1003',
      '1001',
      '1002',
    ]);
    expect(await get('invoices', 'planned')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S32: in its second record fails after the first is in QuickBooks, which is not sent again', async () => {
    const story = await beginStory(product, 'mistakes-later');
    const { put, enqueue, run, get, company } = story;
    const whole = timesheet({ entries: [timeEntry(), timeEntry({ id: 'e2' })] });
    await enqueue('timesheets', 'T1', whole);
    await spoil(story, 'T1', '{entries,1,customer}', 5);

    await run();
    const failed = await get('timesheets', 'T1');
    await put('timesheets', 'T1', whole);
    await run();

    expect(failed).toMatchObject({ ...MISTAKE, records: [{ key: 'entry/e1', state: 'added' }] });
    expect(await get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(company.transactions({ type: 'TimeTracking' })).toHaveLength(2);
  });

  it('S17, S18: of a purchase order does not end its part of the run; what was received is sent once it is mended', async () => {
    const story = await beginStory(product, 'mistakes-orders');
    const { put, enqueue, run, get, company } = story;
    const order = (received: string) => purchaseOrder({ lines: [orderLine({ received })] });
    await enqueue('purchase-orders', 'P1', order('2'));
    await run();
    const quantityOfReceipt = (quantity: string) =>
      product.database.query(
        `update records set quantity = $2 where type = 'ItemReceiptAdd' and item_id in (select id from items where connection_id = $1)`,
        [story.id, quantity],
      );
    await quantityOfReceipt('many');
    const waiting = await put('purchase-orders', 'P1', order('5'));
    await enqueue('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2' }));

    await run();
    const failed = await get('purchase-orders', 'P1');
    await quantityOfReceipt('2');
    await run();

    expect(waiting).toMatchObject({ transferStatus: 'Pending', needsResync: true });
    expect(failed).toMatchObject(MISTAKE);
    expect(company.transactions({ type: 'PurchaseOrder' }).map(({ refNumber }) => refNumber)).toEqual(['PO-1', 'PO-2']);
    expect(company.transactions({ type: 'ItemReceipt' }).map(({ lines }) => lines[0]?.quantity)).toEqual(['2', '3']);
    expect(await get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S32: a name that is quoted in an error is not cut inside of a character', async () => {
    const { enqueue, run, get } = await beginStory(product, 'half-a-character');
    await enqueue('invoices', 'bad', invoice({ customer: { name: `${'a'.repeat(59)}\u{1f600}::b` } }));
    await enqueue('invoices', 'good', invoice({ number: '1002' }));

    await run();

    expect(await get('invoices', 'bad')).toMatchObject({ transferStatus: 'Pending/Failed' });
    expect(await get('invoices', 'good')).toMatchObject({ transferStatus: 'Transferred' });
  });
});
