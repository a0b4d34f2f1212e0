import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestConnection, testConnection } from '../helpers/product.js';
import { invoice } from '../stories/snapshots.js';
import { tabTo } from './browser.js';
import { startStage } from './stage.js';

/** Without a mouse, in a zone that is not the server's. */
let stage: Awaited<ReturnType<typeof startStage>>;
let page: Page;
let acme: TestConnection;
beforeAll(async () => {
  stage = await startStage();
  acme = await testConnection(stage.product, 'keys');
  for (const id of ['1', '2', '3', '4', '5']) await acme.rest('PUT', `/invoices/${id}`, invoice({ number: `K-${id}` }));
  ({ page } = await stage.person('operator', { timezoneId: 'Asia/Tokyo' }));
}, 300_000);
afterAll(() => stage?.stop(), 60_000);

const list = (query = ''): string => stage.url(`/c/${acme.id}/invoices${query}`);
const focused = (): Promise<string> => page.evaluate('document.activeElement.textContent.trim()');
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const transferStatus = async (id: string): Promise<string> =>
  (await acme.rest('GET', `/invoices/${id}`)).body.transferStatus;

it('sets one item ready by the menu of its row', async () => {
  await page.goto(list());
  await tabTo(page, '[aria-label="Menu of Invoice K-1"]');
  await press('Enter', 'ArrowDown', 'ArrowDown');
  expect(await focused()).toBe('Set as Ready to Transfer to QuickBooks');
  await press('Escape');
  expect(await page.locator('details.menu[open]').count()).toBe(0);
  expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Menu of Invoice K-1');

  await press('Enter', 'ArrowDown', 'ArrowDown', 'Enter');

  await page.getByText('1 of 1 done').waitFor();
  expect(await transferStatus('1')).toBe('Pending');
});

it('selects a range with Shift, and carries a command out for it', async () => {
  await page.goto(list());
  await tabTo(page, '[aria-label="Select K-5"]');
  await press('Space');
  await tabTo(page, '[aria-label="Select K-2"]');
  await press('Shift+Space');
  expect(await page.locator('tr[data-row] .tick input:checked').count()).toBe(4);

  await page.locator('#main').focus();
  await tabTo(page, '#bulk summary');
  expect(await focused()).toBe('Selected (4)');
  await press('Enter', 'ArrowDown');
  expect(await focused()).toBe('Set Selected as Ready to Transfer to QuickBooks');
  await press('Enter');
  await page.getByText('4 items will be set').waitFor();
  await tabTo(page, 'button.primary');
  await press('Enter');

  await page.getByText('4 of 4 done').waitFor();
  for (const id of ['2', '3', '4', '5']) expect(await transferStatus(id)).toBe('Pending');
});

it('filters, sorts and opens an item', async () => {
  await page.goto(list());
  await tabTo(page, 'input[name=q]');
  await page.keyboard.type('K-3');
  await press('Enter');
  await page.getByText('1–1 of 1').waitFor();
  await tabTo(page, 'th a');
  await press('Enter');
  await page.waitForURL(/sort=number&dir=asc|dir=asc.*sort=number/);
  await tabTo(page, 'td.col-number a');
  await press('Enter');
  await page.getByRole('heading', { name: 'Invoice K-3' }).waitFor();
});

it('keeps the focus while a page follows a session', async () => {
  await acme.session();
  await page.goto(stage.url(`/c/${acme.id}/sessions`));
  await tabTo(page, 'tbody a');
  const id = await page.evaluate('document.activeElement.id');
  await page.evaluate('document.activeElement.dataset.old = "yes"');

  await expect.poll(() => page.evaluate('document.activeElement.dataset.old'), { timeout: 10_000 }).toBeUndefined();

  expect(await page.evaluate('document.activeElement.id')).toBe(id);
});

it('shows times in the zone of the browser, and filters by its days', async () => {
  await acme.settled();
  const { transferredAt } = (await acme.rest('GET', '/invoices/1')).body as { transferredAt: string };
  const inTokyo = new Date(Date.parse(transferredAt) + 9 * 3_600_000).toISOString();

  await page.goto(list(`?q=K-1&from=${inTokyo.slice(0, 10)}&to=${inTokyo.slice(0, 10)}`));

  expect(await page.locator('td.col-transferDate').textContent()).toBe(inTokyo.slice(0, 16).replace('T', ' '));
  await page.getByText('Asia/Tokyo').waitFor();
  expect(stage.complaints).toEqual([]);
});
