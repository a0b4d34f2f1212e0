import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { invoice, orderLine, purchaseOrder, refusedInvoice } from '../stories/snapshots.js';
import { type Browser, signedIn } from './harness.js';

/** The links to the Temporal UI and back, asked of a real Temporal. */
let product: Product;
let acme: TestConnection;
let operator: Browser;
beforeAll(async () => {
  product = await startProduct();
  acme = await testConnection(product, 'linked');
  await acme.rest('PUT', '/invoices/1', invoice({ number: '1' }));
  await acme.rest('PUT', '/invoices/2', refusedInvoice({ number: '2' }));
  await acme.rest('PUT', '/purchase-orders/po', purchaseOrder());
  await acme.rest('POST', '/invoices/ready', { ids: ['2'] });
  await acme.rest('POST', '/purchase-orders/ready', { ids: ['po'] });
  await acme.session();
  await acme.settled();
  await acme.rest('PUT', '/purchase-orders/po', purchaseOrder({ lines: [orderLine({ received: '3' })] }));
  await acme.rest('POST', '/invoices/ready', { ids: ['1'] });
  operator = await signedIn(product, 'operator', 'Olga');
});
afterAll(() => product.stop());

/** The query of the link with this text. */
async function queryOf(path: string, text: string): Promise<string> {
  const { body } = await operator.get(`/console/c/${acme.id}${path}`);
  const href = new RegExp(`<a[^>]*href="(http://temporal[^"]+)"[^>]*>${text}</a>`).exec(body)?.[1] ?? '';
  return new URL(href.replaceAll('&amp;', '&')).searchParams.get('query') ?? '';
}

it.each([
  ['/invoices', 'Pending', 1],
  ['/invoices', 'Pending/Failed', 1],
  ['/purchase-orders', 'Pending', 1],
  ['/purchase-orders', 'Needs Resync', 1],
  ['/timesheets', 'Pending', 0],
  ['/failures', 'Pending/Failed in the Temporal UI', 1],
  ['/sessions', 'Sessions of today in the Temporal UI', 1],
  ['/invoices/1', 'Open the workflow in the Temporal UI', 1],
])('S28: %s links to a search that Temporal understands: %s finds %i', async (path, text, count) => {
  const query = await queryOf(path, text);

  expect(query).not.toBe('');
  await expect.poll(async () => (await product.client.workflow.count(query)).count, { timeout: 20_000 }).toBe(count);
});

it('is linked to from the workflow of an item and from that of a session', async () => {
  const { rows } = await product.database.query<{ id: string }>('select id from sessions where connection_id = $1', [
    acme.id,
  ]);
  for (const workflowId of [`${acme.id}/invoices/1`, `${acme.id}/session/${rows[0]?.id}`]) {
    const details = await (await product.client.workflow.getHandle(workflowId).describe()).staticDetails();
    const link = /^\[Open in the console\]\((http[^)]+)\)$/.exec(details ?? '')?.[1] ?? '';

    const answer = await operator.get(new URL(link).pathname);
    expect(answer.statusCode, details).toBe(200);
  }
});
