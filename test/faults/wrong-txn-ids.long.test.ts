import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransactionView } from '../../simulator/simulator.js';
import { type Product, startProduct } from '../helpers/product.js';
import { becomesUnknown, ofAnother } from '../operations/unknown.js';
import { beginSession } from '../stories/session-by-hand.js';
import { invoice, orderLine, purchaseOrder } from '../stories/snapshots.js';
import { beginStory, type Story } from '../stories/story.js';
import { ledgerOf } from './exactly-once.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** What a person says of a record. */
const WORD = { key: 'addition', generation: 1, inQuickBooks: true, reason: 'found it', by: 'Jane' };

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

describe('a TxnID that a person gave and that proves wrong', () => {
  const STRANGER = '<ExternalGUID>{11111111-2222-3333-4444-555555555555}</ExternalGUID>';

  it('of a purchase order of another: it is unknown again, and nothing is received on the other', async () => {
    const story = await beginStory(product, 'wrong-order');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    const [first] = await becomesUnknown(product, story, 'purchase-orders');
    enter(
      story,
      `<PurchaseOrderAddRq><PurchaseOrderAdd><VendorRef><FullName>Acme Distribution</FullName></VendorRef><RefNumber>OTHER</RefNumber>${STRANGER}<PurchaseOrderLineAdd><ItemRef><FullName>FW-60F</FullName></ItemRef><Quantity>10</Quantity></PurchaseOrderLineAdd></PurchaseOrderAdd></PurchaseOrderAddRq>`,
    );
    const settle = (txnId: string | undefined) => story.rest('POST', '/purchase-orders/P1/settle', { ...WORD, txnId });
    const received = purchaseOrder({ lines: [orderLine({ received: '2' })] });

    expect(await settle(orders(story).at(-1)?.txnId)).toMatchObject({ status: 200 });
    await story.run();
    await story.put('purchase-orders', 'P1', received);
    await story.run();

    expect(await story.get('purchase-orders', 'P1')).toMatchObject({
      transferStatus: 'Pending/Failed',
      reason: expect.stringMatching(/carries the mark of another/),
      records: [{ state: 'unknown', txnId: null, refNumber: null }],
    });
    expect(await story.history('purchase-orders', 'P1')).toContainEqual(
      expect.objectContaining({ event: 'notConfirmed', hint: expect.stringMatching(/settle it by hand/) }),
    );
    expect(await story.changes('externalPoNumber')).toEqual([]);
    expect(receipts(story)).toEqual([]);

    expect(await settle(first)).toMatchObject({ status: 200 });
    await story.run();
    expect(cameIn(story)).toEqual([[['FW-60F', '2']], [['FW-60F', '0']], [['FW-60F', '0']]]);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('of an invoice of another is dropped: the paid date of that one is not told', async () => {
    const story = await beginStory(product, 'other-invoice');
    await story.enqueue('invoices', 'I1', invoice());
    await becomesUnknown(product, story, 'invoices');
    enter(
      story,
      `<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>Northwind Clinic</FullName></CustomerRef><RefNumber>OTHER</RefNumber>${STRANGER}<InvoiceLineAdd><ItemRef><FullName>Remote Support</FullName></ItemRef><Quantity>1</Quantity><Rate>125.00</Rate></InvoiceLineAdd></InvoiceAdd></InvoiceAddRq>`,
    );
    const other = story.company.transactions({ type: 'Invoice' }).find(({ refNumber }) => refNumber === 'OTHER');
    story.company.payInvoice({ number: 'OTHER' });

    await story.rest('POST', '/invoices/I1/settle', { ...WORD, txnId: other?.txnId });
    await story.run();

    expect(await story.history('invoices', 'I1')).toContainEqual(
      expect.objectContaining({ event: 'notConfirmed', message: expect.stringContaining('the mark of another') }),
    );
    expect(await ledgerOf(product, story.id)).toMatchObject([{ state: 'added', txnId: null }]);
    expect(await story.changes('paidDate')).toEqual([]);
  });

  it('of an invoice is dropped, and nothing more is asked of it', async () => {
    const story = await beginStory(product, 'no-invoice');
    await story.enqueue('invoices', 'I1', invoice());
    await becomesUnknown(product, story, 'invoices');

    await story.rest('POST', '/invoices/I1/settle', { ...WORD, txnId: 'FFFF-1' });
    await story.run();

    expect(await story.history('invoices', 'I1')).toContainEqual(
      expect.objectContaining({ event: 'notConfirmed', message: expect.stringMatching(/^Settled by hand as FFFF-1/) }),
    );
    expect(await ledgerOf(product, story.id)).toMatchObject([{ state: 'added', txnId: null, needsDetails: false }]);
    expect(await story.run()).toMatchObject({ outcome: 'nothingToDo' });
  });
});

/** QuickBooks gives this status, and nothing else, to every request that names a TxnID. */
const refusing =
  (txnId: string, status: number) =>
  (set: string, response: string): string => {
    const bad = requestsWith(set, txnId);
    return response.replaceAll(/<(\w+Rs) requestID="([^"]*)".*?(?:\/>|<\/\1>)/gs, (whole, name, requestID) =>
      bad.includes(requestID)
        ? `<${name} requestID="${requestID}" statusCode="${status}" statusSeverity="Error" statusMessage="The given object ID &quot;${txnId}&quot; in the field &quot;TxnID&quot; is invalid." />`
        : whole,
    );
  };

const requestsWith = (set: string, txnId: string): string[] =>
  [...set.matchAll(/<(\w+Rq) requestID="([^"]*)".*?<\/\1>/gs)].flatMap(([request, , requestID = '']) =>
    request.includes(`<TxnID>${txnId}</TxnID>`) ? [requestID] : [],
  );

/** One session in which every answer is spoiled. */
async function runSpoiled(story: Story, spoil: (set: string, response: string) => string): Promise<string[]> {
  const sets: string[] = [];
  const session = await beginSession(product, story);
  for (let percent = 0; percent < 100 && percent >= 0 && sets.length < 20; ) {
    const set = await session.ask();
    sets.push(set);
    percent = await session.answer(set, (response) => spoil(set, response));
  }
  await session.finish();
  return sets;
}

describe('a TxnID that a person typed and that QuickBooks calls none', () => {
  it.each([3000, 3120, 500])(
    '(%i): of a purchase order: it is unknown again, and spoils no other question',
    async (status) => {
      const story = await beginStory(product, `typed-order-${status}`);
      await story.enqueue('purchase-orders', 'P1', purchaseOrder());
      const [first] = await becomesUnknown(product, story, 'purchase-orders');
      await story.enqueue(
        'purchase-orders',
        'P2',
        purchaseOrder({ number: 'PO-2', lines: [orderLine({ received: '3' })] }),
      );
      await story.session({ misbehave: [{ do: 'loseResponse', at: 'PurchaseOrderAdd' }] });
      const settle = (txnId: string | undefined) =>
        story.rest('POST', '/purchase-orders/P1/settle', { ...WORD, txnId });
      expect(await settle('PO-1')).toMatchObject({ status: 200 });

      await runSpoiled(story, refusing('PO-1', status));

      expect(await story.get('purchase-orders', 'P2')).toMatchObject({ transferStatus: 'Transferred' });
      expect(await story.get('purchase-orders', 'P1')).toMatchObject({
        transferStatus: 'Pending/Failed',
        reason: expect.stringMatching(/Settled by hand as PO-1, but QuickBooks has none with this TxnID/),
        records: [{ state: 'unknown', txnId: null }],
      });
      expect(await settle(first)).toMatchObject({ status: 200 });
      await story.run();
      expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
    },
  );

  it('of an invoice is not asked for its paid date together with others', async () => {
    const story = await beginStory(product, 'typed-invoice');
    await story.enqueue('invoices', 'I1', invoice());
    await becomesUnknown(product, story, 'invoices');
    await story.enqueue('invoices', 'I2', invoice({ number: '1002' }));
    await story.run();
    story.company.payInvoice({ number: '1002' }, { date: '2026-02-03' });
    await story.rest('POST', '/invoices/I1/settle', { ...WORD, txnId: 'INV-1' });
    product.clock.offsetMs += 60 * 60_000;
    // The details get no verdict in this session.
    const busy = refusing('INV-1', 3175);

    const sets = await runSpoiled(story, busy);

    expect(sets.filter((set) => set.includes('INV-1'))).toHaveLength(1);
    expect(await story.get('invoices', 'I2')).toMatchObject({ paidDate: '2026-02-03' });
  });
});
