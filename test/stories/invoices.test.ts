import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { invoice } from './snapshots.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('invoices', () => {
  it('S2: becomes an invoice in QuickBooks; notes are never sent, delivery sets print and e-mail later', async () => {
    const { rest, session, company, settled } = await testConnection(product, 's2');
    await rest('PUT', '/invoices/I1', invoice({ number: '1001', delivery: 'email', notes: 'secret note' }));
    await rest('PUT', '/invoices/I2', invoice({ number: '1002', delivery: 'print' }));

    const ready = await rest('POST', '/invoices/ready', { ids: ['I1', 'I2'] });

    expect(ready).toMatchObject({ status: 200, body: { results: [{ id: 'I1', ok: true, transferStatus: 'Pending' }, { id: 'I2', ok: true }] } });
    expect(await session()).toMatchObject({ outcome: 'done', closing: '2 records transferred.' });
    await settled();
    expect((await rest('GET', '/invoices/I1')).body).toMatchObject({ transferStatus: 'Transferred', ready: false, reason: null });
    const [first, second] = company.transactions({ type: 'Invoice' });
    expect(JSON.stringify(first)).not.toContain('secret note');
    expect([first?.refNumber, second?.refNumber]).toEqual(['1001', '1002']);
  });
});
