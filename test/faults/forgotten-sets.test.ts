import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { beginSession } from '../stories/session-by-hand.js';
import { expectExactlyOnce, oursIn } from './exactly-once.js';
import { oldIdOf, readyInvoices } from './scenario.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('a company file that forgot its message sets while an answer is lost', () => {
  it('a restored backup, which has neither the records nor the sets: the same bytes are executed', async () => {
    const connection = await testConnection(product, 'restored');
    await readyInvoices(connection, 3);
    await connection.session({ misbehave: [{ do: 'loseResponse' }] });
    for (const { txnId } of oursIn(connection.company)) connection.company.deleteTransaction('Invoice', { txnId });
    connection.company.forgetMessageSets();
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 3 });
  });
});

describe('a company file that does not know the set that is to be freed (600)', () => {
  it('is not told to free it again', async () => {
    const connection = await testConnection(product, 'nothing-to-free', { settings: { maxRecords: 1 } });
    await readyInvoices(connection, 4);
    const session = await beginSession(product, connection);
    const freed: string[] = [];
    for (let percent = 0, sets = 0; percent < 100 && sets < 20; sets += 1) {
      const set = await session.ask();
      const old = oldIdOf(set);
      if (old !== undefined) freed.push(old);
      percent = await session.answer(set, (response) =>
        old === undefined ? response : response.replace('messageSetStatusCode="0"', 'messageSetStatusCode="600"'),
      );
    }
    await session.finish();

    expect(freed.length).toBeGreaterThan(1);
    expect(new Set(freed).size).toBe(freed.length);
    await expectExactlyOnce(product, connection, { transferred: 4 });
  });
});
