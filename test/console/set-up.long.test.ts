import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CompanyFile, openInMemoryCompanyFile, parseQwc, runSession } from '../../simulator/simulator.js';
import { invoice, refusedInvoice } from '../stories/snapshots.js';
import { reloadUntil } from './browser.js';
import { startStage } from './stage.js';

/** From nothing to the last invoice: what a bookkeeper sees on the first day. Each test goes on where the one before ended. */
let stage: Awaited<ReturnType<typeof startStage>>;
let page: Page;
let company: CompanyFile;
const web: { password: string; qwc: { ownerId: string; fileId: string } } = {
  password: '',
  qwc: { ownerId: '', fileId: '' },
};

beforeAll(async () => {
  stage = await startStage();
  ({ page } = await stage.person('admin'));
  company = openInMemoryCompanyFile();
}, 300_000);
afterAll(() => stage?.stop(), 60_000);

const ID = `${Math.random().toString(36).slice(2, 10)}-first`;
const FAILING = '13';
const COUNT = 24;

async function rest(method: string, path: string, body: object): Promise<void> {
  const answer = await fetch(`${stage.product.url}/api/v1/connections/${ID}${path}`, {
    method,
    headers: { authorization: `Bearer ${stage.product.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** A QuickBooks that takes its time, so that somebody can watch. */
const session = (ms = 0) =>
  runSession({
    url: `${stage.product.url}/qbwc`,
    userName: ID,
    password: web.password,
    companyFile: company,
    qwc: web.qwc,
    misbehave: [{ do: 'delay', ms, at: 'every' }],
  });

it('makes a connection, gives out its .qwc file and its password, and says that nobody has called', async () => {
  await page.getByRole('heading', { name: 'No connection yet' }).waitFor();
  await page.getByRole('link', { name: 'New connection' }).click();
  await page.getByLabel('Id', { exact: false }).first().fill(ID);
  await page.getByLabel('Name', { exact: true }).fill('The first company');
  await page.getByLabel('User name for the Web Connector').fill(ID);
  await page.getByText('Limits of a message set').click();
  await page.getByLabel('Records at most').fill('5');
  await page.getByRole('button', { name: 'Make the connection' }).click();
  await page.getByText('The Web Connector has never called').waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: `Download ${ID}.qwc` }).click(),
  ]);
  web.qwc = parseQwc(readFileSync(await download.path(), 'utf8'));
  company.writeFileId(web.qwc.ownerId, web.qwc.fileId);
  await page.getByRole('button', { name: 'Make a new password' }).click();
  web.password = (await page.getByRole('status').locator('code').textContent()) ?? '';

  expect(web.password).toMatch(/^[\w-]{16}$/);
});

it('sets a batch of invoices ready, after it has said what that comes to', async () => {
  for (let number = 1; number <= COUNT; number++) {
    const make = String(number) === FAILING ? refusedInvoice : invoice;
    await rest('PUT', `/invoices/${number}`, make({ number: `I-${number}`, batchId: 'Week 1' }));
  }
  const invoiceIds = Array.from({ length: COUNT }, (_, index) => String(index + 1));
  await rest('PUT', '/invoice-batches/Week%201', { status: 'finished', markReadyToTransfer: false, invoiceIds });

  await page.getByRole('link', { name: 'Invoice Batches' }).click();
  await page.getByLabel('Select batch Week 1').check();
  await page.getByText('Selected (1)').click();
  await page.getByRole('button', { name: 'Set Selected as Ready to Transfer to QuickBooks' }).click();
  await page.getByText(`${COUNT} items will be set`).waitFor();
  await page.getByRole('button', { name: `Go on with ${COUNT} items` }).click();

  await page.getByText(`${COUNT} of ${COUNT} done`).waitFor();
  expect(await page.locator('td.col-status').textContent()).toBe('Pending');
});

it('follows a session while it runs: it appears, counts and ends without a reload', async () => {
  await page.getByRole('link', { name: 'Sessions', exact: true }).click();
  await page.getByText('No session yet').waitFor();
  await page.evaluate('window.isStillThisPage = true');

  const running = session(900);
  await page.getByText('running', { exact: true }).waitFor();
  expect(await page.evaluate('window.isStillThisPage')).toBe(true);
  await page.locator('tbody a').first().click();
  await page.evaluate('window.isStillThisPage = true');
  const progress = page.getByText(new RegExp(`\\d+ of ${COUNT} items`));
  const seen = new Set<string>();
  while ((await page.getByText('running', { exact: true }).count()) > 0) {
    seen.add(
      (await progress
        .first()
        .textContent({ timeout: 1_000 })
        .catch(() => '')) ?? '',
    );
    await page.waitForTimeout(100);
  }
  expect((await running).outcome).toBe('done');

  expect(seen.size, [...seen].join(', ')).toBeGreaterThan(1);
  expect(await page.evaluate('window.isStillThisPage')).toBe(true);
  await page.locator('dd', { hasText: 'ended' }).waitFor();
  expect(await page.getByLabel('Session').textContent()).toContain(`${COUNT - 1} succeeded, 1 failed`);
  expect(await page.getByText('Records to add or delete').count()).toBe(Math.ceil(COUNT / 5));
});

it('leads from the failure by what to do about it to the transfer', async () => {
  await page.getByRole('link', { name: 'Failures', exact: true }).click();
  const failure = page.getByRole('link', { name: `I-${FAILING}`, exact: true });
  await reloadUntil(page, failure);
  await failure.click();
  expect(await page.getByLabel('What failed').textContent()).toContain('What to do');
  await page.getByRole('link', { name: '3140', exact: true }).click();
  await page.getByRole('heading', { name: /^3140: / }).waitFor();
  await page.goBack();

  await page.getByRole('button', { name: 'Set as Not Ready to Transfer to QuickBooks' }).click();
  await page.getByText('It is held').waitFor();
  company.addCustomer({ name: 'Nobody Knows' });
  await page.getByLabel('Reason, for the history').fill('The customer is in QuickBooks now');
  await page.getByRole('button', { name: 'Clear error and set as Ready' }).click();
  await page.getByText('1 of 1 done').waitFor();
  await session();

  await reloadUntil(page, page.getByLabel('Status', { exact: true }).getByText('Transferred', { exact: true }));
  expect(company.transactions({ type: 'Invoice' })).toHaveLength(COUNT);
});

it('shows that the set-up is complete, and the batch transferred', async () => {
  await page.goto(stage.url(`/c/${ID}/connection`));
  expect(await page.locator('.steps .mark.done').count()).toBe(await page.locator('.steps .mark').count());
  await page.goto(stage.url(`/c/${ID}/invoice-batches`));
  await reloadUntil(page, page.locator('td.col-status', { hasText: /^Transferred$/ }));
  expect(stage.complaints).toEqual([]);
});
