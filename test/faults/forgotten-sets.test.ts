import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { expectExactlyOnce, oursIn } from './exactly-once.js';
import { readyInvoices } from './scenario.js';

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
