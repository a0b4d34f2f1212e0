import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { invoice } from '../stories/snapshots.js';
import { expectExactlyOnce, ledgerOf } from './exactly-once.js';
import { count, historyOf, idOf, oldIdOf, purchaseOrder, Requests, readyInvoices } from './scenario.js';

const A_DAY_MS = 24 * 60 * 60_000;

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('a stored set', () => {
  it('is pure ASCII with an id of at most 23 characters, and only what writes has one', async () => {
    const connection = await testConnection(product, 'ids');
    const requests = new Requests();
    await readyInvoices(connection, 3);
    await connection.rest('PUT', '/purchase-orders/1', purchaseOrder({ memo: 'Größe ☃ & <b>' }));
    await connection.rest('POST', '/purchase-orders/ready', { ids: ['1'] });
    await connection.session({ misbehave: [{ do: 'loseResponse' }], transcript: requests.folder });
    await connection.session({ transcript: requests.folder });
    for (const request of requests.all()) {
      expect(request).toMatch(/^[\x20-\x7e]+$/);
      const writes = /<\w+AddRq /.test(request);
      expect(idOf(request)?.length ?? 0).toBe(writes ? 22 : 0);
    }
    await expectExactlyOnce(product, connection, { transferred: 4 });
    requests.remove();
  });
});

describe('oldMessageSetID', () => {
  it('names the set that was answered last, so that QuickBooks keeps one', async () => {
    const connection = await testConnection(product, 'steady', { settings: { maxRecords: 2 } });
    const requests = new Requests();
    await readyInvoices(connection, 6);
    await connection.session({ transcript: requests.folder });
    await readyInvoices(connection, 2, 7);
    await connection.session({ transcript: requests.folder });
    const sets = requests.writing();
    expect(sets).toHaveLength(4);
    expect(sets.map(oldIdOf)).toEqual([undefined, ...sets.slice(0, 3).map(idOf)]);
    expect(connection.company.messageSets.map(({ id }) => id)).toEqual([idOf(sets[3] ?? '')]);
    await expectExactlyOnce(product, connection, { transferred: 8 });
    requests.remove();
  });

  it('does not name a set that another session recovered until a day later', async () => {
    const connection = await testConnection(product, 'a-day', { settings: { maxRecords: 2 } });
    const requests = new Requests();
    const { folder: transcript } = requests;
    await readyInvoices(connection, 6);
    await connection.session({ misbehave: [{ do: 'loseResponse' }], transcript });
    await connection.session({ transcript });
    const recovered = idOf(requests.writing()[0] ?? '');
    expect(requests.writing().map(oldIdOf)).not.toContain(recovered);
    expect(connection.company.messageSets.map(({ id }) => id)).toContain(recovered);

    product.clock.offsetMs += A_DAY_MS - 60 * 60_000;
    await readyInvoices(connection, 2, 7);
    await connection.session({ transcript });
    expect(requests.writing().map(oldIdOf)).not.toContain(recovered);

    product.clock.offsetMs += 2 * 60 * 60_000;
    await readyInvoices(connection, 4, 9);
    await connection.session({ transcript });
    expect(requests.writing().map(oldIdOf)).toContain(recovered);
    const kept = connection.company.messageSets.map(({ id }) => id);
    expect(kept).not.toContain(recovered);
    expect(kept.length).toBeLessThanOrEqual(2);
    await expectExactlyOnce(product, connection, { transferred: 12 });
    product.clock.offsetMs = 0;
    requests.remove();
  });

  it('of a set that was lost is named again by none: the company file still knows the set that it frees', async () => {
    const connection = await testConnection(product, 'freed-late', { settings: { maxRecords: 1 } });
    const requests = new Requests();
    await readyInvoices(connection, 3);
    await connection.session({ misbehave: [{ do: 'dieBeforeCommit', at: 2 }], transcript: requests.folder });
    await connection.session({ transcript: requests.folder });
    const named = requests.writing().map(oldIdOf);
    expect(named[0]).toBeUndefined();
    expect(named[1]).toBe(idOf(requests.writing()[0] ?? ''));
    await expectExactlyOnce(product, connection, { transferred: 3 });
    requests.remove();
  });
});

describe('a set whose answer is lost in a company file that could not store the set before (9005)', () => {
  const notStored = (at: number): Misbehaviour => ({ do: 'cannotStore', at });

  it('S33: is not sent again but found by key at once: QuickBooks would execute it a second time', async () => {
    const connection = await testConnection(product, 'not-stored', { settings: { maxRecords: 2 } });
    await readyInvoices(connection, 5);
    const lost: Misbehaviour = { do: 'loseResponse', at: 2 };
    await connection.session({ misbehave: [notStored(1), notStored(2), lost] });
    expect(connection.company.messageSets).toEqual([]);
    const requests = new Requests();
    expect(await connection.session({ transcript: requests.folder })).toMatchObject({ outcome: 'done' });
    expect(count(requests.all()[0] ?? '', 'InvoiceQuery')).toBe(2);
    expect(requests.writing().map((request) => count(request, 'InvoiceAdd'))).toEqual([1]);
    await expectExactlyOnce(product, connection, { transferred: 5 });
    requests.remove();
  });

  it('and that QuickBooks never saw is sent alone, under new ids', async () => {
    const connection = await testConnection(product, 'not-stored-not-seen', { settings: { maxRecords: 2 } });
    await readyInvoices(connection, 4);
    await connection.session({ misbehave: [notStored(1), { do: 'dieBeforeCommit', at: 2 }] });
    await connection.session();
    await expectExactlyOnce(product, connection, { transferred: 4 });
    expect(await historyOf(connection, 'invoices', 'I3')).toEqual(['setReady', 'sent', 'notFound', 'added']);
  });

  it('goes out again byte for byte where a set after that one was stored', async () => {
    const connection = await testConnection(product, 'stored-again', { settings: { maxRecords: 2 } });
    const requests = new Requests();
    const { folder: transcript } = requests;
    await readyInvoices(connection, 6);
    await connection.session({ misbehave: [notStored(1), { do: 'loseResponse', at: 3 }], transcript });
    await connection.session({ transcript });
    const [, , lost, again] = requests.writing();
    expect(again).toBe(lost);
    await expectExactlyOnce(product, connection, { transferred: 6 });
    requests.remove();
  });

  it('names among it: they are added again, which does no harm', async () => {
    const settings = { missing: { customers: 'create' }, maxRecords: 1 };
    const connection = await testConnection(product, 'not-stored-names', { settings });
    await readyInvoices(connection, 1);
    await connection.session({ misbehave: [{ do: 'cannotStore', at: 'InvoiceAdd' }] });
    await connection.rest('PUT', '/invoices/new', invoice({ number: 'new', customer: { name: 'Brand New Inc' } }));
    await connection.rest('POST', '/invoices/ready', { ids: ['new'] });
    await connection.session({
      misbehave: [
        { do: 'cannotStore', at: 'CustomerAdd' },
        { do: 'loseResponse', at: 'CustomerAdd' },
      ],
    });
    for (let more = 0; more < 2; more += 1) await connection.session();
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });
});

describe('what an ErrorRecovery aggregate leaves out', () => {
  it('is asked in the next session where QuickBooks would not answer; nothing builds on it before', async () => {
    const connection = await testConnection(product, 'unanswered');
    const requests = new Requests();
    const { folder: transcript } = requests;
    const lines = [{ id: 'L1', product: 'FW-60F', quantity: '4', unitCost: '480.00', received: '3' }];
    await connection.rest('PUT', '/purchase-orders/1', purchaseOrder({ status: 'Received Partial', lines }));
    await connection.rest('POST', '/purchase-orders/ready', { ids: ['1'] });
    await connection.session({ misbehave: [{ do: 'loseResponse' }], transcript });
    let asked = '';
    const refuse: Misbehaviour = {
      do: 'answerText',
      at: ({ requestXml }) => {
        asked = /requestID="([^"]*)"/.exec(requestXml)?.[1] ?? '';
        return requestXml.includes('<PurchaseOrderQueryRq');
      },
      get text() {
        return `<?xml version="1.0" ?><QBXML><QBXMLMsgsRs><PurchaseOrderQueryRs requestID="${asked}" statusCode="3260" statusSeverity="Error" statusMessage="Insufficient permission"/></QBXMLMsgsRs></QBXML>`;
      },
    };
    const refused = await connection.session({ misbehave: [refuse], transcript });
    expect(refused.outcome).toBe('done');
    expect(count(requests.all().join(), 'PurchaseOrderQuery')).toBe(1);
    expect(await ledgerOf(product, connection.id)).toMatchObject([{ state: 'added', needsDetails: true }]);

    expect(await connection.session({ transcript })).toMatchObject({ outcome: 'done' });

    expect(connection.company.transactions({ type: 'ItemReceipt' })).toHaveLength(1);
    await expectExactlyOnce(product, connection, { transferred: 1 });
    requests.remove();
  });
});
