import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { invoice } from '../stories/snapshots.js';
import { expectExactlyOnce, ledgerOf, oursIn, unsettledSets } from './exactly-once.js';
import { count, historyOf, idOf, purchaseOrder, readyInvoices, timesheet } from './scenario.js';
import { WebConnectorByHand } from './web-connector-by-hand.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const connectTo = (connection: TestConnection): Promise<WebConnectorByHand> =>
  new WebConnectorByHand(product, connection).begin();

async function readyOrders({ rest }: TestConnection, number: number, changes: object = {}): Promise<void> {
  const ids = Array.from({ length: number }, (_, index) => `P${index + 1}`);
  for (const id of ids) await rest('PUT', `/purchase-orders/${id}`, purchaseOrder({ number: id, ...changes }));
  const { body } = await rest('POST', '/purchase-orders/ready', { ids });
  expect(body.results.filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
}

const RECEIVED = {
  status: 'Received Partial',
  lines: [{ id: 'L1', product: 'FW-60F', quantity: '4', unitCost: '480.00', received: '3' }],
};

const lastSession = async ({ rest }: TestConnection): Promise<object> => (await rest('GET', '/sessions')).body.items[0];

describe('a rejection (0x80040400) that arrives again while QuickBooks executes the next set', () => {
  it('8 invoices: the half that it rejects is there once, and its quarters never go out', async () => {
    const connection = await testConnection(product, 'eight');
    await readyInvoices(connection, 8);
    const connector = await connectTo(connection);
    const half = await connector.firstHalf();
    const answer = connector.execute(half);
    await connector.reject();
    expect(await unsettledSets(product, connection.id)).toHaveLength(3);

    const percent = await connector.answer(answer);

    expect(percent).toBe(50);
    expect(await connector.finish(percent)).toBe('8 records transferred.');
    await expectExactlyOnce(product, connection, { transferred: 8 });
    expect(connection.company.messageSets.map(({ id }) => id)).not.toContain(idOf(half));
    expect(await lastSession(connection)).toMatchObject({ recordsSent: 8, recordsSucceeded: 8, recordsFailed: 0 });
    const { rows } = await product.database.query(
      `select state, message from message_sets where connection_id = $1 and state = 'abandoned'`,
      [connection.id],
    );
    expect(rows).toHaveLength(2);
    expect(rows[0].message).toMatch(/late copy/);
  });

  it('2 invoices, one set Not Ready after it had failed: what QuickBooks did stands', async () => {
    const connection = await testConnection(product, 'not-ready');
    await readyInvoices(connection, 2);
    const connector = await connectTo(connection);
    const answer = connector.execute(await connector.firstHalf());
    await connector.reject();
    await connection.rest('POST', '/invoices/not-ready', { ids: ['I1'] });
    expect(await connector.finish(await connector.answer(answer))).toBe('2 records transferred.');
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });

  it.each([2, 8])('%i purchase orders (stopOnError), with receipts in the same session', async (number) => {
    const connection = await testConnection(product, `orders-${number}`);
    await readyOrders(connection, number, RECEIVED);
    const connector = await connectTo(connection);
    const half = await connector.firstHalf();
    expect(half).toContain('stopOnError');
    const answer = connector.execute(half);
    await connector.reject();

    expect(await connector.finish(await connector.answer(answer))).toBe(`${2 * number} records transferred.`);

    expect(connection.company.transactions({ type: 'PurchaseOrder' })).toHaveLength(number);
    expect(connection.company.transactions({ type: 'ItemReceipt' })).toHaveLength(number);
    await expectExactlyOnce(product, connection, { transferred: number });
  });

  it('8 purchase orders, of which QuickBooks refuses the second: the others wait for the next session', async () => {
    const connection = await testConnection(product, 'refused-order');
    await readyOrders(connection, 8);
    await connection.rest('PUT', '/purchase-orders/P2', purchaseOrder({ number: 'P2', vendor: { name: 'Nobody' } }));
    const connector = await connectTo(connection);
    const answer = connector.execute(await connector.firstHalf());
    await connector.reject();
    expect(await connector.finish(await connector.answer(answer))).toMatch(/^1 record transferred, 1 failed/);
    await expectExactlyOnce(product, connection, { transferred: 1 });
    await connection.rest('PUT', '/purchase-orders/P2', purchaseOrder({ number: 'P2' }));
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 8 });
  });

  it('a timesheet of two entries: one is refused alone, the other waits', async () => {
    const connection = await testConnection(product, 'entries');
    const entries = [1, 2].map((day) => ({ id: `e${day}`, date: `2026-01-0${4 + day}`, minutes: 60, billable: false }));
    await connection.rest('PUT', '/timesheets/T1', timesheet({ entries }));
    await connection.rest('POST', '/timesheets/ready', { ids: ['T1'] });
    const connector = await connectTo(connection);
    const answer = connector.execute(await connector.firstHalf());
    await connector.reject();
    expect(await connector.finish(await connector.answer(answer))).toBe('2 records transferred.');
    await expectExactlyOnce(product, connection, { transferred: 1 });
  });

  it('a whole set whose records are in another order than when they were first sent', async () => {
    const connection = await testConnection(product, 'order');
    await readyInvoices(connection, 4);
    await connection.session({ misbehave: [{ do: 'hresult', hresult: '0x80040400', at: 'every' }] });
    for (const id of ['I4', 'I2', 'I3', 'I1']) {
      await connection.rest('POST', '/invoices/not-ready', { ids: [id] });
      await connection.rest('PUT', `/invoices/${id}`, invoice({ number: id, memo: 'corrected' }));
      await connection.rest('POST', '/invoices/ready', { ids: [id] });
    }
    await product.database.query('update items set sent_alone = false where connection_id = $1', [connection.id]);
    const connector = await connectTo(connection);
    const whole = await connector.send();
    expect([...whole.matchAll(/<RefNumber>(\w+)</g)].map(([, ref]) => ref)).toEqual(['I4', 'I2', 'I3', 'I1']);
    const answer = connector.execute(whole);
    await connector.reject();
    expect(await connector.finish(await connector.answer(answer))).toBe('4 records transferred.');
    await expectExactlyOnce(product, connection, { transferred: 4 });
    for (const { psaId, refNumber } of await ledgerOf(product, connection.id)) expect(refNumber).toBe(psaId);
  });
});

describe('the answer to a set that was rejected by mistake', () => {
  it.each([
    ['says that its state is lost (9002)', (answer: string) => answer.replace(/<InvoiceAddRs.*<\/InvoiceAddRs>/s, '')],
    ['leaves a record out', (answer: string) => answer.replace(/<InvoiceAddRs.*?<\/InvoiceAddRs>/s, '')],
  ])('%s: it is found by key', async (name, spoil) => {
    const connection = await testConnection(product, name.replaceAll(/[^a-z]+/g, '-'));
    await readyInvoices(connection, 4);
    const connector = await connectTo(connection);
    const answer = spoil(connector.execute(await connector.firstHalf()));
    await connector.reject();
    const code = answer.includes('<InvoiceAddRs') ? '0' : '9002';
    const spoilt = answer.replace(/messageSetStatusCode="\d+"/, `messageSetStatusCode="${code}"`);
    await connector.finish(await connector.answer(spoilt));
    await expectExactlyOnce(product, connection, { transferred: 4 });
    expect(await historyOf(connection, 'invoices', 'I1')).toContain('adopted');
  });
});

describe('a rejection that arrives a third time', () => {
  it('before the true answer: nothing more is rejected by it', async () => {
    const connection = await testConnection(product, 'twice-before');
    await readyInvoices(connection, 8);
    const connector = await connectTo(connection);
    const answer = connector.execute(await connector.firstHalf());
    await connector.reject();
    await connector.reject();
    expect(await connector.finish(await connector.answer(answer))).toBe('8 records transferred.');
    await expectExactlyOnce(product, connection, { transferred: 8 });
  });

  it('while QuickBooks executes the other half: that one is taken back as well, and an answer may come twice', async () => {
    const connection = await testConnection(product, 'twice-after');
    await readyInvoices(connection, 8);
    const connector = await connectTo(connection);
    let request = await connector.firstHalf();
    for (let half = 1; half <= 2; half += 1) {
      const answer = connector.execute(request);
      await connector.reject();
      const percent = await connector.answer(answer);
      expect(await connector.answer(answer)).toBe(percent);
      expect(percent).toBe(half === 1 ? 50 : 100);
      if (half === 1) request = await connector.send();
    }
    await connector.finish(100);
    await expectExactlyOnce(product, connection, { transferred: 8 });
    expect(await lastSession(connection)).toMatchObject({ recordsSucceeded: 8, recordsFailed: 0 });
  });
});

describe('a rejection and a sendRequestXML that both arrive again', () => {
  it.each([
    [2, false],
    [4, true],
    [8, true],
  ])('%i invoices: what went out under another id as well is found by key', async (number, isByKey) => {
    const connection = await testConnection(product, `both-${number}`);
    await readyInvoices(connection, number);
    const connector = await connectTo(connection);
    const answer = connector.execute(await connector.firstHalf());
    await connector.reject();
    await connector.send();
    await connector.reject();
    await connector.send();
    expect(await connector.finish(await connector.answer(answer))).toMatch(/^\d records? transferred/);
    await connection.session();
    await expectExactlyOnce(product, connection, { transferred: number });
    expect((await historyOf(connection, 'invoices', 'I1')).includes('adopted')).toBe(isByKey);
  });

  it('the set that went out is another one: it stays the current one', async () => {
    const connection = await testConnection(product, 'another');
    await readyInvoices(connection, 1);
    await readyOrders(connection, 1);
    const connector = await connectTo(connection);
    const answer = connector.execute(await connector.send());
    await connector.reject();
    const order = await connector.send();
    expect(count(order, 'PurchaseOrderAdd')).toBe(1);
    const percent = await connector.answer(answer);
    expect(await connector.send()).toBe(order);
    expect(await connector.finish(percent)).toBe('2 records transferred.');
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });
});

describe('a rejection that arrives again while QuickBooks is asked something', () => {
  it('names: they are asked for again in the next session', async () => {
    const settings = { missing: { customers: 'create' } };
    const connection = await testConnection(product, 'names', { settings });
    await readyInvoices(connection, 2);
    const connector = await connectTo(connection);
    await connector.answer(connector.execute(await connector.send()));
    const writes = await connector.firstHalf();
    expect(count(writes, 'InvoiceAdd')).toBe(1);
    await connector.answer(connector.execute(writes));
    await connector.answer(connector.execute(await connector.send()));
    await connection.rest('PUT', '/invoices/new', invoice({ number: 'new', customer: { name: 'Brand New Inc' } }));
    await connection.rest('POST', '/invoices/ready', { ids: ['new'] });
    const names = await connector.send();
    expect(count(names, 'CustomerQuery')).toBe(1);
    const answer = connector.execute(names);
    await connector.reject();
    await connector.finish(await connector.answer(answer));
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 3 });
    expect(oursIn(connection.company)).toHaveLength(3);
  });

  it('paid dates: they are asked for again in the next session', async () => {
    const connection = await testConnection(product, 'paid');
    await readyInvoices(connection, 1);
    await connection.session();
    await connection.settled();
    await readyInvoices(connection, 2, 2);
    const connector = await connectTo(connection);
    await connector.answer(connector.execute(await connector.firstHalf()));
    await connector.answer(connector.execute(await connector.send()));
    const question = await connector.send();
    expect(count(question, 'InvoiceQuery')).toBeGreaterThan(0);
    const answer = connector.execute(question);
    await connector.reject();
    await connector.finish(await connector.answer(answer));
    await connection.session();
    await expectExactlyOnce(product, connection, { transferred: 3 });
  });
});
