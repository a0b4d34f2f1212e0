import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { beginSession } from '../stories/session-by-hand.js';
import { invoice } from '../stories/snapshots.js';
import { expectExactlyOnce, ledgerOf, oursIn, unsettledSets } from './exactly-once.js';
import { count, historyOf, purchaseOrder, Requests, readyInvoices, timesheet } from './scenario.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** QuickBooks cannot parse any set that holds one of these texts, and does not say which request is wrong. */
const cannotParse = (...texts: string[]): Misbehaviour => ({
  do: 'hresult',
  hresult: '0x80040400',
  message: 'QuickBooks found an error when parsing the provided XML text stream.',
  at: ({ requestXml }) => requestXml.includes('AddRq ') && texts.some((text) => requestXml.includes(text)),
});
const number = (text: string): string => `<RefNumber>${text}</RefNumber>`;

describe('a set that QuickBooks cannot parse (0x80040400)', () => {
  it('the bad record goes alone from then on, after the others, until it is corrected', async () => {
    const connection = await testConnection(product, 'alone');
    await readyInvoices(connection, 4);
    const bad = cannotParse(number('I2'));
    await connection.session({ misbehave: [bad] });
    await readyInvoices(connection, 3, 5);
    const requests = new Requests();
    await connection.session({ misbehave: [bad], transcript: requests.folder });
    expect(requests.writing().map((request) => count(request, 'InvoiceAdd'))).toEqual([3, 1]);
    expect(requests.writing()[1]).toContain(number('I2'));
    await expectExactlyOnce(product, connection, { transferred: 6 });

    await connection.rest('PUT', '/invoices/I2', invoice({ number: 'I2b' }));
    expect(await connection.session({ misbehave: [bad] })).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 7 });
    requests.remove();
  });

  it('several bad records: each fails alone, all others go', async () => {
    const connection = await testConnection(product, 'three-bad');
    await readyInvoices(connection, 20);
    const session = await connection.session({ misbehave: [cannotParse(number('I1'), number('I10'), number('I20'))] });
    expect(session.outcome).toBe('done');
    await expectExactlyOnce(product, connection, { transferred: 17 });
  });

  it('one bad time entry: its timesheet keeps the others, and only that one is sent again', async () => {
    const connection = await testConnection(product, 'entry');
    await connection.rest('PUT', '/timesheets/T1', timesheet());
    await connection.rest('PUT', '/timesheets/T2', timesheet({ resource: { name: 'Ken Ito' } }));
    await connection.rest('POST', '/timesheets/ready', { ids: ['T1', 'T2'] });
    const jane = ({ requestXml }: { requestXml: string }): boolean =>
      /Jane Doe(?:(?!<\/TimeTrackingAdd>).)*PT2H/s.test(requestXml);
    const bad: Misbehaviour = { do: 'hresult', hresult: '0x80040400', at: jane };
    expect(await connection.session({ misbehave: [bad] })).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 1 });
    expect((await ledgerOf(product, connection.id)).filter(({ state }) => state !== 'added')).toMatchObject([
      { psaId: 'T1', key: 'entry/e2', state: 'refused' },
    ]);
    expect(await connection.session()).toMatchObject({ outcome: 'done', closing: '1 record transferred.' });
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });

  it('one bad purchase order: the others go', async () => {
    const connection = await testConnection(product, 'order');
    for (const id of ['1', '2', '3', '4'])
      await connection.rest('PUT', `/purchase-orders/${id}`, purchaseOrder({ number: `P${id}` }));
    await connection.rest('POST', '/purchase-orders/ready', { ids: ['1', '2', '3', '4'] });
    await connection.session({ misbehave: [cannotParse(number('P2'))] });
    await expectExactlyOnce(product, connection, { transferred: 3 });
  });
});

describe('a session that dies while it halves', () => {
  it.each([
    ['before the first half is executed', { do: 'dieBeforeCommit', at: 2 }],
    ['after the first half was executed', { do: 'loseResponse', at: 2 }],
    ['after a part of the second', { do: 'loseResponse', at: 5 }],
    ['with an answer that is none', { do: 'cutResponse', at: 7 }],
  ] as const)('%s: the halves that were not sent go back to the claim', async (name, death) => {
    const connection = await testConnection(product, name.replaceAll(' ', '-'));
    await readyInvoices(connection, 8);
    const bad = cannotParse(number('I6'));
    const died = await connection.session({ misbehave: [bad, death] });
    expect(['died', 'serverError']).toContain(died.outcome);
    // A session that only died is ended by the next one, or by the timer.
    if (died.outcome === 'serverError') {
      const { rows } = await product.database.query(
        `select 1 from message_sets where connection_id = $1 and state = 'planned'`,
        [connection.id],
      );
      expect(rows).toEqual([]);
    }
    for (let more = 0; more < 2; more += 1) await connection.session({ misbehave: [bad] });
    expect(await unsettledSets(product, connection.id)).toEqual([]);
    await expectExactlyOnce(product, connection, { transferred: 7 });
    expect(await historyOf(connection, 'invoices', 'I6')).toContain('refused');
  });

  it('a half of which something was settled by other means is not sent: what still waits goes back to the claim', async () => {
    const connection = await testConnection(product, 'settled-meanwhile');
    await readyInvoices(connection, 4);
    const session = await beginSession(product, connection);
    await session.ask();
    await session.refuse('0x80040400');
    await product.database.query(
      `update records r set state = 'added', txn_id = '1-1' from items i where i.id = r.item_id and i.connection_id = $1 and i.psa_id = 'I1'`,
      [connection.id],
    );

    await session.finish();

    expect(oursIn(connection.company).map(({ refNumber }) => refNumber)).toEqual(['I3', 'I4', 'I2']);
  });

  it('a set that is rejected only when it is sent again is halved then', async () => {
    const connection = await testConnection(product, 'rejected-later');
    await readyInvoices(connection, 4);
    await connection.session({ misbehave: [{ do: 'dieBeforeCommit' }] });
    expect(await connection.session({ misbehave: [cannotParse(number('I3'))] })).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 3 });
  });
});
