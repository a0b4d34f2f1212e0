import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMessageSet } from '../../qbxml/envelope.js';
import type { TransactionView } from '../../simulator/simulator.js';
import { readFound } from '../../transfers/purposes/read-transaction.js';
import { type Product, startProduct } from '../helpers/product.js';
import { becomesUnknown, ofAnother } from '../operations/unknown.js';
import { beginSession } from '../stories/session-by-hand.js';
import { orderLine, purchaseOrder } from '../stories/snapshots.js';
import { beginStory, listen, requestsIn, type Story } from '../stories/story.js';
import { expectExactlyOnce } from './exactly-once.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const LOST = { misbehave: [{ do: 'loseResponse' }] } as const;

const orders = ({ company }: Story): readonly TransactionView[] => company.transactions({ type: 'PurchaseOrder' });
const receipts = ({ company }: Story): readonly TransactionView[] => company.transactions({ type: 'ItemReceipt' });

/** What came in of each line of the purchase orders in QuickBooks. */
const cameIn = (story: Story): [string | undefined, string | undefined][][] =>
  orders(story).map(({ lines }) => lines.map(({ name, received }) => [name, received]));

/** Somebody else's transaction, or somebody's change, in QuickBooks. */
function enter({ company }: Story, request: string): void {
  const result = company.process(ofAnother(request));
  expect('response' in result ? result.response : result.detail).toContain('Status OK');
}

/** QuickBooks' own form leaves out the lines that are not mentioned. */
function keepOnly(story: Story, item: string): void {
  const [order] = orders(story);
  const line = order?.lines.find(({ name }) => name === item);
  enter(
    story,
    `<PurchaseOrderModRq><PurchaseOrderMod><TxnID>${order?.txnId}</TxnID><EditSequence>${order?.editSequence}</EditSequence><PurchaseOrderLineMod><TxnLineID>${line?.txnLineId}</TxnLineID></PurchaseOrderLineMod></PurchaseOrderMod></PurchaseOrderModRq>`,
  );
}

const twoLines = (first: string, second: string): object =>
  purchaseOrder({
    lines: [orderLine({ received: first }), orderLine({ id: 'b', product: 'Switch 24', received: second })],
  });

describe('a purchase order that was changed in QuickBooks before its lines were learned', () => {
  it('is received on the line of the same product; what it no longer has stands in the history', async () => {
    const story = await beginStory(product, 'line-gone');
    await story.enqueue('purchase-orders', 'P1', twoLines('3', '0'));
    await story.session(LOST);
    keepOnly(story, 'Switch 24');

    await story.run();
    const noted = (await story.history('purchase-orders', 'P1')).filter(({ event }) => event === 'notOrdered');
    await story.put('purchase-orders', 'P1', twoLines('3', '2'));
    await story.run();

    expect(noted).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/^Line a \(FW-60F\): received 3 .* does not have this line.*receive it in/),
        sessionId: expect.any(String),
      }),
    ]);
    expect(cameIn(story)).toEqual([[['Switch 24', '2']]]);
    expect(receipts(story)).toHaveLength(1);
  });

  it('is received on the line of the same product when it was found by its key', async () => {
    const story = await beginStory(product, 'line-gone-found');
    await story.enqueue('purchase-orders', 'P1', twoLines('3', '2'));
    for (let time = 0; time < 3; time += 1) await story.session(LOST);
    keepOnly(story, 'Switch 24');

    await story.run();

    expect(cameIn(story)).toEqual([[['Switch 24', '2']]]);
    expect((await story.history('purchase-orders', 'P1')).map(({ event }) => event)).toEqual(
      expect.arrayContaining(['adopted', 'notOrdered']),
    );
  });

  it('is read by the names that QuickBooks knows the products by, one after the other where several are alike', () => {
    const line = (txnLineId: string, item: string): string =>
      `<PurchaseOrderLineRet><TxnLineID>${txnLineId}</TxnLineID><ItemRef><FullName>${item}</FullName></ItemRef></PurchaseOrderLineRet>`;
    const lines = [line('1', 'Caf&#233;: Cup'), line('2', 'fw-60f'), line('3', 'Hardware:Cable'), line('4', 'FW-60F')];
    const { answers } = parseMessageSet(
      `<?xml version="1.0" ?><QBXML><QBXMLMsgsRs><PurchaseOrderQueryRs requestID="q" statusCode="0" statusSeverity="Info" statusMessage="Status OK"><PurchaseOrderRet><TxnID>T</TxnID><EditSequence>1</EditSequence>${lines.join('')}</PurchaseOrderRet></PurchaseOrderQueryRs></QBXMLMsgsRs></QBXML>`,
    );
    const products = {
      a: 'FW-60F',
      gone: 'Switch 24',
      b: ' Hardware ~ cable',
      c: 'FW-60F',
      tooLong: 'x'.repeat(32),
      d: 'FW-60F',
    };
    const item = {
      kind: 'purchase-orders',
      snapshot: purchaseOrder({
        lines: Object.entries(products).map(([id, name]) => orderLine({ id, product: name })),
      }),
    } as Parameters<typeof readFound>[2];
    const record = { type: 'PurchaseOrderAdd', lineIds: Object.keys(products) } as Parameters<typeof readFound>[0];

    const [found] = answers.flatMap((answer) => readFound(record, answer, item));

    expect(found?.lines).toEqual({ a: '2', b: '3', c: '4' });
  });
});

describe('a purchase order that was deleted in QuickBooks before its lines were learned', () => {
  it('is Pending/Failed with the reason and what to do, until a person has it sent again', async () => {
    const story = await beginStory(product, 'order-gone');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '2' })] }));
    await story.session(LOST);
    story.company.deleteTransaction('PurchaseOrder', { number: 'PO-1' });

    await story.run();
    const failed = await story.get('purchase-orders', 'P1');
    const idle = await story.run();

    expect(failed).toMatchObject({
      transferStatus: 'Pending/Failed',
      reason: expect.stringMatching(/no longer has it: somebody deleted it there/),
      records: [{ state: 'unknown', txnId: null }],
    });
    expect(await story.history('purchase-orders', 'P1')).toContainEqual(
      expect.objectContaining({ event: 'outcomeUnknown', hint: expect.stringMatching(/settle it by hand/) }),
    );
    expect(idle).toMatchObject({ outcome: 'nothingToDo' });
    expect(orders(story)).toEqual([]);

    const word = { key: 'addition', generation: 1, inQuickBooks: false, reason: 'Deleted by mistake.' };
    expect(await story.rest('POST', '/purchase-orders/P1/settle', word)).toMatchObject({ status: 200 });
    await story.run();
    expect(cameIn(story)).toEqual([[['FW-60F', '2']]]);
    await expectExactlyOnce(product, story, { transferred: 1 });
  });

  it('is done when the PSA has canceled it meanwhile', async () => {
    const story = await beginStory(product, 'order-gone-canceled');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await story.session(LOST);
    story.company.deleteTransaction('PurchaseOrder', { number: 'PO-1' });
    await story.put('purchase-orders', 'P1', purchaseOrder({ status: 'Canceled' }));
    const { sets, misbehave } = listen();

    await story.run(misbehave);

    expect(sets.map(requestsIn)).toEqual([['PurchaseOrderAdd'], ['PurchaseOrderQuery']]);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({
      transferStatus: 'Transferred',
      ready: false,
      records: [{ state: 'deleted' }],
    });
    expect(await story.changes('deleted')).toHaveLength(1);
  });
});

describe('the answer to a question for details', () => {
  it('says nothing of what was settled by hand since the question', async () => {
    const story = await beginStory(product, 'settled-since');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    const [first] = await becomesUnknown(product, story, 'purchase-orders');
    await story.enqueue('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2' }));
    await story.session(LOST);
    const session = await beginSession(product, story);
    await session.answer(await session.ask());
    const details = await session.ask();
    const word = { key: 'addition', generation: 1, inQuickBooks: true, txnId: first, reason: 'found it' };

    expect(requestsIn(details)).toEqual(['PurchaseOrderQuery']);
    expect(await story.rest('POST', '/purchase-orders/P1/settle', word)).toMatchObject({ status: 200 });
    await session.answer(details);
    await session.finish();
    await story.put('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '2' })] }));
    await story.run();

    expect(cameIn(story)[0]).toEqual([['FW-60F', '2']]);
    expect((await story.history('purchase-orders', 'P1')).map(({ event }) => event)).not.toContain('notConfirmed');
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('lets its session judge what another session recovered', async () => {
    const story = await beginStory(product, 'judged-later');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '2' })] }));
    await story.session(LOST);
    const recovering = await beginSession(product, story);
    await recovering.answer(await recovering.ask());
    const learning = await beginSession(product, story);
    const details = await learning.ask();

    await learning.answer(details);
    await story.notReady('purchase-orders', ['P1']);
    await learning.finish();

    expect(requestsIn(details)).toEqual(['PurchaseOrderQuery']);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({
      transferStatus: 'Pending/Failed',
      ready: false,
      reason: expect.stringMatching(/only a part of it/),
    });
    expect(receipts(story)).toEqual([]);
  });
});
