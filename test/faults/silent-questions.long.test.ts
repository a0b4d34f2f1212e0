import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession } from '../stories/session-by-hand.js';
import { invoice, purchaseOrder, timesheet } from '../stories/snapshots.js';
import { beginStory, requestsIn, type Story } from '../stories/story.js';
import { expectExactlyOnce } from './exactly-once.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
beforeEach(() => {
  product.clock.offsetMs = 0;
});
afterAll(() => product.stop());

const AN_HOUR = 60 * 60_000;
const LOST = { misbehave: [{ do: 'loseResponse' }] } as const;
const NEXT = invoice({ number: 'next' });

const asks =
  (query: string) =>
  ({ requestXml }: { requestXml: string }) =>
    requestXml.includes(`<${query}Rq `);

/** QuickBooks has an error of its own, or gives an answer that ends in the middle, whenever it is asked this. */
const throwsAt = (query: string): Misbehaviour => ({ do: 'hresult', hresult: '0x80040402', at: asks(query) });
const cutsAt = (query: string): Misbehaviour => ({ do: 'cutResponse', at: asks(query) });

/** How some sessions end that all have this happen to them. */
async function outcomes(story: Story, times: number, misbehave: readonly Misbehaviour[]): Promise<string[]> {
  const ended: string[] = [];
  for (let time = 0; time < times; time += 1) {
    product.clock.offsetMs += AN_HOUR;
    ended.push((await story.run(misbehave)).outcome);
  }
  return ended;
}
const TWO_END = ['serverError', 'serverError', 'done', 'done'];

/** The details of a purchase order have to be asked for, and an invoice waits behind that. */
async function withDetailsToAsk(name: string): Promise<Story> {
  const story = await beginStory(product, name);
  await story.enqueue('purchase-orders', 'P1', purchaseOrder());
  await story.session(LOST);
  await story.enqueue('invoices', 'I1', NEXT);
  return story;
}

describe('a question that ends session after session', () => {
  it.each([
    ['is thrown at', throwsAt],
    ['gets an answer that is cut off', cutsAt],
  ])(
    'for details: it %s, and the third session passes over it; so does each one until it is answered',
    async (name, fails) => {
      const story = await withDetailsToAsk(`details ${name}`.replaceAll(' ', '-'));

      expect(await outcomes(story, 4, [fails('PurchaseOrderQuery')])).toEqual(TWO_END);
      expect(await story.get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });

      expect(await story.run()).toMatchObject({ outcome: 'done' });
      await expectExactlyOnce(product, story, { transferred: 2 });
    },
  );

  it('because QuickBooks is not there: is not passed over', async () => {
    const story = await withDetailsToAsk('details-absent');
    const absent: Misbehaviour = { do: 'hresult', hresult: '0x80040414', at: asks('PurchaseOrderQuery') };

    expect(await outcomes(story, 5, [absent])).toEqual(Array.from({ length: 5 }, () => 'serverError'));

    expect(await outcomes(story, 1, [throwsAt('PurchaseOrderQuery')])).toEqual(['serverError']);
    expect(await outcomes(story, 1, [])).toEqual(['done']);
    await expectExactlyOnce(product, story, { transferred: 2 });
  });

  it('about what is linked: nothing is deleted, and the others get their turn', async () => {
    const story = await beginStory(product, 'links-thrown');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await story.run();
    await story.put('purchase-orders', 'P1', purchaseOrder({ status: 'Canceled' }));
    await story.enqueue('timesheets', 'T1', timesheet());

    expect(await outcomes(story, 4, [throwsAt('PurchaseOrderQuery')])).toEqual(TWO_END);

    expect(await story.get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(story.company.transactions({ type: 'PurchaseOrder' })).toHaveLength(1);
    await story.run();
    expect(story.company.transactions({ type: 'PurchaseOrder' })).toEqual([]);
  });

  it('about names: the bad one is halved out, and the others are created', async () => {
    const story = await beginStory(product, 'names-thrown', { settings: { missing: { customers: 'create' } } });
    for (const name of ['New One', 'Bad One', 'New Two'])
      await story.enqueue('invoices', name, invoice({ number: name.slice(0, 11), customer: { name } }));
    const bad = ({ requestXml }: { requestXml: string }): boolean => /<CustomerQueryRq .*Bad One/s.test(requestXml);

    expect(await outcomes(story, 4, [{ do: 'hresult', hresult: '0x80040402', at: bad }])).toEqual(TWO_END);

    expect((await story.rest('GET', '/invoices?transferStatus=Transferred')).body.total).toBe(2);
  });

  it('about paid dates, then about numbers: the session ends in order, and the date comes later', async () => {
    const story = await beginStory(product, 'paid-thrown');
    await story.enqueue('invoices', 'I1', invoice());
    await story.run();
    story.company.payInvoice({ number: '1001' }, { date: '2026-02-03' });
    const about = (text: string): Misbehaviour => ({
      ...throwsAt('InvoiceQuery'),
      at: ({ requestXml }) => requestXml.includes(text),
    });

    expect(await outcomes(story, 4, [about('<TxnID>')])).toEqual(TWO_END);
    expect(await outcomes(story, 4, [about('<RefNumber>')])).toEqual(TWO_END);
    await outcomes(story, 1, []);

    expect(await story.get('invoices', 'I1')).toMatchObject({ paidDate: '2026-02-03' });
  });
});

describe('an answer in which something is missing', () => {
  const withoutLineId = (response: string): string => response.replace(/<TxnLineID>[^<]*<\/TxnLineID>/, '');

  it('to a question: counts as none, and the third session passes over it', async () => {
    const story = await withDetailsToAsk('details-lacking');
    const percents: number[] = [];

    for (let time = 0; time < 3; time += 1) {
      const session = await beginSession(product, story);
      for (let set = await session.ask(), isOver = false; !isOver; ) {
        const isQuestion = requestsIn(set).includes('PurchaseOrderQuery');
        const percent = await session.answer(set, isQuestion ? withoutLineId : undefined);
        if (isQuestion) percents.push(percent);
        isOver = percent === -1 || percent === 100;
        if (!isOver) set = await session.ask();
      }
    }

    expect(percents.map((percent) => percent === -1)).toEqual([true, true, false]);
    await story.settled();
    expect(await story.get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
    await story.run();
    await expectExactlyOnce(product, story, { transferred: 2 });
  });
});
