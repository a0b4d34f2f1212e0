import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { beginSession } from '../stories/session-by-hand.js';
import { invoice, purchaseOrder } from '../stories/snapshots.js';
import { beginStory, listen, requestsIn } from '../stories/story.js';
import { expectExactlyOnce, ledgerOf } from './exactly-once.js';
import { readyInvoices } from './scenario.js';

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

/** QuickBooks cannot read a set that holds this text, or dies of it. */
const cannotRead = (text: string): Misbehaviour => ({
  do: 'hresult',
  hresult: '0x80040400',
  at: ({ requestXml }) => requestXml.includes(text),
});
const diesOf = (text: string, more = ''): Misbehaviour => ({
  do: 'cutResponse',
  at: ({ requestXml }) => requestXml.includes(text) && requestXml.includes(more),
});
const number = (text: string): string => `<RefNumber>${text}</RefNumber>`;

const states = async (connection: { id: string }): Promise<string[]> =>
  (await ledgerOf(product, connection.id)).map(({ state }) => state);

describe('a question by key that QuickBooks cannot read (0x80040400)', () => {
  it('several records of one item, of which none is there: each is sent again', async () => {
    const story = await beginStory(product, 'by-key-entries');
    const entry = (id: string, notes: string): object => ({
      id,
      date: '2026-01-05',
      minutes: 60,
      billable: false,
      notes,
    });
    await story.enqueue('timesheets', 'T1', {
      resource: { name: 'Jane Doe' },
      periodStart: '2026-01-05',
      periodEnd: '2026-01-11',
      status: 'Approved',
      entries: [entry('e1', 'one'), entry('e2', 'two')],
    });
    await story.session({ misbehave: [{ do: 'dieBeforeCommit' }] });
    let rejected = 0;
    const at = ({ requestXml }: { requestXml: string }): boolean => {
      if (requestXml.split('TimeTracking').length - 1 < 8 || rejected > 1) return false;
      rejected += 1;
      return true;
    };

    await story.run([{ do: 'hresult', hresult: '0x80040400', at }]);
    await story.run();

    expect(rejected).toBe(2);
    await expectExactlyOnce(product, story, { transferred: 1 });
  });
});

describe('a question by key that gets no answer', () => {
  it('is asked record by record from the fourth session on; what never gets one is left to people', async () => {
    const connection = await testConnection(product, 'silent');
    await readyInvoices(connection, 2);
    for (let session = 0; session < 3; session += 1) await connection.session(LOST);
    const silent = diesOf(number('I1'), '<InvoiceQueryRq ');

    for (let session = 0; session < 6; session += 1)
      expect(await connection.session({ misbehave: [silent] })).toMatchObject({ outcome: 'serverError' });
    expect(await connection.session({ misbehave: [silent] })).toMatchObject({ outcome: 'done' });
    await connection.settled();

    expect(await states(connection)).toEqual(['unknown', 'added']);
  });

  it('because QuickBooks is not there: is asked again for as long as it takes', async () => {
    const connection = await testConnection(product, 'absent');
    await readyInvoices(connection, 2);
    for (let session = 0; session < 3; session += 1) await connection.session(LOST);

    for (let session = 0; session < 8; session += 1)
      await connection.session({ misbehave: [{ do: 'hresult', hresult: '0x80040414' }] });
    expect(await connection.session()).toMatchObject({ outcome: 'done' });

    await expectExactlyOnce(product, connection, { transferred: 2 });
  });
});

describe('another question that QuickBooks cannot read', () => {
  it('for details: waits for the next session, and this one goes on', async () => {
    const connection = await testConnection(product, 'details', { settings: { numbering: 'quickbooks' } });
    await readyInvoices(connection, 1);
    await connection.session(LOST);
    await readyInvoices(connection, 1, 2);

    const session = await connection.session({ misbehave: [cannotRead('<InvoiceQueryRq ')] });

    expect(session).toMatchObject({ outcome: 'done' });
    expect(await states(connection)).toEqual(['added', 'added']);
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });

  it('about paid dates, then about numbers: waits for the next session, and this one ends in order', async () => {
    const story = await beginStory(product, 'paid');
    await story.enqueue('invoices', 'I1', invoice());
    await story.run();
    story.company.payInvoice({ number: '1001' }, { date: '2026-02-03' });

    for (const text of ['<TxnID>', '<RefNumber>']) {
      product.clock.offsetMs += AN_HOUR;
      const { sets, misbehave } = listen();
      expect(await story.run([...misbehave, cannotRead(text)])).toMatchObject({ outcome: 'done' });
      expect(sets.length).toBeLessThan(4);
    }
    expect(await story.get('invoices', 'I1')).toMatchObject({ paidDate: null });
    await story.run();
    expect(await story.get('invoices', 'I1')).toMatchObject({ paidDate: '2026-02-03' });
  });

  it('about what is linked to a canceled purchase order: nothing is deleted, and this session goes on', async () => {
    const story = await beginStory(product, 'links');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await story.run();
    await story.put('purchase-orders', 'P1', purchaseOrder({ status: 'Canceled' }));
    await story.enqueue('timesheets', 'T1', {
      resource: { name: 'Jane Doe' },
      periodStart: '2026-01-05',
      periodEnd: '2026-01-11',
      status: 'Approved',
      entries: [{ id: 'e1', date: '2026-01-05', minutes: 60, billable: false }],
    });

    expect(await story.run([cannotRead('<PurchaseOrderQueryRq ')])).toMatchObject({ outcome: 'done' });

    expect(story.company.transactions({ type: 'PurchaseOrder' })).toHaveLength(1);
    expect(await story.get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
    await story.run();
    expect(story.company.transactions({ type: 'PurchaseOrder' })).toEqual([]);
  });
});

describe('a session that could go on for ever', () => {
  it.each([
    ['refused (3260)', (response: string) => response.replaceAll(/statusCode="\d+"/g, 'statusCode="3260"')],
    ['empty', (response: string) => response.replace(/<InvoiceQueryRs.*<\/InvoiceQueryRs>/s, '')],
  ])('numbers are asked for once; the answer is %s', async (name, spoil) => {
    const story = await beginStory(product, `numbers-${name.slice(0, 5)}`);
    await story.enqueue('invoices', 'I1', invoice());
    await story.run();
    story.company.payInvoice({ number: '1001' }, { date: '2026-02-03' });
    product.clock.offsetMs += AN_HOUR;
    const session = await beginSession(product, story);
    await session.answer(await session.ask());
    const numbers = await session.ask();
    expect(numbers).toContain('<RefNumber>');

    expect(await session.answer(numbers, spoil)).toBe(100);

    await session.finish();
    expect(await story.get('invoices', 'I1')).toMatchObject({ paidDate: null });
    await story.run();
    expect(await story.get('invoices', 'I1')).toMatchObject({ paidDate: '2026-02-03' });
  });

  it('a deletion of which QuickBooks tells nothing (9002) and that is not there waits for the next session', async () => {
    const story = await beginStory(product, 'deletion');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await story.run();
    await story.put('purchase-orders', 'P1', purchaseOrder({ status: 'Canceled' }));
    const { sets, misbehave } = listen();
    const text = '<?xml version="1.0" ?><QBXML><QBXMLMsgsRs messageSetStatusCode="9002"></QBXMLMsgsRs></QBXML>';
    let deletions = 0;
    const session = await beginSession(product, story);
    for (let percent = 0, calls = 0; percent < 100 && calls < 20; calls += 1) {
      const set = await session.ask();
      sets.push(set);
      const isDeletion = set.includes('<TxnDelRq ');
      deletions += isDeletion ? 1 : 0;
      percent = await (isDeletion ? session.say(text) : session.answer(set));
    }
    await session.finish();

    expect(deletions).toBe(1);
    expect(sets.length).toBeLessThan(6);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Pending' });
    await story.run(misbehave);
    expect(story.company.transactions({ type: 'PurchaseOrder' })).toEqual([]);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('an answer that names nothing counts as none the second time: the next session finds out', async () => {
    const story = await beginStory(product, 'nameless');
    await story.enqueue('invoices', 'I1', invoice());
    const nameless = (response: string): string => response.replaceAll(/ (requestID|newMessageSetID)="[^"]*"/g, '');
    const session = await beginSession(product, story);
    const set = await session.ask();

    const first = await session.answer(set, nameless);
    expect(await session.ask()).toBe(set);
    const second = await session.answer(set, nameless);

    expect([first, second]).toEqual([0, -1]);
    expect(requestsIn(set)).toEqual(['InvoiceAdd']);
    expect(await story.run()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, story, { transferred: 1 });
  });
});
