import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { orderLine, purchaseOrder, refusedOrder } from './snapshots.js';
import { beginStory, listen, requestsIn } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const TWO_LINES = (receivedOfA: string, receivedOfB: string): object[] => [
  orderLine({ id: 'a', product: 'FW-60F', quantity: '10', received: receivedOfA }),
  orderLine({ id: 'b', product: 'Switch 24', quantity: '2', unitCost: '300.00', received: receivedOfB }),
];

describe('S3: a purchase order', () => {
  it('S3: becomes a purchase order, then one linked receipt per line for what was received', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 's3');
    await enqueue(
      'purchase-orders',
      'P1',
      purchaseOrder({ lines: [...TWO_LINES('3', '2'), orderLine({ id: 'c', product: 'Patch cable' })] }),
    );
    const { sets, misbehave } = listen();

    await run(misbehave);

    expect(sets.map(requestsIn)).toEqual([['PurchaseOrderAdd'], ['ItemReceiptAdd', 'ItemReceiptAdd']]);
    const [order] = company.transactions({ type: 'PurchaseOrder' });
    expect(order).toMatchObject({
      refNumber: 'PO-1',
      entity: 'Acme Distribution',
      txnDate: '2026-01-05',
      lines: [
        { name: 'FW-60F', quantity: '10', received: '3' },
        { name: 'Switch 24', quantity: '2', received: '2' },
        { name: 'Patch cable', quantity: '10', received: '0' },
      ],
    });
    expect(company.transactions({ type: 'ItemReceipt' })).toMatchObject([
      { lines: [{ quantity: '3', linkedTo: { txnId: order?.txnId, txnLineId: order?.lines[0]?.txnLineId } }] },
      { lines: [{ quantity: '2', linkedTo: { txnId: order?.txnId, txnLineId: order?.lines[1]?.txnLineId } }] },
    ]);
    expect(await get('purchase-orders', 'P1')).toMatchObject({
      transferStatus: 'Transferred',
      records: [
        { key: 'addition', txnType: 'PurchaseOrder', state: 'added' },
        { key: 'receipt/a/0', txnType: 'ItemReceipt', state: 'added' },
        { key: 'receipt/b/0', txnType: 'ItemReceipt', state: 'added' },
      ],
    });
  });
});

describe('S6: a purchase order that failed in part', () => {
  it('S6: resends only the receipt that QuickBooks does not have yet', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 's6');
    await enqueue('purchase-orders', 'P1', purchaseOrder({ lines: TWO_LINES('3', '2') }));
    await run([
      {
        do: 'edit',
        at: 'ItemReceiptAdd',
        edit: (file) => file.receiveByHand({ number: 'PO-1' }, { item: 'Switch 24' }),
      },
    ]);

    const failed = await get('purchase-orders', 'P1');
    const [byHand] = company.transactions({ type: 'ItemReceipt' });
    company.deleteTransaction('ItemReceipt', { txnId: byHand?.txnId ?? '' });
    await run();

    expect(failed).toMatchObject({
      transferStatus: 'Pending/Failed',
      records: [
        { key: 'addition', state: 'added' },
        { key: 'receipt/a/0', state: 'added' },
        { key: 'receipt/b/0', state: 'refused', statusCode: 3210 },
      ],
    });
    expect(company.transactions({ type: 'PurchaseOrder' })).toMatchObject([
      { lines: [{ received: '3' }, { received: '2' }] },
    ]);
    expect(company.transactions({ type: 'ItemReceipt' })).toHaveLength(2);
    expect(await get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });
});

describe('S15: whether a purchase order may be set ready', () => {
  it.each(['New', 'Submitted', 'Received Partial', 'Received Full'])('S15: one that is %s may be', async (status) => {
    const { put, ready } = await beginStory(product, `s15-${status.replaceAll(' ', '-')}`);
    await put('purchase-orders', 'P1', purchaseOrder({ status }));

    expect(await ready('purchase-orders', ['P1'])).toMatchObject([{ ok: true, transferStatus: 'Pending' }]);
  });

  it('S15: one that is Canceled is refused', async () => {
    const { put, ready, get } = await beginStory(product, 's15-canceled');
    await put('purchase-orders', 'P1', purchaseOrder({ status: 'Canceled' }));

    const results = await ready('purchase-orders', ['P1']);

    expect(results).toMatchObject([
      { ok: false, transferStatus: 'Not Transferred', reason: expect.stringMatching(/canceled/) },
    ]);
    expect(await get('purchase-orders', 'P1')).toMatchObject({ eligible: false, ready: false });
  });

  it('S15: one that is canceled while it waits leaves the queue, with the reason in its history', async () => {
    const { put, enqueue, run, history } = await beginStory(product, 's15-leaves');
    await enqueue('purchase-orders', 'P1', purchaseOrder());

    const item = await put('purchase-orders', 'P1', purchaseOrder({ status: 'Canceled' }));

    expect(item).toMatchObject({ transferStatus: 'Not Transferred', ready: false, eligible: false });
    expect((await history('purchase-orders', 'P1')).at(-1)).toMatchObject({
      event: 'canceled',
      message: expect.stringMatching(/canceled/i),
    });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
  });

  it('S15: one that failed and is canceled leaves the queue and stays Pending/Failed', async () => {
    const { put, enqueue, run, company } = await beginStory(product, 's15-failed');
    await enqueue('purchase-orders', 'P1', refusedOrder());
    await run();

    const item = await put('purchase-orders', 'P1', purchaseOrder({ status: 'Canceled' }));

    expect(item).toMatchObject({ transferStatus: 'Pending/Failed', ready: false });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
    expect(company.transactions()).toEqual([]);
  });
});

describe('S20: edit and resend', () => {
  it('S20: deleted in QuickBooks and its External P.O. # cleared, it is a first one again', async () => {
    const { put, enqueue, ready, run, get, company, changes } = await beginStory(product, 's20');
    await enqueue('purchase-orders', 'P1', purchaseOrder({ lines: TWO_LINES('1', '0') }));
    await run();
    await put('purchase-orders', 'P1', purchaseOrder({ lines: TWO_LINES('1', '0'), externalPoNumber: 'PO-1' }));
    for (const { txnId, type } of company.transactions().toReversed()) company.deleteTransaction(type, { txnId });

    const cleared = await put(
      'purchase-orders',
      'P1',
      purchaseOrder({ number: 'PO-1b', lines: TWO_LINES('1', '0'), externalPoNumber: '' }),
    );
    const results = await ready('purchase-orders', ['P1']);
    await run();

    expect(cleared).toMatchObject({
      transferStatus: 'Not Transferred',
      transferDate: '',
      transferredAt: null,
      eligible: true,
    });
    expect(results).toMatchObject([{ ok: true, transferStatus: 'Pending' }]);
    expect(company.transactions({ type: 'PurchaseOrder' })).toMatchObject([
      { refNumber: 'PO-1b', lines: [{ received: '1' }, { received: '0' }] },
    ]);
    expect(await get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
    expect((await changes('externalPoNumber')).map(({ value }) => value)).toEqual(['PO-1', 'PO-1b']);
  });

  it('S20: an External P.O. # that is empty from the beginning, or still is, says nothing', async () => {
    const { put, enqueue, run } = await beginStory(product, 's20-empty');
    await enqueue('purchase-orders', 'P1', purchaseOrder({ externalPoNumber: '' }));
    await run();

    const item = await put('purchase-orders', 'P1', purchaseOrder({ externalPoNumber: '', memo: 'changed' }));

    expect(item).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S20: without that, a transferred one asks for the duplicate first', async () => {
    const { enqueue, ready, run } = await beginStory(product, 's20-question');
    await enqueue('purchase-orders', 'P1', purchaseOrder());
    await run();

    expect(await ready('purchase-orders', ['P1'])).toMatchObject([
      { ok: false, reason: expect.stringMatching(/duplicate/) },
    ]);
  });
});

describe('S21: the number', () => {
  it('S21: that QuickBooks has goes back to the PSA as External P.O. #', async () => {
    const { enqueue, run, changes } = await beginStory(product, 's21', { settings: { numbering: 'quickbooks' } });
    await enqueue('purchase-orders', 'P1', purchaseOrder());
    await enqueue('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2' }));

    await run();

    expect(await changes('externalPoNumber')).toMatchObject([
      { kind: 'purchase-orders', id: 'P1', value: '1' },
      { kind: 'purchase-orders', id: 'P2', value: '2' },
    ]);
  });

  it('S21: goes back also when the answer of QuickBooks was lost on its way', async () => {
    const { enqueue, run, get, company, changes } = await beginStory(product, 's21-lost');
    await enqueue('purchase-orders', 'P1', purchaseOrder({ lines: TWO_LINES('1', '0') }));
    await run([{ do: 'loseResponse', at: 'PurchaseOrderAdd' }]);

    await run();

    expect(company.transactions({ type: 'PurchaseOrder' })).toHaveLength(1);
    expect(company.transactions({ type: 'ItemReceipt' })).toHaveLength(1);
    expect(await get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(await changes('externalPoNumber')).toMatchObject([{ id: 'P1', value: 'PO-1' }]);
  });

  it('S21: goes back also when the purchase order had to be looked for', async () => {
    const { enqueue, run, get, company, changes } = await beginStory(product, 's21-found');
    await enqueue('purchase-orders', 'P1', purchaseOrder());
    await run([{ do: 'loseResponse', at: 'PurchaseOrderAdd' }]);
    company.loseMessageSets();

    await run();

    expect(company.transactions({ type: 'PurchaseOrder' })).toHaveLength(1);
    expect(await get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(await changes('externalPoNumber')).toMatchObject([{ id: 'P1', value: 'PO-1' }]);
  });
});
