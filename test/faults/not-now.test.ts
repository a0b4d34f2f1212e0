import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { beginSession } from '../stories/session-by-hand.js';
import { listen, requestsIn } from '../stories/story.js';
import { expectExactlyOnce, ledgerOf } from './exactly-once.js';
import { count, readyInvoices } from './scenario.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const DIALOG: Misbehaviour = { do: 'hresult', hresult: '0x80040414' };

const states = async (connection: { id: string }): Promise<string[]> =>
  (await ledgerOf(product, connection.id)).map(({ state }) => state);

/** Invoices of which nobody knows what became of them: the next session looks for them by key. */
async function lostInvoices(name: string, count: number): Promise<TestConnection> {
  const connection = await testConnection(product, name);
  await readyInvoices(connection, count);
  for (let session = 0; session < 3; session += 1) await connection.session({ misbehave: [{ do: 'loseResponse' }] });
  return connection;
}

/** A session in which the question by key gets an answer that is changed; the per cent that it ends with. */
async function lookWith(connection: TestConnection, change: (response: string) => string): Promise<number> {
  const session = await beginSession(product, connection);
  const question = await session.ask();
  expect(new Set(requestsIn(question))).toEqual(new Set(['InvoiceQuery']));
  const percent = await session.answer(question, change);
  await connection.settled();
  return percent;
}

const withStatus = (status: number) => (response: string) =>
  response.replaceAll(/statusCode="\d+"/g, `statusCode="${status}"`).replaceAll(/<InvoiceRet>.*?<\/InvoiceRet>/gs, '');

describe('a question by key that QuickBooks cannot answer now', () => {
  it.each([1010, 3175, 3176])('(%i): ends the session, and the next one asks again', async (status) => {
    const connection = await lostInvoices(`key-${status}`, 3);

    expect(await lookWith(connection, withStatus(status))).toBe(-1);

    expect(await states(connection)).toEqual(['sent', 'sent', 'sent']);
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 3 });
  });

  it('for one of several: the others are adopted, and that one is asked for again', async () => {
    const connection = await lostInvoices('key-one', 3);
    const withoutThird = (response: string): string =>
      response.replace(/<InvoiceQueryRs requestID="[^"]*-2".*?<\/InvoiceQueryRs>/s, '');

    expect(await lookWith(connection, withoutThird)).toBe(-1);

    expect(await states(connection)).toEqual(['added', 'added', 'sent']);
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 3 });
  });

  it('session after session: is given up at last, record by record', async () => {
    const connection = await lostInvoices('key-never', 1);

    for (let session = 0; session < 6; session += 1) expect(await lookWith(connection, withStatus(1010))).toBe(-1);
    expect(await connection.session()).toMatchObject({ outcome: 'done' });

    await connection.settled();
    expect(await states(connection)).toEqual(['unknown']);
  });

  it('but that it will not answer, is left to people at once', async () => {
    const connection = await lostInvoices('key-refused', 1);

    expect(await lookWith(connection, withStatus(3260))).not.toBe(-1);

    expect(await states(connection)).toEqual(['unknown']);
  });
});

describe('a set that is sent while QuickBooks is not there', () => {
  it('is sent again for as long as it takes: nobody has to look for what was never executed', async () => {
    const connection = await testConnection(product, 'dialog');
    await readyInvoices(connection, 3);
    for (let session = 0; session < 5; session += 1)
      expect(await connection.session({ misbehave: [DIALOG] })).toMatchObject({ outcome: 'serverError' });
    const { sets, misbehave } = listen();

    expect(await connection.session({ misbehave })).toMatchObject({ outcome: 'done' });

    expect(sets.map((set) => count(set, 'InvoiceAdd'))).toEqual([3]);
    await expectExactlyOnce(product, connection, { transferred: 3 });
  });

  it('and is rejected when it is there again, is halved: it was not executed before', async () => {
    const connection = await testConnection(product, 'dialog-rejected');
    await readyInvoices(connection, 2);
    await connection.session({ misbehave: [DIALOG] });
    const { sets, misbehave } = listen();
    const bad: Misbehaviour = {
      do: 'hresult',
      hresult: '0x80040400',
      at: ({ requestXml }) => requestXml.includes('<InvoiceAddRq ') && requestXml.includes('<RefNumber>I2<'),
    };

    expect(await connection.session({ misbehave: [...misbehave, bad] })).toMatchObject({ outcome: 'done' });

    expect(sets.map(requestsIn)).toEqual([['InvoiceAdd', 'InvoiceAdd'], ['InvoiceAdd'], ['InvoiceAdd']]);
    await expectExactlyOnce(product, connection, { transferred: 1 });
  });

  it('after its answer was lost once: is looked for when it is rejected', async () => {
    const connection = await testConnection(product, 'dialog-lost');
    await readyInvoices(connection, 2);
    await connection.session({ misbehave: [{ do: 'loseResponse' }] });
    await connection.session({ misbehave: [DIALOG] });
    const { sets, misbehave } = listen();
    const bad: Misbehaviour = {
      do: 'hresult',
      hresult: '0x80040400',
      at: ({ requestXml }) => requestXml.includes('<InvoiceAddRq '),
    };

    expect(await connection.session({ misbehave: [...misbehave, bad] })).toMatchObject({ outcome: 'done' });

    expect(sets.map((set) => requestsIn(set)[0])).toEqual(['InvoiceAdd', 'InvoiceQuery']);
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });
});
