import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerOf } from '../faults/exactly-once.js';
import { type Product, startProduct } from '../helpers/product.js';
import { orderLine, purchaseOrder } from '../stories/snapshots.js';
import { beginStory, listen, requestsIn, type Story } from '../stories/story.js';
import { answering, becomesUnknown, loseThrice } from './unknown.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const CANCELED = { status: 'Canceled' };
const orders = ({ company }: Story) => company.transactions({ type: 'PurchaseOrder' });

/** What a person says; one word to settle a record of the purchase order P1. */
const say = ({ rest }: Story, key: string, word: { inQuickBooks: boolean; txnId?: string }) =>
  rest('POST', '/purchase-orders/P1/settle', { key, generation: 1, reason: 'Looked in QuickBooks.', ...word });

const get = (story: Story) => story.get('purchase-orders', 'P1');
const cancel = ({ put }: Story) => put('purchase-orders', 'P1', purchaseOrder(CANCELED));
const deleteThere = ({ company }: Story, txnId = '') => company.deleteTransaction('PurchaseOrder', { txnId });

/** A purchase order of which nobody can tell whether QuickBooks has it, and the TxnID that it has there. */
async function beginUnknown(name: string): Promise<{ story: Story; txnId: string }> {
  const story = await beginStory(product, name);
  await story.enqueue('purchase-orders', 'P1', purchaseOrder());
  const [txnId = '', double] = await becomesUnknown(product, story, 'purchase-orders');
  deleteThere(story, double);
  return { story, txnId };
}

describe('a receipt of which nobody can tell whether QuickBooks has it (S18)', () => {
  const received = (quantity: string): object => purchaseOrder({ lines: [orderLine({ received: quantity })] });
  const receipts = ({ company }: Story) => company.transactions({ type: 'ItemReceipt' });
  const quantities = (story: Story) => receipts(story).map(({ lines }) => lines[0]?.quantity);

  /** Two are received, then five, and the receipt of the two is unknown; a session has run since. */
  async function beginReceived(name: string): Promise<Story> {
    const story = await beginStory(product, name);
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await story.run();
    await story.put('purchase-orders', 'P1', received('2'));
    await loseThrice(story, 'ItemReceiptAdd');
    await story.run([answering('ItemReceiptQuery', 1000)]);
    await story.put('purchase-orders', 'P1', received('5'));
    await story.run();
    expect((await ledgerOf(product, story.id)).map(({ state }) => state)).toEqual(['added', 'unknown']);
    return story;
  }

  it('S18: is not followed by another; settled as not there, all that was received goes out as one', async () => {
    const story = await beginReceived('receipt-not-there');
    const [there] = receipts(story);
    story.company.deleteTransaction('ItemReceipt', { txnId: there?.txnId ?? '' });

    const settled = await say(story, 'receipt/a/0', { inQuickBooks: false });
    await story.run();

    expect(settled.body).toMatchObject({ transferStatus: 'Pending', needsResync: true });
    expect(quantities(story)).toEqual(['5']);
    expect(await get(story)).toMatchObject({ transferStatus: 'Transferred', needsResync: false });
  });

  it('S18: settled as there, is followed by one for what came in since', async () => {
    const story = await beginReceived('receipt-there');

    await say(story, 'receipt/a/0', { inQuickBooks: true });
    await story.run();

    expect(quantities(story)).toEqual(['2', '3']);
    expect(await get(story)).toMatchObject({ transferStatus: 'Transferred', needsResync: false });
  });
});

describe('a purchase order that is canceled while nobody can tell whether QuickBooks has it (S19)', () => {
  it('S19: settled with its TxnID, waits for its deletion by itself, and is deleted in the next session', async () => {
    const { story, txnId } = await beginUnknown('canceled-there');
    const canceled = await cancel(story);

    const settled = await say(story, 'addition', { inQuickBooks: true, txnId });
    const { sets, misbehave } = listen();
    await story.run(misbehave);

    expect(canceled).toMatchObject({ transferStatus: 'Pending/Failed', ready: false });
    expect(settled.body).toMatchObject({ transferStatus: 'Pending', ready: true, reason: null });
    expect(sets.map(requestsIn)).toEqual([['PurchaseOrderQuery'], ['PurchaseOrderQuery'], ['TxnDel']]);
    expect(orders(story)).toEqual([]);
    expect(await get(story)).toMatchObject({ transferStatus: 'Transferred', ready: false });
    expect(await story.changes('deleted')).toHaveLength(1);
  });

  it('S19: is not deleted by a TxnID that QuickBooks has not confirmed', async () => {
    const { story, txnId } = await beginUnknown('canceled-unconfirmed');
    await cancel(story);
    await say(story, 'addition', { inQuickBooks: true, txnId });
    const { sets, misbehave } = listen();

    await story.run([answering('PurchaseOrderQuery', 1000), ...misbehave]);
    const thereStill = orders(story);
    await story.run();

    expect(sets.map(requestsIn)).not.toContainEqual(['TxnDel']);
    expect(thereStill).toHaveLength(1);
    expect(orders(story)).toEqual([]);
  });

  it('S19: settled without its TxnID, is left to people', async () => {
    const { story } = await beginUnknown('canceled-unnamed');
    await cancel(story);

    const settled = await say(story, 'addition', { inQuickBooks: true });

    expect(settled.body).toMatchObject({
      transferStatus: 'Pending/Failed',
      ready: false,
      reason: expect.stringMatching(/under a TxnID that nobody knows/),
    });
    expect(await story.run()).toMatchObject({ outcome: 'nothingToDo' });
    expect(await story.changes()).toEqual([]);
  });

  it('S15: settled as not there, is Not Transferred, and the PSA is told nothing', async () => {
    const { story, txnId } = await beginUnknown('canceled-not-there');
    deleteThere(story, txnId);
    await cancel(story);

    const settled = await say(story, 'addition', { inQuickBooks: false });

    expect(settled.body).toMatchObject({ transferStatus: 'Not Transferred', transferDate: '', ready: false });
    expect((await story.history('purchase-orders', 'P1')).at(-1)).toMatchObject({
      event: 'settledByHand',
      message: expect.stringMatching(/does not have it; it is canceled and not sent/),
    });
    expect(await story.run()).toMatchObject({ outcome: 'nothingToDo' });
    expect(await story.changes()).toEqual([]);
  });
});

describe('a purchase order that QuickBooks has under a TxnID that nobody knows (S19)', () => {
  async function beginUnnamed(name: string): Promise<{ story: Story; txnId: string }> {
    const begun = await beginUnknown(name);
    await say(begun.story, 'addition', { inQuickBooks: true });
    expect(await get(begun.story)).toMatchObject({ transferStatus: 'Transferred' });
    return begun;
  }

  it('S19: is Pending/Failed and held once it is canceled; the PSA hears that it is deleted when a person says so', async () => {
    const { story, txnId } = await beginUnnamed('unnamed-canceled');

    const canceled = await cancel(story);
    const ready = await story.ready('purchase-orders', ['P1']);
    const idle = await story.run();
    const toldThen = await story.changes('deleted');
    deleteThere(story, txnId);
    const settled = await say(story, 'deletion', { inQuickBooks: false });

    expect(canceled).toMatchObject({
      transferStatus: 'Pending/Failed',
      ready: false,
      reason: expect.stringMatching(/under a TxnID that nobody knows/),
    });
    expect(await story.history('purchase-orders', 'P1')).toContainEqual(
      expect.objectContaining({ event: 'deleteByHand', hint: expect.stringMatching(/delete it there by hand/) }),
    );
    expect(ready).toMatchObject([{ ok: false, reason: expect.stringMatching(/canceled/) }]);
    expect([idle, toldThen]).toMatchObject([{ outcome: 'nothingToDo' }, []]);
    expect(settled.body).toMatchObject({ transferStatus: 'Transferred', ready: false });
    expect(await story.changes('deleted')).toHaveLength(1);
  });

  it('S19: is asked for again when a person says that it is still there', async () => {
    const { story } = await beginUnnamed('unnamed-still-there');
    await cancel(story);

    const settled = await say(story, 'deletion', { inQuickBooks: true });

    expect(settled.body).toMatchObject({ transferStatus: 'Pending/Failed', ready: false });
    expect(settled.body.records).toContainEqual(expect.objectContaining({ key: 'deletion', state: 'unknown' }));
    expect(await story.changes('deleted')).toEqual([]);
  });

  it('S19: and taken up again is Transferred as before', async () => {
    const { story } = await beginUnnamed('unnamed-back');
    const { transferredAt } = await get(story);
    await cancel(story);

    const back = await story.put('purchase-orders', 'P1', purchaseOrder());
    const canceledAgain = await cancel(story);

    expect(back).toMatchObject({ transferStatus: 'Transferred', transferredAt, ready: false, reason: null });
    expect(canceledAgain).toMatchObject({ transferStatus: 'Pending/Failed', ready: false });
    expect(await story.changes('transferred')).toHaveLength(1);
  });

  it('S19: and taken up again is Transferred also when it was canceled before anybody knew of it', async () => {
    const { story } = await beginUnknown('unnamed-first-canceled');
    await cancel(story);
    await say(story, 'addition', { inQuickBooks: true });

    const back = await story.put('purchase-orders', 'P1', purchaseOrder());

    expect(back).toMatchObject({ transferStatus: 'Transferred', ready: false, reason: null });
    expect(await story.changes('deleted')).toEqual([]);
    expect(await story.run()).toMatchObject({ outcome: 'nothingToDo' });
    expect(orders(story)).toHaveLength(1);
  });
});
