import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildMessageSet } from '../../qbxml/envelope.js';
import { parseQwc } from '../../simulator/simulator.js';
import { OWNER_ID } from '../../transfers/session/owner-id.js';
import { call } from '../gateway/qbwc/gateway.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { invoice } from '../stories/snapshots.js';
import { expectExactlyOnce, ledgerOf, oursIn } from './exactly-once.js';
import { count, idOf, oldIdOf, Requests, readyInvoices } from './scenario.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** A session whose first answer is lost, and the one that recovers; all that QuickBooks was given. */
async function loseAndRecover(connection: TestConnection, lose: 'loseResponse' | 'dieBeforeCommit'): Promise<string[]> {
  const requests = new Requests();
  await readyInvoices(connection, 2);
  await connection.session({ misbehave: [{ do: lose }], transcript: requests.folder });
  await connection.rest('PUT', '/invoices/I1', invoice({ number: 'I1', memo: 'changed since' }));
  expect(await connection.session({ transcript: requests.folder })).toMatchObject({ outcome: 'done' });
  const all = requests.all();
  requests.remove();
  return all;
}

describe('eleven faults that servers for the Web Connector have had', () => {
  it('1: a message set id of 36 characters, which QuickBooks refuses with 9004', async () => {
    const connection = await testConnection(product, 'fault-1');
    const requests = await loseAndRecover(connection, 'loseResponse');
    const ids = requests.map(idOf).filter((id) => id !== undefined);
    expect(ids).toHaveLength(2);
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(23);
    const uuid = 'a6102d62-72c6-5aa2-a37a-adea61a65ed9';
    expect(() => buildMessageSet({ requests: [], onError: 'stopOnError', newMessageSetId: uuid })).toThrow(/23/);
    expect(connection.company.messageSets).toHaveLength(1);
  });

  it('2: a probe with the old id alone, which deletes what it asks for', async () => {
    const connection = await testConnection(product, 'fault-2');
    const recovering = await loseAndRecover(connection, 'loseResponse');
    await readyInvoices(connection, 1, 3);
    await connection.session();
    await readyInvoices(connection, 1, 4);
    const requests = new Requests();
    await connection.session({ transcript: requests.folder });
    const freeing = requests.all().filter((request) => oldIdOf(request) !== undefined);
    requests.remove();
    expect(recovering.filter((request) => oldIdOf(request) !== undefined)).toEqual([]);
    expect(freeing).toHaveLength(1);
    for (const request of freeing) {
      expect(idOf(request)).toBeDefined();
      expect(request).toContain('<InvoiceAddRq');
    }
    await expectExactlyOnce(product, connection, { transferred: 4 });
  });

  it('3: waiting for a status that QuickBooks does not give when a set never landed', async () => {
    const connection = await testConnection(product, 'fault-3');
    await loseAndRecover(connection, 'dieBeforeCommit');
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });

  it('4: the set built anew, from data that may have changed, under another id', async () => {
    const connection = await testConnection(product, 'fault-4');
    const writing = (await loseAndRecover(connection, 'loseResponse')).filter((request) => idOf(request) !== undefined);
    expect(writing).toHaveLength(2);
    expect(writing[1]).toBe(writing[0]);
    expect(writing[0]).not.toContain('changed since');
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });

  it('5: ErrorRecovery aggregates ignored', async () => {
    const connection = await testConnection(product, 'fault-5');
    await loseAndRecover(connection, 'loseResponse');
    const known = (await ledgerOf(product, connection.id)).map(({ txnId }) => txnId);
    expect(known).toEqual(oursIn(connection.company).map(({ txnId }) => txnId));
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });

  it('6: `NoOp` for an unknown ticket, an endless loop', async () => {
    for (const ticket of ['', 'unknown', 'x'.repeat(5000)]) {
      expect((await call(product, 'sendRequestXML', { ticket })).result).toBe('');
      const said = (await call(product, 'getLastError', { ticket })).result;
      expect(said).toMatch(/^[A-Z].+\.$/);
      expect(said).not.toMatch(/NoOp/i);
    }
  });

  it('7: the wrong company file gets the data', async () => {
    const connection = await testConnection(product, 'fault-7');
    await readyInvoices(connection, 1);
    connection.company.changeFileId(OWNER_ID, '{11111111-2222-3333-4444-555555555555}');
    const session = await connection.session();
    expect(session.outcome).toBe('serverError');
    expect(session.lastError).toContain('11111111-2222-3333-4444-555555555555');
    expect(oursIn(connection.company)).toEqual([]);
    await expectExactlyOnce(product, connection, { transferred: 0 });
  });

  it('8: an AppSupport address that QBWC does not get an answer from', async () => {
    const { rest, qwc } = await testConnection(product, 'fault-8');
    const text = (await rest('GET', '/qwc')).body as string;
    expect(parseQwc(text).fileId).toBe(qwc.fileId);
    const [, support = ''] = /<AppSupport>([^<]*)</.exec(text) ?? [];
    const [, url = ''] = /<AppURL>([^<]*)</.exec(text) ?? [];
    expect(new URL(support).host).toBe(new URL(url).host);
    const { status } = await fetch(`${product.url}${new URL(support).pathname}${new URL(support).search}`);
    expect([200, 202]).toContain(status);
  });

  it('9: no interactive operations', async () => {
    expect((await call(product, 'getInteractiveURL', { wcTicket: 't', sessionId: 's' })).result).toMatch(/^http/);
    expect((await call(product, 'interactiveDone', { wcTicket: 't' })).result).toBe('Done');
    expect((await call(product, 'interactiveRejected', { wcTicket: 't', reason: 'no' })).result).toMatch(/\.$/);
  });

  it('10: nothing is checked before it is sent; one bad record takes the others with it', async () => {
    const connection = await testConnection(product, 'fault-10');
    await readyInvoices(connection, 3);
    const bad = { ids: ['bad'] };
    await connection.rest('PUT', '/invoices/bad', invoice({ number: 'a number that is far too long' }));
    await connection.rest('POST', '/invoices/ready', bad);
    const requests = new Requests();
    const session = await connection.session({ transcript: requests.folder });
    expect(session).toMatchObject({ outcome: 'done', parserLog: [] });
    expect(requests.writing().map((request) => count(request, 'InvoiceAdd'))).toEqual([3]);
    await expectExactlyOnce(product, connection, { transferred: 3 });
    const { body } = await connection.rest('GET', '/invoices/bad');
    expect(body).toMatchObject({ transferStatus: 'Pending/Failed', reason: expect.stringContaining('number') });
    requests.remove();
  });

  it('11: calls in mid-session refused because there were too many', async () => {
    const connection = await testConnection(product, 'fault-11', { settings: { maxRecords: 1 } });
    await readyInvoices(connection, 20);
    const session = await connection.session();
    expect(session).toMatchObject({ outcome: 'done', closing: '20 records transferred.' });
    expect(session.roundTrips).toBeGreaterThanOrEqual(20);
    await expectExactlyOnce(product, connection, { transferred: 20 });
  });
});
