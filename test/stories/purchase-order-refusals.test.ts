import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession } from './session-by-hand.js';
import { invoice, orderLine, purchaseOrder, refusedInvoice, refusedOrder, timesheet } from './snapshots.js';
import { beginStory, listen, numbersIn, type Story } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const statuses = async ({ get }: Story, ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await get('purchase-orders', id)).transferStatus as string));

/** The numbers of the purchase orders in each message set of a session. */
async function runAndListen({ run }: Story): Promise<string[][]> {
  const { sets, misbehave } = listen();
  await run(misbehave);
  return sets.filter((set) => set.includes('<PurchaseOrderAddRq')).map(numbersIn);
}

const TWO_CAUSES = /received by hand.*same product name/;

describe('S17: QuickBooks refuses a purchase order', () => {
  it('S17: those before it stay transferred, those after it stay Pending, and the other kinds go on', async () => {
    const story = await beginStory(product, 's17');
    const { enqueue, run, get, history, company } = story;
    await enqueue('invoices', 'I1', invoice());
    await enqueue('purchase-orders', 'A', purchaseOrder({ number: 'A' }));
    await enqueue('purchase-orders', 'B', refusedOrder({ number: 'B' }));
    await enqueue('purchase-orders', 'C', purchaseOrder({ number: 'C' }));
    await enqueue('timesheets', 'T1', timesheet());

    const session = await run();

    expect(session).toMatchObject({
      outcome: 'done',
      closing: '3 records transferred, 1 failed: see the Transfer History.',
    });
    expect(await statuses(story, ['A', 'B', 'C'])).toEqual(['Transferred', 'Pending/Failed', 'Pending']);
    expect(await get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(company.transactions({ type: 'PurchaseOrder' }).map(({ refNumber }) => refNumber)).toEqual(['A']);
    expect((await history('purchase-orders', 'C')).at(-1)).toMatchObject({
      event: 'notProcessed',
      message: expect.stringMatching(/refused one before/),
    });
    expect(await get('purchase-orders', 'C')).toMatchObject({ ready: true, reason: null, transferDate: 'Pending' });
  });

  it('S17: those before it are judged with the answer, what they wait for at the end of the session', async () => {
    const story = await beginStory(product, 's17-at-once');
    const { enqueue, get } = story;
    await enqueue('purchase-orders', 'A', purchaseOrder({ number: 'A' }));
    await enqueue('purchase-orders', 'B', purchaseOrder({ number: 'B', lines: [orderLine({ received: '2' })] }));
    await enqueue('purchase-orders', 'C', refusedOrder({ number: 'C' }));
    await enqueue('timesheets', 'T1', timesheet());
    const session = await beginSession(product, story);

    await session.answer(await session.ask());

    await expect.poll(() => statuses(story, ['A', 'C'])).toEqual(['Transferred', 'Pending/Failed']);
    const { rows } = await product.database.query(
      `select psa_id as id from items where connection_id = $1 and session_id is not null`,
      [story.id],
    );
    expect(rows).toEqual([{ id: 'B' }]);
    await session.finish();
    expect(await get('purchase-orders', 'B')).toMatchObject({ transferStatus: 'Pending', ready: true });
  });

  it('S17: the hint names both causes when the same product stands twice on it', async () => {
    const { enqueue, run, history } = await beginStory(product, 's17-twice');
    await enqueue('purchase-orders', 'B', refusedOrder());

    await run();

    expect((await history('purchase-orders', 'B')).at(-1)).toMatchObject({
      event: 'refused',
      statusCode: 3210,
      hint: expect.stringMatching(TWO_CAUSES),
    });
  });

  it('S17: the hint names both causes when its items were received by hand in QuickBooks', async () => {
    const { put, enqueue, run, get, history, company } = await beginStory(product, 's17-by-hand');
    await enqueue('purchase-orders', 'P1', purchaseOrder());
    await run();
    company.receiveByHand({ number: 'PO-1' });

    await put('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '10' })] }));
    await run();

    expect(await get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Pending/Failed', needsResync: true });
    expect((await history('purchase-orders', 'P1')).at(-1)).toMatchObject({
      statusCode: 3210,
      hint: expect.stringMatching(TWO_CAUSES),
    });
  });

  it('S17: one that failed before goes last and alone in the next session, so that it blocks nobody', async () => {
    const story = await beginStory(product, 's17-last');
    for (const id of ['A', 'C']) await story.put('purchase-orders', id, purchaseOrder({ number: id }));
    await story.enqueue('purchase-orders', 'B', refusedOrder({ number: 'B' }));
    await story.ready('purchase-orders', ['A', 'C']);

    const sessions = [await runAndListen(story), await runAndListen(story), await runAndListen(story)];

    expect(sessions).toEqual([[['B', 'A', 'C']], [['A', 'C'], ['B']], [['B']]]);
    expect(await statuses(story, ['A', 'B', 'C'])).toEqual(['Transferred', 'Pending/Failed', 'Transferred']);
  });

  it('S17: of several that failed, the one whose refusal is longest ago goes first', async () => {
    const story = await beginStory(product, 's17-several');
    await story.enqueue('purchase-orders', 'B', refusedOrder({ number: 'B' }));
    await story.enqueue('purchase-orders', 'D', refusedOrder({ number: 'D' }));

    const sessions = [];
    for (let count = 0; count < 4; count += 1) sessions.push(await runAndListen(story));
    await story.put('purchase-orders', 'B', purchaseOrder({ number: 'B' }));
    await story.put('purchase-orders', 'D', purchaseOrder({ number: 'D' }));
    const mended = await runAndListen(story);

    expect(sessions).toEqual([[['B', 'D']], [['D']], [['B']], [['D']]]);
    expect(mended).toEqual([['B'], ['D']]);
    expect(await statuses(story, ['B', 'D'])).toEqual(['Transferred', 'Transferred']);
  });

  it('S17: a refusal of our own, before QuickBooks sees it, stops nobody', async () => {
    const story = await beginStory(product, 's17-own');
    await story.enqueue('purchase-orders', 'A', purchaseOrder({ number: 'a number too long' }));
    await story.enqueue('purchase-orders', 'B', purchaseOrder({ number: 'B' }));

    const sets = await runAndListen(story);

    expect(sets).toEqual([['B']]);
    expect(await statuses(story, ['A', 'B'])).toEqual(['Pending/Failed', 'Transferred']);
  });

  it('S17: a refused receipt stops the purchase orders too; what was added waits for its own receipts', async () => {
    const story = await beginStory(product, 's17-receipt');
    await story.enqueue('purchase-orders', 'A', purchaseOrder({ number: 'A', lines: [orderLine({ received: '11' })] }));
    await story.enqueue('purchase-orders', 'B', purchaseOrder({ number: 'B', lines: [orderLine({ received: '1' })] }));

    await story.run();
    const after = await statuses(story, ['A', 'B']);
    await story.run();

    expect(after).toEqual(['Pending/Failed', 'Pending']);
    expect(await statuses(story, ['A', 'B'])).toEqual(['Pending/Failed', 'Transferred']);
    expect(story.company.transactions({ type: 'PurchaseOrder' })).toHaveLength(2);
  });
});

describe('S17: what does not end the purchase orders of a run', () => {
  it('S17: the refusal of an invoice whose memo looks like the order to stop', async () => {
    const story = await beginStory(product, 's17-memo');
    await story.enqueue('invoices', 'I1', refusedInvoice({ memo: 'see onError="stopOnError"' }));
    await story.enqueue('purchase-orders', 'A', purchaseOrder({ number: 'A' }));

    await story.run();

    expect(await statuses(story, ['A'])).toEqual(['Transferred']);
  });

  it('S17: an answer that is missing before the refusal leaves that one unknown: it is found, not added again', async () => {
    const story = await beginStory(product, 's17-missing-answer');
    await story.enqueue('purchase-orders', 'A', purchaseOrder({ number: 'A' }));
    await story.enqueue('purchase-orders', 'B', refusedOrder({ number: 'B' }));
    const session = await beginSession(product, story);
    const set = await session.ask();
    await session.answer(set, (response) =>
      response.replace(/<PurchaseOrderAddRs [^>]*statusCode="0".*?<\/PurchaseOrderAddRs>/s, ''),
    );
    await session.finish();

    await story.run();

    const numbers = story.company.transactions({ type: 'PurchaseOrder' }).map(({ refNumber }) => refNumber);
    expect(numbers).toEqual(['A']);
    expect(await statuses(story, ['A', 'B'])).toEqual(['Transferred', 'Pending/Failed']);
  });

  it('S17: one that was refused while the clock was ahead takes its turn again', async () => {
    const story = await beginStory(product, 's17-clock');
    await story.enqueue('purchase-orders', 'A', refusedOrder({ number: 'A' }));
    product.clock.offsetMs += 400 * 86_400_000;
    await story.run();
    product.clock.offsetMs = 0;
    await story.put('purchase-orders', 'A', purchaseOrder({ number: 'A' }));
    await story.enqueue('purchase-orders', 'B', refusedOrder({ number: 'B' }));

    await story.run();
    await story.run();

    expect(await statuses(story, ['A', 'B'])).toEqual(['Transferred', 'Pending/Failed']);
  });
});

describe('a warning of QuickBooks', () => {
  it('is a success, and stands in the history with what it says', async () => {
    const story = await beginStory(product, 'warned');
    await story.enqueue('purchase-orders', 'A', purchaseOrder({ lines: [orderLine({ received: '2' })] }));
    const session = await beginSession(product, story);
    await session.answer(await session.ask());
    await session.answer(await session.ask(), (response) =>
      response.replace(
        /statusCode="0" statusSeverity="Info" statusMessage="[^"]*"/,
        'statusCode="570" statusSeverity="Warn" statusMessage="Unable to link: it has been closed."',
      ),
    );
    await session.finish();

    expect(await statuses(story, ['A'])).toEqual(['Transferred']);
    expect(await story.history('purchase-orders', 'A')).toContainEqual(
      expect.objectContaining({
        event: 'added',
        statusCode: 570,
        message: expect.stringContaining('QuickBooks warns: Unable to link: it has been closed.'),
        hint: expect.stringMatching(/\w/),
      }),
    );
  });
});
