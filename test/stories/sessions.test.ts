import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession } from './session-by-hand.js';
import {
  expense,
  expenseReport,
  invoice,
  orderLine,
  purchaseOrder,
  refusedInvoice,
  timeEntry,
  timesheet,
} from './snapshots.js';
import { beginStory, listen, numbersIn, requestsIn, type Story } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** Puts invoices with these numbers and sets them ready together. */
async function enqueueInvoices({ put, ready }: Story, numbers: readonly string[], changes: object = {}): Promise<void> {
  await Promise.all(numbers.map((number) => put('invoices', number, invoice({ number, ...changes }))));
  expect((await ready('invoices', numbers)).every(({ ok }) => ok)).toBe(true);
}

const statuses = ({ get }: Story, ids: readonly string[]): Promise<string[]> =>
  Promise.all(ids.map(async (id) => (await get('invoices', id)).transferStatus));

const numbersUpTo = (count: number): string[] => Array.from({ length: count }, (_, index) => String(1001 + index));

describe('S32: one bad item', () => {
  it('S32: that QuickBooks refuses, or that cannot be sent at all, never stops the others of its kind', async () => {
    const { enqueue, run, get, rest, company } = await beginStory(product, 's32');
    await enqueue('invoices', 'refused', refusedInvoice());
    await enqueue('invoices', 'unsendable', invoice({ lines: [] }));
    await enqueue('invoices', 'good', invoice({ number: '1003' }));
    await enqueue('timesheets', 'refused', timesheet({ entries: [timeEntry({ customer: 'Nobody Knows' })] }));
    await enqueue('timesheets', 'good', timesheet({ entries: [timeEntry({ id: 'e2' })] }));
    await enqueue('expense-reports', 'refused', expenseReport({ items: [expense({ account: 'Nothing' })] }));
    await enqueue('expense-reports', 'unsendable', expenseReport({ cashAdvance: '5.00' }));
    await enqueue('expense-reports', 'good', expenseReport({ number: 'ER-2' }));

    const session = await run();

    expect(session).toMatchObject({ outcome: 'done', roundTrips: 3 });
    expect(company.transactions().map(({ type }) => type)).toEqual(['Invoice', 'TimeTracking', 'Bill']);
    for (const kind of ['invoices', 'timesheets', 'expense-reports'] as const) {
      expect(await get(kind, 'good')).toMatchObject({ transferStatus: 'Transferred' });
      expect(await get(kind, 'refused')).toMatchObject({ transferStatus: 'Pending/Failed', ready: true });
    }
    expect((await rest('GET', '/sessions')).body).toMatchObject({
      total: 1,
      items: [{ state: 'closed', recordsSent: 8, recordsSucceeded: 3, recordsFailed: 5, lastError: null }],
    });
  });

  it('S32: that QuickBooks cannot parse fails alone; the others of its set go, and it goes alone from then on', async () => {
    const story = await beginStory(product, 's32-parse');
    const numbers = numbersUpTo(7);
    await enqueueInvoices(story, numbers);
    const rejects = [
      {
        do: 'hresult',
        hresult: '0x80040400',
        at: ({ requestXml }: { requestXml: string }) => requestXml.includes('>1004<'),
      },
    ] as const;

    const first = await story.run(rejects);
    const afterFirst = await statuses(story, numbers);
    await enqueueInvoices(story, ['2001']);
    const { sets, misbehave } = listen();
    await story.run([...misbehave, ...rejects]);

    expect(first).toMatchObject({ outcome: 'done' });
    expect(afterFirst).toEqual(numbers.map((number) => (number === '1004' ? 'Pending/Failed' : 'Transferred')));
    expect(sets.filter((set) => set.includes('InvoiceAddRq')).map(numbersIn)).toEqual([['2001'], ['1004']]);
    await story.run();
    expect(await statuses(story, ['1004', '2001'])).toEqual(['Transferred', 'Transferred']);
    expect(story.company.transactions({ type: 'Invoice' })).toHaveLength(8);
  });
});

describe('S30: many records per round trip', () => {
  it('S30: N invoices take at most ceil(N/50) + 3 round trips, paid dates included', { timeout: 60_000 }, async () => {
    const story = await beginStory(product, 's30');
    await enqueueInvoices(story, ['1', '2']);
    await story.run();
    story.company.payInvoice({ number: '1' }, { date: '2026-02-03' });
    await enqueueInvoices(story, numbersUpTo(51));
    const { sets, misbehave } = listen();

    const session = await story.run(misbehave);

    expect(session).toMatchObject({ outcome: 'done', closing: '51 records transferred.' });
    expect(sets.map((set) => requestsIn(set).length)).toEqual([50, 1, 1, 1]);
    expect(session.roundTrips).toBeLessThanOrEqual(Math.ceil(51 / 50) + 3);
    expect(await story.get('invoices', '1')).toMatchObject({ paidDate: '2026-02-03' });
    expect((await story.rest('GET', '/invoices?transferStatus=Transferred')).body).toMatchObject({ total: 53 });
    expect(story.company.transactions({ type: 'Invoice' })).toHaveLength(53);
  });

  it('S30: a set has no more records than the connection allows, nor an item more than its own', async () => {
    const { enqueue, run, company } = await beginStory(product, 's30-limit', { settings: { maxRecords: 2 } });
    const entries = ['e1', 'e2', 'e3'].map((id) => timeEntry({ id }));
    await enqueue('timesheets', 'T1', timesheet({ entries }));
    await enqueue('timesheets', 'T2', timesheet({ entries }));
    const { sets, misbehave } = listen();

    await run(misbehave);

    expect(sets.map((set) => requestsIn(set).length)).toEqual([2, 2, 2]);
    expect(company.transactions({ type: 'TimeTracking' })).toHaveLength(6);
  });
});

describe('S25: what joins or leaves a session that runs', () => {
  it('S25: an item that becomes ready meanwhile goes out in it', async () => {
    const story = await beginStory(product, 's25-joins');
    await story.enqueue('timesheets', 'T1', timesheet());
    const session = await beginSession(product, story);
    const set = await session.ask();

    await story.enqueue('invoices', 'I1', invoice());
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    const percent = await session.answer(set);
    await session.finish();

    expect(percent).toBeLessThan(100);
    expect(story.company.transactions().map(({ type }) => type)).toEqual(['TimeTracking', 'Invoice', 'PurchaseOrder']);
  });

  it('S25: what was promised and is withdrawn meanwhile ends it with 100 all the same', async () => {
    const story = await beginStory(product, 's25-leaves');
    await story.enqueue('timesheets', 'T1', timesheet());
    await story.enqueue('expense-reports', 'E1', expenseReport());
    const session = await beginSession(product, story);
    const percent = await session.answer(await session.ask());

    await story.notReady('expense-reports', ['E1']);
    const closing = await session.ask();

    expect(percent).toBeLessThan(100);
    expect(requestsIn(closing)).toEqual(['HostQuery']);
    expect(await session.answer(closing)).toBe(100);
    await session.finish();
    expect(await story.get('expense-reports', 'E1')).toMatchObject({ transferStatus: 'Not Transferred', ready: false });
  });
});

describe('S27: the records of a session', () => {
  /** Sent, succeeded and failed of each session, the first one first. */
  const counts = async ({ rest }: Story): Promise<number[][]> => {
    const { items } = (await rest('GET', '/sessions')).body;
    return items
      .map(({ recordsSent, recordsSucceeded, recordsFailed }: Record<string, number>) => [
        recordsSent,
        recordsSucceeded,
        recordsFailed,
      ])
      .toReversed();
  };

  it('S27: count as sent where they are sent again after a lost answer', async () => {
    const story = await beginStory(product, 's27-again');
    await enqueueInvoices(story, ['1001', '1002']);
    await story.run([{ do: 'loseResponse' }]);

    await story.run();

    expect(await counts(story)).toEqual([
      [2, 0, 0],
      [2, 2, 0],
    ]);
  });

  it('S27: count as sent once where they are sent again and then found by key', async () => {
    const story = await beginStory(product, 's27-found');
    await enqueueInvoices(story, ['1001']);
    await story.run([{ do: 'loseResponse' }]);
    story.company.loseMessageSets();

    await story.run();

    expect(await counts(story)).toEqual([
      [1, 0, 0],
      [1, 1, 0],
    ]);
  });

  it('S27: count as sent where they are only found by key', async () => {
    const story = await beginStory(product, 's27-asked');
    await enqueueInvoices(story, ['1001']);
    for (let lost = 0; lost < 3; lost += 1) await story.run([{ do: 'loseResponse' }]);

    await story.run();

    expect(await counts(story)).toEqual([
      [1, 0, 0],
      [1, 0, 0],
      [1, 0, 0],
      [1, 1, 0],
    ]);
  });

  it('S27: count as sent where what is linked to a purchase order decides of its deletion', async () => {
    const story = await beginStory(product, 's27-deletions');
    const received = { lines: [orderLine({ received: '2' })] };
    await story.enqueue('purchase-orders', 'gone', purchaseOrder());
    await story.enqueue('purchase-orders', 'linked', purchaseOrder({ number: 'PO-2', ...received }));
    await story.run();
    story.company.deleteTransaction('PurchaseOrder', { number: 'PO-1' });
    await story.put('purchase-orders', 'gone', purchaseOrder({ status: 'Canceled' }));
    await story.put('purchase-orders', 'linked', purchaseOrder({ number: 'PO-2', ...received, status: 'Canceled' }));

    await story.run();

    expect(await counts(story)).toEqual([
      [3, 3, 0],
      [2, 1, 1],
    ]);
  });
});

describe('S27: an item whose answer does not come', () => {
  it('S27: has in its history that it was sent in that session, and then what became of it', async () => {
    const story = await beginStory(product, 's27-lost');
    await enqueueInvoices(story, ['1001']);
    await story.run([{ do: 'loseResponse' }]);

    await story.run();

    const [second, first] = (await story.rest('GET', '/sessions')).body.items;
    expect((await story.history('invoices', '1001')).slice(-2)).toMatchObject([
      { event: 'sent', sessionId: first.id, message: expect.stringMatching(/its answer has not come/) },
      { event: 'added', sessionId: second.id },
    ]);
  });

  it('S27: has no such line when its answer came', async () => {
    const story = await beginStory(product, 's27-answered');
    await enqueueInvoices(story, ['1001']);

    await story.run();

    expect((await story.history('invoices', '1001')).map(({ event }) => event)).toEqual(['setReady', 'added']);
  });
});
