import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice, orderLine, purchaseOrder, refusedInvoice } from './snapshots.js';
import { beginStory } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const received = (quantity: string, revision: number): object =>
  purchaseOrder({ revision, lines: [orderLine({ received: quantity })] });

describe('S12: snapshots that come twice, late or out of order', () => {
  it('S12: a lower revision changes nothing, an absent one is the newest', async () => {
    const { put } = await beginStory(product, 'revisions');
    await put('invoices', 'I1', invoice({ revision: 5, memo: 'five' }));

    const late = await put('invoices', 'I1', invoice({ revision: 4, memo: 'four' }));
    const absent = await put('invoices', 'I1', invoice({ memo: 'none' }));
    const later = await put('invoices', 'I1', invoice({ revision: 4, memo: 'four' }));
    const newer = await put('invoices', 'I1', invoice({ revision: 6, memo: 'six' }));

    expect([late, absent, later, newer].map(({ snapshot }) => snapshot.memo)).toEqual(['five', 'none', 'none', 'six']);
  });

  it('S12: the same content under a newer revision outdates what was sent between the two', async () => {
    const { put, history } = await beginStory(product, 'same-content');
    await put('invoices', 'I1', invoice({ revision: 3 }));
    const before = await history('invoices', 'I1');

    const newer = await put('invoices', 'I1', invoice({ revision: 5 }));
    const late = await put('invoices', 'I1', invoice({ revision: 4, voided: true }));

    expect([newer, late].map(({ snapshot }) => snapshot)).toMatchObject(Array(2).fill({ revision: 5, voided: false }));
    expect(await history('invoices', 'I1')).toEqual(before);
  });

  it('S12: a void is not undone by the older snapshot that arrives after it', async () => {
    const { enqueue, put, run, company } = await beginStory(product, 'void-late');
    await enqueue('invoices', 'I1', invoice({ revision: 1 }));
    await put('invoices', 'I1', invoice({ revision: 3, voided: true }));

    const late = await put('invoices', 'I1', invoice({ revision: 2 }));

    expect(late).toMatchObject({
      transferStatus: 'Not Transferred',
      ready: false,
      eligible: false,
      snapshot: { voided: true },
    });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
    expect(company.transactions()).toEqual([]);
  });

  it('S12: the same snapshot again leaves no trace', async () => {
    const { enqueue, put, run, get, history } = await beginStory(product, 'repeated');
    await enqueue('invoices', 'I1', refusedInvoice({ revision: 1 }));
    await run();
    const before = [await get('invoices', 'I1'), await history('invoices', 'I1')];

    for (let count = 0; count < 3; count += 1) await put('invoices', 'I1', refusedInvoice({ revision: 1 }));

    expect([await get('invoices', 'I1'), await history('invoices', 'I1')]).toEqual(before);
  });

  it('S12: of many that come at once the newest revision stays', async () => {
    const { put, get } = await beginStory(product, 'at-once');
    const revisions = [3, 7, 1, 5, 2, 6, 4];

    await Promise.all(
      revisions.map((revision) => put('invoices', 'I1', invoice({ revision, memo: `revision ${revision}` }))),
    );

    expect(await get('invoices', 'I1')).toMatchObject({ snapshot: { revision: 7, memo: 'revision 7' } });
  });

  it('S18: receipts that are told out of order are counted once', async () => {
    const { enqueue, put, run, company } = await beginStory(product, 'receipts');
    await enqueue('purchase-orders', 'P1', received('0', 1));
    await run();

    for (const [quantity, revision] of [
      ['5', 3],
      ['2', 2],
      ['5', 3],
    ] as const)
      await put('purchase-orders', 'P1', received(quantity, revision));
    await run();

    expect(company.transactions({ type: 'ItemReceipt' }).map(({ lines }) => lines[0]?.quantity)).toEqual(['5']);
  });

  it('S19: a cancellation is not undone by the older snapshot that arrives after it', async () => {
    const { enqueue, put, run, get, company } = await beginStory(product, 'cancel-late');
    await enqueue('purchase-orders', 'P1', received('0', 1));
    await run();
    await put('purchase-orders', 'P1', purchaseOrder({ revision: 3, status: 'Canceled' }));

    await put('purchase-orders', 'P1', received('1', 2));
    await run();

    expect(company.transactions()).toEqual([]);
    expect(await get('purchase-orders', 'P1')).toMatchObject({
      transferStatus: 'Transferred',
      snapshot: { status: 'Canceled' },
    });
  });
});

describe('S11: commands that come twice or at once', () => {
  it('S11: ready said again, and by many at once, is one transfer', async () => {
    const { put, ready, run, history, company } = await beginStory(product, 'ready-twice');
    await put('invoices', 'I1', invoice());

    const results = await Promise.all(Array.from({ length: 6 }, () => ready('invoices', ['I1', 'I1'])));
    await run();

    expect(results.flat().every(({ ok }) => ok)).toBe(true);
    expect(company.transactions({ type: 'Invoice' })).toHaveLength(1);
    expect((await history('invoices', 'I1')).filter(({ event }) => event === 'setReady')).toHaveLength(1);
  });

  it('S11: a re-transfer asked for again before it began is one duplicate', async () => {
    const { enqueue, ready, run, company } = await beginStory(product, 'retransfer-twice');
    await enqueue('invoices', 'I1', invoice());
    await run();

    const results = [
      ...(await ready('invoices', ['I1'], { retransfer: true })),
      ...(await ready('invoices', ['I1'], { retransfer: true })),
      ...(await ready('invoices', ['I1'])),
    ];
    await run();

    expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(company.transactions({ type: 'Invoice' })).toHaveLength(2);
  });

  it('S8: ids that never arrived are refused one by one, the others go on', async () => {
    const { put, ready, notReady } = await beginStory(product, 'unknown');
    await put('invoices', 'I1', invoice());

    const results = [await ready('invoices', ['nobody', 'I1']), await notReady('invoices', ['I1', 'nobody'])];

    expect(results).toMatchObject([
      [
        { id: 'nobody', ok: false, reason: expect.stringMatching(/has arrived/) },
        { id: 'I1', ok: true, transferStatus: 'Pending' },
      ],
      [
        { id: 'I1', ok: true, transferStatus: 'Not Transferred' },
        { id: 'nobody', ok: false },
      ],
    ]);
  });
});
