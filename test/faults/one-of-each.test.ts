import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { becomesUnknown } from '../operations/unknown.js';
import { beginSession } from '../stories/session-by-hand.js';
import { invoice, purchaseOrder } from '../stories/snapshots.js';
import { beginStory } from '../stories/story.js';
import { expectExactlyOnce, ledgerOf } from './exactly-once.js';
import { count, historyOf, idOf, Requests, readyInvoices } from './scenario.js';
import { WebConnectorByHand } from './web-connector-by-hand.js';

// One of each kind of fault that has a long file of its own; the other short files have the other kinds.

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** QuickBooks cannot parse a set that holds this text, and does not say which request is wrong. */
const cannotParse = (text: string, requests = ''): Misbehaviour => ({
  do: 'hresult',
  hresult: '0x80040400',
  message: 'QuickBooks found an error when parsing the provided XML text stream.',
  at: ({ requestXml }) => requestXml.includes(requests) && requestXml.includes(text),
});
const number = (text: string): string => `<RefNumber>${text}</RefNumber>`;

describe('a set that QuickBooks cannot parse (0x80040400)', () => {
  it('is halved under new ids until the bad record stands alone, in about log2 N round trips', async () => {
    const connection = await testConnection(product, 'one-of-sixteen');
    await readyInvoices(connection, 16);
    const requests = new Requests();
    const bad = cannotParse(number('I7'), 'AddRq ');
    const session = await connection.session({ misbehave: [bad], transcript: requests.folder });

    expect(session).toMatchObject({
      outcome: 'done',
      closing: expect.stringMatching(/^15 records transferred, 1 failed/),
    });
    expect(session.messageSets).toBe(1 + 2 * Math.log2(16));
    const ids = requests.writing().map(idOf);
    expect(new Set(ids).size).toBe(ids.length);
    await expectExactlyOnce(product, connection, { transferred: 15 });
    const { body } = await connection.rest('GET', '/invoices/I7');
    expect(body).toMatchObject({ transferStatus: 'Pending/Failed', records: [{ state: 'refused' }] });
    expect(body.reason).toContain('parsing');
    requests.remove();
  });
});

describe('a rejection (0x80040400) that arrives again while QuickBooks executes the next set', () => {
  it('2 invoices: the record that it refuses alone is transferred, and so its item, which had failed', async () => {
    const connection = await testConnection(product, 'two');
    await readyInvoices(connection, 2);
    const connector = await new WebConnectorByHand(product, connection).begin();
    const answer = connector.execute(await connector.firstHalf());
    await connector.reject();
    await connection.settled();
    expect((await connection.rest('GET', '/invoices/I1')).body.transferStatus).toBe('Pending/Failed');

    const percent = await connector.answer(answer);

    expect(percent).toBe(50);
    expect(await connector.finish(percent)).toBe('2 records transferred.');
    await expectExactlyOnce(product, connection, { transferred: 2 });
    expect((await connection.rest('GET', '/sessions')).body.items[0]).toMatchObject({
      recordsSucceeded: 2,
      recordsFailed: 0,
    });
    expect((await connection.rest('GET', '/invoices/I1')).body).toMatchObject({ reason: null });
    expect(await historyOf(connection, 'invoices', 'I1')).toEqual([
      'setReady',
      'refused',
      'refusal taken back',
      'added',
    ]);
    const { rows } = await product.database.query(
      'select sent_alone, sat_out_session_id, refused_at from items where connection_id = $1',
      [connection.id],
    );
    expect(rows).toEqual(Array(2).fill({ sent_alone: false, sat_out_session_id: null, refused_at: null }));
  });
});

describe('a stored set', () => {
  it('goes out again byte for byte, although its items have changed meanwhile', async () => {
    const connection = await testConnection(product, 'bytes');
    const { rest } = connection;
    const requests = new Requests();
    const { folder: transcript } = requests;
    await readyInvoices(connection, 2);
    await connection.session({ misbehave: [{ do: 'dieBeforeCommit' }], transcript });
    const { rows } = await product.database.query('select request from message_sets where connection_id = $1', [
      connection.id,
    ]);
    await rest('PUT', '/invoices/I1', {
      ...(await rest('GET', '/invoices/I1')).body.snapshot,
      memo: 'changed meanwhile',
    });
    await rest('POST', '/invoices/not-ready', { ids: ['I2'] });
    await readyInvoices(connection, 1, 3);

    await connection.session({ misbehave: [{ do: 'loseResponse' }], transcript });
    await connection.session({ transcript });

    const [first, second] = requests.writing();
    expect(rows).toEqual([{ request: first }]);
    expect(second).toBe(first);
    expect(first).not.toContain('changed meanwhile');
    await expectExactlyOnce(product, connection, { transferred: 3 });
    requests.remove();
  });
});

describe('after three sessions without an outcome', () => {
  it('S33: each record is asked for by key and adopted', async () => {
    const connection = await testConnection(product, 'three-sessions');
    await readyInvoices(connection, 3);
    for (let session = 1; session <= 3; session += 1)
      expect(await connection.session({ misbehave: [{ do: 'loseResponse' }] })).toMatchObject({ outcome: 'died' });
    const requests = new Requests();
    expect(await connection.session({ transcript: requests.folder })).toMatchObject({ outcome: 'done' });
    expect(count(requests.all()[0] ?? '', 'InvoiceQuery')).toBe(3);
    expect(requests.writing()).toEqual([]);
    await expectExactlyOnce(product, connection, { transferred: 3 });
    requests.remove();
  });
});

describe('a question by key that QuickBooks cannot read (0x80040400)', () => {
  it('is asked record by record: the bad one is left to people, the others go on, and so does the connection', async () => {
    const connection = await testConnection(product, 'by-key');
    await readyInvoices(connection, 3);
    await connection.session({ misbehave: [{ do: 'dieBeforeCommit' }] });
    const bad = cannotParse(number('I2'));

    expect(await connection.session({ misbehave: [bad] })).toMatchObject({ outcome: 'done' });
    await connection.settled();

    expect((await ledgerOf(product, connection.id)).map(({ state }) => state)).toEqual(['added', 'unknown', 'added']);
    expect(await historyOf(connection, 'invoices', 'I2')).toContain('outcomeUnknown');
    await readyInvoices(connection, 1, 4);
    expect(await connection.session({ misbehave: [bad] })).toMatchObject({ outcome: 'done' });
    await connection.settled();
    expect((await ledgerOf(product, connection.id)).map(({ state }) => state)).toEqual([
      'added',
      'unknown',
      'added',
      'added',
    ]);
  });
});

describe('a name of which session after session dies', () => {
  it('waits: the others are created, and the invoices get their turn', async () => {
    const story = await beginStory(product, 'dying', { settings: { missing: { customers: 'create' } } });
    for (const [id, name] of [
      ['I1', 'Bad Customer'],
      ['I2', 'New Customer 2'],
    ] as const)
      await story.enqueue('invoices', id, invoice({ number: id, customer: { name } }));
    const at = ({ requestXml }: { requestXml: string }): boolean => /<CustomerAddRq .*Bad Customer/s.test(requestXml);

    for (let session = 0; session < 8; session += 1) await story.run([{ do: 'dieBeforeCommit', at }]);

    expect(await story.get('invoices', 'I2')).toMatchObject({ transferStatus: 'Transferred' });
  });
});

describe('an answer in which something is missing', () => {
  const withoutLineId = (response: string): string => response.replace(/<TxnLineID>[^<]*<\/TxnLineID>/, '');

  it('to an addition: its outcome is unknown, and the next session learns it', async () => {
    const story = await beginStory(product, 'add-lacking');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    const session = await beginSession(product, story);

    expect(await session.answer(await session.ask(), withoutLineId)).toBe(-1);

    expect(await story.run()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, story, { transferred: 1 });
  });
});

describe('a TxnID that a person gave and that proves wrong', () => {
  it('of no purchase order at all: it is unknown again, and can be sent again', async () => {
    const word = { key: 'addition', generation: 1, inQuickBooks: true, reason: 'found it', by: 'Jane' };
    const story = await beginStory(product, 'no-order');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await becomesUnknown(product, story, 'purchase-orders');
    for (const { txnId } of story.company.transactions({ type: 'PurchaseOrder' }))
      story.company.deleteTransaction('PurchaseOrder', { txnId });

    await story.rest('POST', '/purchase-orders/P1/settle', { ...word, txnId: 'FFFF-1' });
    await story.run();

    expect(await story.get('purchase-orders', 'P1')).toMatchObject({
      transferStatus: 'Pending/Failed',
      reason: expect.stringMatching(/QuickBooks has none with this TxnID/),
      records: [{ state: 'unknown', txnId: null }],
    });
    await story.rest('POST', '/purchase-orders/P1/settle', { ...word, inQuickBooks: false });
    await story.run();
    await expectExactlyOnce(product, story, { transferred: 1 });
  });
});
