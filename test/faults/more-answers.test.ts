import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession, type SessionByHand } from '../stories/session-by-hand.js';
import { invoice, purchaseOrder } from '../stories/snapshots.js';
import { beginStory, requestsIn } from '../stories/story.js';
import { expectExactlyOnce } from './exactly-once.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const AN_HOUR = 60 * 60_000;

/** Before what was asked for QuickBooks says something else. */
const first = (extra: string) => (response: string) =>
  response.replace(/<QBXMLMsgsRs[^>]*>/, (tag) => `${tag}${extra}`);
const OF_A_STRANGER = first(
  '<PurchaseOrderQueryRs requestID="other-0" statusCode="1" statusSeverity="Info" statusMessage="none" /><InvoiceQueryRs requestID="other-1" statusCode="1" statusSeverity="Info" statusMessage="none" />',
);

/** Answers everything, changed, until nothing is left. */
async function answerAll(session: SessionByHand, change: (response: string) => string): Promise<void> {
  for (let percent = 0, sets = 0; percent < 100 && sets < 20; sets += 1)
    percent = await session.answer(await session.ask(), change);
  await session.finish();
}

describe('an answer that says more than was asked', () => {
  it('about what is linked to a purchase order: counts by its request', async () => {
    const story = await beginStory(product, 'more-links');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await story.run();
    await story.put('purchase-orders', 'P1', purchaseOrder({ status: 'Canceled' }));

    await answerAll(await beginSession(product, story), OF_A_STRANGER);

    expect(story.company.transactions({ type: 'PurchaseOrder' })).toEqual([]);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('about paid dates and numbers: counts by its request', async () => {
    const story = await beginStory(product, 'more-paid');
    await story.enqueue('invoices', 'I1', invoice());
    await story.run();
    story.company.payInvoice({ number: '1001' }, { date: '2026-02-03' });
    product.clock.offsetMs += AN_HOUR;

    await answerAll(await beginSession(product, story), OF_A_STRANGER);

    expect(await story.get('invoices', 'I1')).toMatchObject({ paidDate: '2026-02-03' });
  });

  it("about purchase orders: another's refusal does not make one without an answer a not processed one", async () => {
    const story = await beginStory(product, 'more-refused');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await story.enqueue('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2' }));
    const session = await beginSession(product, story);
    const set = await session.ask();
    expect(requestsIn(set)).toEqual(['PurchaseOrderAdd', 'PurchaseOrderAdd']);
    const refusal =
      '<PurchaseOrderAddRs requestID="other-0" statusCode="3140" statusSeverity="Error" statusMessage="no such thing" />';

    await session.answer(set, (response) =>
      first(refusal)(response.replace(/<PurchaseOrderAddRs requestID="[^"]*-1".*?<\/PurchaseOrderAddRs>/s, '')),
    );
    await session.finish();

    await story.run();
    await expectExactlyOnce(product, story, { transferred: 2 });
  });
});
