import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession } from './session-by-hand.js';
import { orderLine, purchaseOrder } from './snapshots.js';
import { beginStory, listen, requestsIn, type Story } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** The purchase order with that much received of its one line. */
const received = (quantity: string, changes: object = {}): object =>
  purchaseOrder({ lines: [orderLine({ received: quantity })], ...changes });

async function beginTransferred(name: string, quantity = '0'): Promise<Story> {
  const story = await beginStory(product, name);
  await story.enqueue('purchase-orders', 'P1', received(quantity));
  await story.run();
  return story;
}

/** The quantities of the receipts in QuickBooks, in the order in which they were entered. */
const receipts = ({ company }: Story): (string | undefined)[] =>
  company.transactions({ type: 'ItemReceipt' }).map(({ lines }) => lines[0]?.quantity);

describe('S18: inventory received against a transferred purchase order', () => {
  it('S18: makes it Pending and Needs Resync by itself; the next session sends just the new receipts', async () => {
    const story = await beginTransferred('s18', '3');
    const { put, run, get } = story;
    const before = await get('purchase-orders', 'P1');

    const waiting = await put('purchase-orders', 'P1', received('7', { status: 'Received Partial' }));
    const { sets, misbehave } = listen();
    await run(misbehave);

    expect(waiting).toMatchObject({
      transferStatus: 'Pending',
      ready: true,
      needsResync: true,
      transferredAt: before.transferredAt,
    });
    expect(sets.map(requestsIn)).toEqual([['ItemReceiptAdd']]);
    expect(receipts(story)).toEqual(['3', '4']);
    const after = await get('purchase-orders', 'P1');
    expect(after).toMatchObject({ transferStatus: 'Transferred', ready: false, needsResync: false });
    expect(Date.parse(after.transferredAt)).toBeGreaterThan(Date.parse(before.transferredAt));
    expect(after.records.map(({ key }: { key: string }) => key)).toEqual(['addition', 'receipt/a/0', 'receipt/a/3']);
  });

  it('S18: in several deliveries between two sessions is one receipt of the whole difference', async () => {
    const story = await beginTransferred('s18-several');

    for (const quantity of ['1', '4', '4.5']) await story.put('purchase-orders', 'P1', received(quantity));
    await story.run();

    expect(receipts(story)).toEqual(['4.5']);
  });

  it('S18: set Not Ready waits no longer, and set Ready again it needs no question about duplicates', async () => {
    const story = await beginTransferred('s18-held');
    const { put, notReady, ready, run, get } = story;
    await put('purchase-orders', 'P1', received('2'));

    const held = await notReady('purchase-orders', ['P1']);
    const idle = await run();
    const shownWhenHeld = await get('purchase-orders', 'P1');
    const resumed = await ready('purchase-orders', ['P1']);
    await run();

    expect(held).toMatchObject([{ ok: true, transferStatus: 'Transferred' }]);
    expect(idle).toMatchObject({ outcome: 'nothingToDo' });
    expect(shownWhenHeld).toMatchObject({ needsResync: true, ready: false });
    expect(resumed).toMatchObject([{ ok: true, transferStatus: 'Pending' }]);
    expect(receipts(story)).toEqual(['2']);
    expect(await get('purchase-orders', 'P1')).toMatchObject({ needsResync: false });
  });

  it('S18: less than before sends nothing, and what comes in later counts from what QuickBooks has', async () => {
    const story = await beginTransferred('s18-less', '5');

    const lowered = await story.put('purchase-orders', 'P1', received('3'));
    const idle = await story.run();
    await story.put('purchase-orders', 'P1', received('6'));
    await story.run();

    expect(lowered).toMatchObject({ transferStatus: 'Transferred', needsResync: false });
    expect(idle).toMatchObject({ outcome: 'nothingToDo' });
    expect(receipts(story)).toEqual(['5', '1']);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S18: less and then as much as before is no new transfer', async () => {
    const story = await beginTransferred('s18-restored', '5');
    const { put, get, run, changes, history } = story;
    const before = [await get('purchase-orders', 'P1'), await changes('transferred')];
    product.clock.offsetMs += 86_400_000;

    await put('purchase-orders', 'P1', received('3'));
    const restored = await put('purchase-orders', 'P1', received('5'));
    await story.settled();

    expect(restored).toMatchObject({ transferStatus: 'Transferred', needsResync: false, ready: false });
    const after = await get('purchase-orders', 'P1');
    expect([{ ...after, snapshot: null }, await changes('transferred')]).toEqual([
      { ...before[0], snapshot: null },
      before[1],
    ]);
    expect((await history('purchase-orders', 'P1')).at(-1)).toMatchObject({ event: 'receivedLess' });
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
  });

  it('S18: less than before stands in its history', async () => {
    const { put, history } = await beginTransferred('s18-noted', '5');

    await put('purchase-orders', 'P1', received('3'));

    expect((await history('purchase-orders', 'P1')).at(-1)).toMatchObject({
      message: expect.stringMatching(/received.*5.*3/),
    });
  });

  it('S18: on a line that QuickBooks does not have stands in its history, with what to do', async () => {
    const story = await beginTransferred('s18-not-ordered', '5');
    const lines = [orderLine({ received: '7' }), orderLine({ id: 'new', product: 'Patch cable', received: '1' })];

    await story.put('purchase-orders', 'P1', purchaseOrder({ lines }));
    const noted = (await story.history('purchase-orders', 'P1')).at(-1);
    await story.run();

    expect(noted).toMatchObject({
      event: 'notOrdered',
      message: expect.stringMatching(/^Line new \(Patch cable\): received 1 .* does not have this line.*receive it in/),
    });
    expect(receipts(story)).toEqual(['5', '2']);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({
      transferStatus: 'Transferred',
      needsResync: false,
    });
  });

  it('S18: on nothing but a line that QuickBooks does not have is no new transfer', async () => {
    const story = await beginTransferred('s18-only-not-ordered');
    const { transferredAt } = await story.get('purchase-orders', 'P1');
    const lines = [orderLine(), orderLine({ id: 'new', product: 'Patch cable', received: '1' })];
    product.clock.offsetMs += 86_400_000;

    const put = await story.put('purchase-orders', 'P1', purchaseOrder({ lines }));
    await story.settled();

    expect(put).toMatchObject({ transferStatus: 'Transferred', needsResync: false, ready: false });
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', transferredAt });
    expect((await story.history('purchase-orders', 'P1')).at(-1)).toMatchObject({ event: 'notOrdered' });
    expect(await story.changes('transferred')).toHaveLength(1);
  });

  it('S18: on lines whose ids begin alike is counted for each by itself', async () => {
    const story = await beginStory(product, 's18-line-ids');
    const lines = (one: string, other: string): object => ({
      lines: [orderLine({ id: '1', received: one }), orderLine({ id: '1/2', product: 'Switch 24', received: other })],
    });
    await story.enqueue('purchase-orders', 'P1', purchaseOrder(lines('1', '1')));
    await story.run();

    await story.put('purchase-orders', 'P1', purchaseOrder(lines('3', '2')));
    await story.run();

    expect(receipts(story)).toEqual(['1', '1', '2', '1']);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S18, S19: after a deletion that QuickBooks refused was taken back, goes out as ever', async () => {
    const story = await beginTransferred('s19-refused-back', '2');
    await story.put('purchase-orders', 'P1', received('2', { status: 'Canceled' }));
    await story.run();
    const failed = await story.get('purchase-orders', 'P1');

    const back = await story.put('purchase-orders', 'P1', received('2'));
    const more = await story.put('purchase-orders', 'P1', received('3'));
    await story.run();

    expect(failed).toMatchObject({ transferStatus: 'Pending/Failed', ready: true });
    expect(back).toMatchObject({ transferStatus: 'Transferred', ready: false, reason: null });
    expect(more).toMatchObject({ transferStatus: 'Pending', needsResync: true });
    expect(receipts(story)).toEqual(['2', '1']);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('S18: refused at first gives way to one for the new difference', async () => {
    const story = await beginTransferred('s18-refused');
    const { put, run, get } = story;
    await put('purchase-orders', 'P1', received('11'));
    await run();
    const failed = await get('purchase-orders', 'P1');

    await put('purchase-orders', 'P1', received('9'));
    await run();

    expect(failed).toMatchObject({ transferStatus: 'Pending/Failed', needsResync: true });
    expect(receipts(story)).toEqual(['9']);
    expect(await get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', needsResync: false });
  });

  it('S18: while the purchase order is on its way goes out in the same session', async () => {
    const story = await beginStory(product, 's18-in-flight');
    await story.enqueue('purchase-orders', 'P1', received('0'));
    const session = await beginSession(product, story);
    const addition = await session.ask();

    await story.put('purchase-orders', 'P1', received('2'));
    await session.answer(addition);
    const receipt = await session.ask();
    await story.put('purchase-orders', 'P1', received('6'));
    await session.answer(receipt);
    await session.finish();
    await story.run();

    expect(requestsIn(receipt)).toEqual(['ItemReceiptAdd']);
    expect(receipts(story)).toEqual(['2', '4']);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({
      transferStatus: 'Transferred',
      needsResync: false,
    });
  });
});
