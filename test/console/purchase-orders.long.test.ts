import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestConnection, testConnection } from '../helpers/product.js';
import { orderLine, purchaseOrder, refusedOrder } from '../stories/snapshots.js';
import { startStage } from './stage.js';

/** The life of a purchase order, as somebody sees it. Each test goes on where the one before ended. */
let stage: Awaited<ReturnType<typeof startStage>>;
let page: Page;
let acme: TestConnection;
beforeAll(async () => {
  stage = await startStage();
  acme = await testConnection(stage.product, 'orders');
  ({ page } = await stage.person('operator'));
}, 300_000);
afterAll(() => stage?.stop(), 60_000);

const list = (query = ''): string => stage.url(`/c/${acme.id}/purchase-orders${query}`);
const row = (number: string) => page.locator('tr', { has: page.getByRole('link', { name: number, exact: true }) });
const cell = (number: string, key: string) => row(number).locator(`td.col-${key}`);
const put = (received: string) =>
  acme.rest('PUT', '/purchase-orders/P1', purchaseOrder({ number: 'PO-7001', lines: [orderLine({ received })] }));
const runSession = async (): Promise<void> => {
  await acme.session();
  await acme.settled();
};

it('goes from ready to transferred, with the number that QuickBooks has', async () => {
  await put('0');
  await page.goto(list());
  expect(await cell('PO-7001', 'status').textContent()).toBe('Not Transferred');
  await page.getByLabel('Menu of Purchase Order PO-7001').click();
  await page.getByRole('button', { name: 'Set as Ready to Transfer to QuickBooks' }).click();
  await page.getByText('1 of 1 done').waitFor();
  expect(await cell('PO-7001', 'transferDate').textContent()).toBe('Pending');

  await runSession();

  await page.goto(list());
  expect(await cell('PO-7001', 'status').textContent()).toBe('Transferred');
  expect(await cell('PO-7001', 'transferDate').textContent()).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/);
  const [order] = acme.company.transactions({ type: 'PurchaseOrder' });
  expect(order?.refNumber).toBe('PO-7001');
  expect(await cell('PO-7001', 'externalPo').textContent()).toBe(order?.refNumber);
});

it('needs a resync when something is received, and says so beside the time of its transfer', async () => {
  await put('3');

  await page.goto(list('?resync=1'));
  expect(await cell('PO-7001', 'transferDate').textContent()).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2} Pending$/);
  expect(await cell('PO-7001', 'needsResync').getByLabel('yes').count()).toBe(1);

  await runSession();

  await page.goto(list('?resync=1'));
  await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
});

it('shows the order and its receipt with their TxnIDs, and what happened', async () => {
  await page.goto(list());
  await page.getByRole('link', { name: 'PO-7001', exact: true }).click();

  const status = page.getByLabel('Status', { exact: true });
  expect(await status.textContent()).toMatch(/External P\.O\. #\s*PO-7001/);
  const records = page.getByLabel('Records', { exact: true }).locator('tbody tr');
  expect(await records.count()).toBe(2);
  expect(await records.nth(1).textContent()).toMatch(/receipt\/a\/0\s*ItemReceipt\s*in QuickBooks/);
  const [receipt] = acme.company.transactions({ type: 'ItemReceipt' });
  expect(await records.nth(1).locator('code').textContent()).toBe(receipt?.txnId);
  const history = await page.locator('#history').textContent();
  for (const words of ['Added to QuickBooks', 'Received in the PSA: needs resync']) expect(history).toContain(words);
});

it('cannot be deleted with its receipt, and says why and what to do', async () => {
  await acme.rest(
    'PUT',
    '/purchase-orders/P1',
    purchaseOrder({ number: 'PO-7001', status: 'Canceled', lines: [orderLine({ received: '3' })] }),
  );
  await runSession();

  await page.goto(list('?status=Pending%2FFailed'));
  await page.getByRole('link', { name: 'PO-7001', exact: true }).click();

  expect(await page.getByLabel('What failed').textContent()).toMatch(/receipts .* are linked[\s\S]*What to do/);
});

it('warns before that QuickBooks may refuse one with the same product twice', async () => {
  await acme.rest('PUT', '/purchase-orders/P2', refusedOrder({ number: 'PO-7002' }));
  await page.goto(list());
  await page.getByLabel('Menu of Purchase Order PO-7002').click();
  await page.getByRole('button', { name: 'Set as Ready to Transfer to QuickBooks' }).click();

  await page.getByText('Nothing has been changed yet').waitFor();
  expect(await page.locator('li.goes').textContent()).toContain('has the product "FW-60F" more than once');
  await page.getByRole('button', { name: 'Go on with 1 item' }).click();
  await page.getByText('1 of 1 done').waitFor();
});

it('greys out what a canceled one may not, with the reason', async () => {
  await acme.rest('PUT', '/purchase-orders/P3', purchaseOrder({ number: 'PO-7003', status: 'Canceled' }));
  await page.goto(list('?q=PO-7003'));
  await page.getByLabel('Menu of Purchase Order PO-7003').click();

  const disabled = row('PO-7003').locator('.disabled');
  expect(await disabled.first().textContent()).toContain('The purchase order is canceled.');
  await disabled.first().getByRole('link', { name: 'What to do' }).click();
  await page.getByRole('heading', { name: /^canceled: / }).waitFor();
  expect(stage.complaints).toEqual([]);
});
