import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hashPassword } from '../../gateway/shared/password.js';
import { insertUser } from '../../store/users.js';
import { launchChromium } from '../../tools/browser/chromium.js';
import { CHEAP } from '../helpers/cheap-passwords.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { invoice } from '../stories/snapshots.js';
import { expectAccessible, tabTo } from './browser.js';

let product: Product;
let acme: TestConnection;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [product, browser] = await Promise.all([startProduct(), launchChromium()]);
  acme = await testConnection(product, 'console');
  const passwordHash = await hashPassword('the password of Dana', { cost: CHEAP });
  await insertUser(product.database, { name: 'Dana', role: 'admin', passwordHash, at: new Date().toISOString() });
  context = await browser.newContext();
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await product?.stop();
}, 60_000);

const url = (path: string): string => `${product.url}/console${path}`;
const items = (kind = 'invoices'): string => url(`/c/${acme.id}/${kind}`);
const row = (number: string) => page.locator('tr', { has: page.getByRole('link', { name: number, exact: true }) });

it('signs in with the keyboard only, and sets an invoice ready without a mouse', async () => {
  await acme.rest('PUT', '/invoices/1', invoice({ number: '1001' }));
  await page.goto(items());
  await expectAccessible(page);
  await page.keyboard.type('Dana');
  await page.keyboard.press('Tab');
  await page.keyboard.type('the password of Dana');
  await page.keyboard.press('Enter');
  await page.waitForURL(items());

  await tabTo(page, '[aria-label="Menu of Invoice 1001"]');
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Set as Ready to Transfer to QuickBooks');
  await page.keyboard.press('Enter');

  await page.getByText('1 of 1 done').waitFor();
  await row('1001').getByText('Pending', { exact: true }).first().waitFor();
});

it('opens and closes a menu, and jumps to the content, by keys', async () => {
  await page.goto(items());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await tabTo(page, '[aria-label="Menu of Invoice 1001"]');
  await page.keyboard.press('Enter');
  expect(await page.locator('details.menu[open]').count()).toBe(1);
  await page.keyboard.press('Escape');
  expect(await page.locator('details.menu[open]').count()).toBe(0);
  expect(await page.evaluate('document.activeElement.ariaLabel')).toBe('Menu of Invoice 1001');
});

it('shows the invoice transferred after a session, with what was sent and answered', async () => {
  await acme.session();
  await acme.settled();

  await page.goto(`${items()}?status=Transferred`);
  expect(await row('1001').textContent()).toMatch(/Transferred\s*\d{4}-\d{2}-\d{2} \d{2}:\d{2}/);
  await page.getByRole('link', { name: '1001' }).click();
  await page.getByText('Request and response').first().click();
  expect(await page.locator('pre').first().textContent()).toContain('<InvoiceAddRq');
  expect(await page.getByText('by Dana').count()).toBe(1);
  await expectAccessible(page);
});

it('filters without a reload, keeps it in the URL, and comes back to it', async () => {
  await page.goto(items());
  await page.locator('select[name=status]').selectOption('Not Transferred');
  await page.getByText('Nothing matches').waitFor();
  await page.waitForURL(/status=Not%20Transferred|status=Not\+Transferred/);
  expect(await page.getByRole('link', { name: 'CSV' }).getAttribute('href')).toContain('status=Not+Transferred');
  await page.reload();
  await page.getByText('Nothing matches').waitFor();
});

it('selects a range with Shift, and says before what a bulk action comes to', async () => {
  for (const number of ['2001', '2002', '2003', '2004'])
    await acme.rest('PUT', `/invoices/${number}`, invoice({ number }));
  await page.goto(items());
  await page.getByLabel('Select 2004').check();
  await page.getByLabel('Select 2001').click({ modifiers: ['Shift'] });
  await page.getByText('Selected (4)').click();
  await page.getByRole('button', { name: 'Set Selected as Ready to Transfer to QuickBooks' }).click();
  expect(await page.locator('main').textContent()).toContain('4 items will be set');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Go on with 4 items' }).click();
  await page.getByRole('link', { name: 'Details' }).click();
  await expectAccessible(page);
});

it('shows a session with its message sets', async () => {
  await page.goto(url(`/c/${acme.id}/sessions`));
  const before = await page.locator('tbody tr').count();
  await acme.session();
  await page.reload();
  expect(await page.locator('tbody tr').count()).toBe(before + 1);
  await page.locator('tbody a').first().click();
  await page.getByText('Records to add or delete').first().waitFor();
  await expectAccessible(page);
});

it('follows a session while it runs, without a reload', async () => {
  await product.database.query(
    `insert into sessions (id, connection_id, ticket_hash, state, started_at, last_call_at, planned, answered)
     values ('running', $1, '\\x00', 'open', now(), now(), 10, 3)`,
    [acme.id],
  );
  await page.goto(url(`/c/${acme.id}/sessions/running`));
  await page.getByText('3 of 10 items').waitFor();
  await expectAccessible(page);
  await product.database.query(`update sessions set answered = 7 where id = 'running'`);
  await page.getByText('7 of 10 items').waitFor();
  await product.database.query(`update sessions set state = 'closed', ended_at = now() where id = 'running'`);
  await page.locator('dd', { hasText: 'ended' }).waitFor();
});

it('has a menu without scripts, too', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
  const still = await plain.newPage();
  await still.goto(`${items()}?q=2001`);
  await still.locator('tbody summary').click();
  await still.getByRole('button', { name: 'Set as Ready' }).click();
  await still.getByText('makes a duplicate record in QuickBooks').first().waitFor();
  await plain.close();
});

it('had nothing to complain about in the browser', () => {
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
});
