import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession } from './session-by-hand.js';
import { orderLine, purchaseOrder } from './snapshots.js';
import { beginStory, listen, requestsIn, type Story } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const CANCELED = { status: 'Canceled' };

async function beginTransferred(name: string, snapshot = purchaseOrder()): Promise<Story> {
  const story = await beginStory(product, name);
  await story.enqueue('purchase-orders', 'P1', snapshot);
  await story.run();
  return story;
}

const orders = ({ company }: Story) => company.transactions({ type: 'PurchaseOrder' });

/** QuickBooks answers the question about linked receipts with these answers, given the id of the request. */
function answeringLinks(answers: (requestID: string) => string): Misbehaviour {
  let asked = '';
  return {
    do: 'answerText',
    at: ({ requestXml }) => {
      asked = /<PurchaseOrderQueryRq requestID="([^"]*)"/.exec(requestXml)?.[1] ?? '';
      return asked !== '';
    },
    get text() {
      return `<?xml version="1.0" ?><QBXML><QBXMLMsgsRs>${answers(asked)}</QBXMLMsgsRs></QBXML>`;
    },
  };
}

describe('S19: a purchase order that is canceled after its transfer', () => {
  it('S19: is Pending, then queried and deleted in QuickBooks, and Transferred with the time of the deletion', async () => {
    const story = await beginTransferred('s19');
    const { put, run, get, history, changes } = story;
    const before = await get('purchase-orders', 'P1');

    const waiting = await put('purchase-orders', 'P1', purchaseOrder(CANCELED));
    const { sets, misbehave } = listen();
    await run(misbehave);

    expect(waiting).toMatchObject({
      transferStatus: 'Pending',
      transferDate: 'Pending',
      ready: true,
      needsResync: false,
    });
    expect(sets.map(requestsIn)).toEqual([['PurchaseOrderQuery'], ['TxnDel']]);
    expect(orders(story)).toEqual([]);
    const after = await get('purchase-orders', 'P1');
    expect(after).toMatchObject({ transferStatus: 'Transferred', ready: false, eligible: false });
    expect(Date.parse(after.transferredAt)).toBeGreaterThan(Date.parse(before.transferredAt));
    expect((await history('purchase-orders', 'P1')).map(({ event }) => event)).toContain('deleted in QuickBooks');
    expect(await changes('deleted')).toMatchObject([{ id: 'P1', value: after.transferredAt }]);
    expect(await run()).toMatchObject({ outcome: 'nothingToDo' });
  });

  it('S19, S37: is done when somebody has deleted it in QuickBooks before', async () => {
    const story = await beginTransferred('s19-gone');
    story.company.deleteTransaction('PurchaseOrder', { number: 'PO-1' });

    await story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));
    await story.run();

    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
    expect((await story.history('purchase-orders', 'P1')).map(({ event }) => event)).toContain('deleted in QuickBooks');
  });

  it('S19: is done when somebody deletes it in QuickBooks at the last moment (3120)', async () => {
    const story = await beginTransferred('s19-race');
    await story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));

    await story.run([
      { do: 'edit', at: 'TxnDel', edit: (file) => file.deleteTransaction('PurchaseOrder', { number: 'PO-1' }) },
    ]);

    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
    expect(await story.changes('deleted')).toHaveLength(1);
  });

  it('S19: is not deleted while receipts are linked to it: Pending/Failed with a hint, until they are gone', async () => {
    const story = await beginTransferred('s19-linked', purchaseOrder({ lines: [orderLine({ received: '2' })] }));
    await story.put('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '2' })], ...CANCELED }));
    await story.run();

    const failed = await story.get('purchase-orders', 'P1');
    const ordersThen = orders(story);
    const [receipt] = story.company.transactions({ type: 'ItemReceipt' });
    story.company.deleteTransaction('ItemReceipt', { txnId: receipt?.txnId ?? '' });
    await story.run();

    expect(failed).toMatchObject({
      transferStatus: 'Pending/Failed',
      ready: true,
      reason: expect.stringMatching(/receipts/),
    });
    expect(ordersThen).toHaveLength(1);
    expect(await story.history('purchase-orders', 'P1')).toContainEqual(
      expect.objectContaining({ event: 'refused', hint: expect.stringMatching(/Delete those there first/) }),
    );
    expect(orders(story)).toEqual([]);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
  });

  it('S19: one that cannot be deleted does not stop the others', async () => {
    const story = await beginTransferred('s19-others', purchaseOrder({ lines: [orderLine({ received: '2' })] }));
    await story.enqueue('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2' }));
    await story.run();
    await story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));
    await story.put('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2', ...CANCELED }));
    await story.enqueue('purchase-orders', 'P3', purchaseOrder({ number: 'PO-3' }));

    await story.run();

    expect(orders(story).map(({ refNumber }) => refNumber)).toEqual(['PO-1', 'PO-3']);
  });

  it('S19: is not deleted when QuickBooks does not say what is linked to it: Pending/Failed with the reason', async () => {
    const story = await beginTransferred('s19-unsaid', purchaseOrder({ lines: [orderLine({ received: '2' })] }));
    await story.put('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '2' })], ...CANCELED }));
    const { sets, misbehave } = listen();
    const error = answeringLinks(
      (id) =>
        `<PurchaseOrderQueryRs requestID="${id}" statusCode="1000" statusSeverity="Error" statusMessage="There has been an internal error."/>`,
    );

    await story.run([error, ...misbehave]);
    const failed = await story.get('purchase-orders', 'P1');
    const [receipt] = story.company.transactions({ type: 'ItemReceipt' });
    story.company.deleteTransaction('ItemReceipt', { txnId: receipt?.txnId ?? '' });
    const ordersThen = orders(story);
    await story.run();

    expect(sets.map(requestsIn)).toEqual([['PurchaseOrderQuery']]);
    expect(failed).toMatchObject({
      transferStatus: 'Pending/Failed',
      ready: true,
      reason: expect.stringMatching(/did not say whether receipts are linked.*internal error/),
    });
    expect(await story.history('purchase-orders', 'P1')).toContainEqual(
      expect.objectContaining({ event: 'refused', statusCode: 1000, hint: expect.stringMatching(/.{20,}/) }),
    );
    expect(ordersThen).toHaveLength(1);
    expect(orders(story)).toEqual([]);
    expect(await story.changes('deleted')).toHaveLength(1);
  });

  it('S19: is left for the next session when the question what is linked to it stays without an answer', async () => {
    const story = await beginTransferred('s19-unanswered');
    await story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));
    const { sets, misbehave } = listen();

    await story.run([answeringLinks(() => ''), ...misbehave]);
    const left = await story.get('purchase-orders', 'P1');
    const noted = (await story.history('purchase-orders', 'P1')).at(-1);
    await story.run();

    expect(sets.map(requestsIn)).toEqual([['PurchaseOrderQuery']]);
    expect(left).toMatchObject({ transferStatus: 'Pending', ready: true });
    expect(noted).toMatchObject({
      event: 'notProcessed',
      message: expect.stringMatching(/did not answer.*asked again/),
    });
    expect(orders(story)).toEqual([]);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
  });

  it('S19: is asked about by itself when it is canceled between the question about another and its answer', async () => {
    const story = await beginTransferred('s19-since');
    await story.enqueue('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2' }));
    await story.run();
    const [, second] = orders(story);
    await story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));
    const session = await beginSession(product, story);
    const question = await session.ask();

    await story.put('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2', ...CANCELED }));
    await session.answer(question);
    const shown = await story.get('purchase-orders', 'P2');
    const next = await session.ask();
    await session.answer(next);
    await session.finish();

    expect(shown).toMatchObject({ transferStatus: 'Pending', ready: true });
    expect(requestsIn(next)).toEqual(['PurchaseOrderQuery']);
    expect(next).toContain(`<TxnID>${second?.txnId}</TxnID>`);
    expect(orders(story)).toEqual([]);
    expect(await story.changes('deleted')).toHaveLength(2);
  });

  it('S19: is deleted with all its duplicates', async () => {
    const story = await beginTransferred('s19-duplicates');
    await story.ready('purchase-orders', ['P1'], { retransfer: true });
    await story.run();
    const ordersBefore = orders(story);

    await story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));
    await story.run();

    expect(ordersBefore).toHaveLength(2);
    expect(orders(story)).toEqual([]);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
  });

  it('S19: and taken up again before the deletion is Transferred as before', async () => {
    const story = await beginTransferred('s19-back');
    const before = await story.get('purchase-orders', 'P1');
    await story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));

    const back = await story.put('purchase-orders', 'P1', purchaseOrder());

    expect(back).toMatchObject({ transferStatus: 'Transferred', transferredAt: before.transferredAt, ready: false });
    expect(await story.run()).toMatchObject({ outcome: 'nothingToDo' });
    expect(orders(story)).toHaveLength(1);
  });

  it('S19: and taken up again after the deletion is a first one again', async () => {
    const story = await beginTransferred('s19-again');
    await story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));
    await story.run();

    const again = await story.put('purchase-orders', 'P1', purchaseOrder());
    const results = await story.ready('purchase-orders', ['P1']);
    await story.run();

    expect(again).toMatchObject({ transferStatus: 'Not Transferred', transferDate: '' });
    expect(results).toMatchObject([{ ok: true, transferStatus: 'Pending' }]);
    expect(orders(story)).toHaveLength(1);
  });

  it('S15: whose deletion is outstanding may be set Ready again after it was held: that resumes the deletion', async () => {
    const story = await beginTransferred('s15-resume');
    await story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));
    await story.notReady('purchase-orders', ['P1']);
    const idle = await story.run();

    const results = await story.ready('purchase-orders', ['P1']);
    await story.run();

    expect(idle).toMatchObject({ outcome: 'nothingToDo' });
    expect(results).toMatchObject([{ ok: true, transferStatus: 'Pending' }]);
    expect(orders(story)).toEqual([]);
    expect(await story.ready('purchase-orders', ['P1'])).toMatchObject([
      { ok: false, reason: expect.stringMatching(/canceled/) },
    ]);
  });
});
