import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession } from './session-by-hand.js';
import { orderLine, purchaseOrder } from './snapshots.js';
import { beginStory, type Story } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const stated = (externalPoNumber: string): object => purchaseOrder({ externalPoNumber });
const orders = ({ company }: Story) => company.transactions({ type: 'PurchaseOrder' });
const lastLine = async ({ history }: Story, event: string) =>
  (await history('purchase-orders', 'P1')).findLast((line) => line.event === event);

/** A purchase order that QuickBooks has, with what the PSA stated when it came. */
async function beginTransferred(name: string, snapshot: object = purchaseOrder()): Promise<Story> {
  const story = await beginStory(product, name);
  await story.enqueue('purchase-orders', 'P1', snapshot);
  await story.run();
  return story;
}

describe('S20: an External P.O. # that is cleared before it is known what became of the transfer', () => {
  it('S20: makes no second purchase order when the answer was lost', async () => {
    const story = await beginStory(product, 's20-lost');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await story.run([{ do: 'loseResponse' }]);

    const item = await story.put('purchase-orders', 'P1', stated(''));
    await story.run();
    await story.run();

    expect(item).toMatchObject({ transferStatus: 'Pending' });
    expect(orders(story)).toHaveLength(1);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
    expect(await lastLine(story, 'numberNotCleared')).toMatchObject({ message: expect.stringMatching(/on its way/) });
  });

  it.each([
    ['the purchase order', '0', 1],
    ['its receipts', '3', 2],
  ])('S20: makes no second one while QuickBooks has %s of the first transfer', async (_, received, sets) => {
    const story = await beginStory(product, `s20-flight-${sets}`);
    const lines = [orderLine({ received })];
    await story.enqueue('purchase-orders', 'P1', purchaseOrder({ lines }));
    const session = await beginSession(product, story);
    let set = await session.ask();
    if (sets === 2) {
      await session.answer(set);
      set = await session.ask();
    }

    await story.put('purchase-orders', 'P1', purchaseOrder({ lines, externalPoNumber: '' }));
    await session.answer(set);
    await session.finish();

    expect(orders(story)).toHaveLength(1);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
    expect(await story.run()).toMatchObject({ outcome: 'nothingToDo' });
  });

  it('S20: makes no third one while a re-transfer is on its way', async () => {
    const story = await beginTransferred('s20-retransfer', stated('PO-1'));
    await story.ready('purchase-orders', ['P1'], { retransfer: true });
    const session = await beginSession(product, story);
    const set = await session.ask();

    await story.put('purchase-orders', 'P1', stated(''));
    await session.answer(set);
    await session.finish();

    expect(orders(story)).toHaveLength(2);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S20: leaves the error of one that QuickBooks refused, since there is nothing to make anew', async () => {
    const story = await beginStory(product, 's20-refused');
    const refused = { vendor: { name: 'Nobody Knows' } };
    await story.enqueue('purchase-orders', 'P1', purchaseOrder(refused));
    await story.run();

    const item = await story.put('purchase-orders', 'P1', purchaseOrder({ ...refused, externalPoNumber: '' }));

    expect(item).toMatchObject({ transferStatus: 'Pending/Failed', ready: true });
    expect(await lastLine(story, 'numberNotCleared')).toMatchObject({
      message: expect.stringMatching(/does not have/),
    });
  });

  it('S20: makes one, not two, of a re-transfer that only waits', async () => {
    const story = await beginTransferred('s20-waiting', stated('PO-1'));
    await story.ready('purchase-orders', ['P1'], { retransfer: true });

    const item = await story.put('purchase-orders', 'P1', stated(''));
    await story.run();

    expect(item).toMatchObject({ transferStatus: 'Pending', transferredAt: null });
    expect(orders(story)).toHaveLength(2);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });
});

describe('S20: what the PSA states of the External P.O. #', () => {
  it('S20: nothing where the field is absent, so that "" after it is "" again', async () => {
    const story = await beginTransferred('s20-absent', stated(''));

    await story.put('purchase-orders', 'P1', purchaseOrder());
    const item = await story.put('purchase-orders', 'P1', stated(''));

    expect(item).toMatchObject({ transferStatus: 'Transferred' });
    expect(await story.ready('purchase-orders', ['P1'])).toMatchObject([{ ok: false }]);
  });

  it('S20: "" once is one new purchase order, however often it is stated and left out after that', async () => {
    const story = await beginTransferred('s20-once');
    const cleared = await story.put('purchase-orders', 'P1', stated(''));
    await story.ready('purchase-orders', ['P1']);
    await story.put('purchase-orders', 'P1', purchaseOrder({ memo: 'x' }));
    const session = await beginSession(product, story);
    const set = await session.ask();

    await story.put('purchase-orders', 'P1', purchaseOrder({ memo: 'x', externalPoNumber: '' }));
    await session.answer(set);
    await session.finish();
    const again = await story.put('purchase-orders', 'P1', purchaseOrder({ memo: 'y', externalPoNumber: '' }));

    expect(cleared).toMatchObject({ transferStatus: 'Not Transferred' });
    expect(again).toMatchObject({ transferStatus: 'Transferred' });
    expect(orders(story)).toHaveLength(2);
  });

  it('S20, S21: the number that we told it, cleared again after the next transfer, makes the next first one', async () => {
    const story = await beginTransferred('s20-twice');
    for (const transfers of [1, 2]) {
      await story.put('purchase-orders', 'P1', stated('PO-1'));
      await story.put('purchase-orders', 'P1', purchaseOrder({ memo: 'x' }));
      expect(await story.put('purchase-orders', 'P1', stated(''))).toMatchObject({ transferStatus: 'Not Transferred' });
      await story.ready('purchase-orders', ['P1']);
      await story.run();
      expect(orders(story)).toHaveLength(1 + transfers);
    }
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });
});
