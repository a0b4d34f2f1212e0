import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { INVOICE } from '../gateway/api/harness.js';
import { tabTo } from './browser.js';
import { type ConsoleHarness, startWithConnection } from './harness.js';
import { openStage, type Stage } from './stage.js';

const COUNT = 1_000;
const VOIDED = 20;

/** The workflows are played, and take their time: how long Temporal takes for so many is the bench's matter. */
let harness: ConsoleHarness;
let stage: Stage;
let page: Page;
beforeAll(async () => {
  harness = await startWithConnection({}, { appliedAfterMs: 700 });
  const url = await harness.app.listen({ port: 0, host: '127.0.0.1' });
  for (let from = 1; from <= COUNT; from += 50) {
    const put = (_: unknown, index: number) => {
      const id = from + index;
      return harness.rest('PUT', `/invoices/${id}`, { ...INVOICE, number: `B-${id}`, voided: id <= VOIDED });
    };
    await Promise.all(Array.from({ length: 50 }, put));
  }
  stage = await openStage({ url, database: harness.database });
  ({ page } = await stage.person('operator'));
}, 120_000);
afterAll(async () => {
  await stage?.stop();
  await harness?.close();
});

const list = (query = ''): string => stage.url(`/c/acme/invoices${query}`);

it(`sets ${COUNT} invoices ready, shows how far it is, and can be followed after a reload`, async () => {
  await page.goto(list());
  await page.getByLabel('Select all 1,000 that match').check();
  await page.getByText('Selected (all)').click();
  await page.getByRole('button', { name: 'Set Selected as Ready to Transfer to QuickBooks' }).click();
  await page.getByText('980 items will be set').waitFor();
  expect(await page.locator('li.refused').textContent()).toContain('20 items are refused');
  expect(await page.locator('li.refused').textContent()).toContain('The invoice is voided.');
  await page.getByRole('button', { name: 'Go on with 980 items' }).click();

  await page.waitForURL(/\/actions\/run\//);
  const followed = page.url();
  await page.getByText('it goes on, also when you leave this page').waitFor();
  await page.goto(list());
  await page.getByRole('link', { name: 'Follow it' }).click();
  expect(page.url()).toBe(followed);
  await page.reload();
  const progress = page.getByLabel('Progress');
  const value = async (): Promise<number> => Number(await progress.getAttribute('value'));
  const before = await value();
  expect(before).toBeLessThan(COUNT);
  await page.evaluate('window.isStillThisPage = true');
  await expect.poll(value, { timeout: 25_000 }).toBeGreaterThan(before);
  await page.getByText(', ended').waitFor();

  expect(await page.evaluate('window.isStillThisPage')).toBe(true);
  expect(await value()).toBe(COUNT);
  expect(await page.getByRole('status').textContent()).toMatch(/980 done, 20 refused/);
  await page.goto(list('?status=Pending'));
  await page.getByText('1–50 of 980').waitFor();
});

it('follows a small command on the list itself, without a reload', async () => {
  harness.pace.appliedAfterMs = 3_000;
  await page.goto(list('?status=Pending&size=25'));
  await page.getByLabel('Select all rows of this page').check();
  await page.getByText('Selected (25)').click();
  await page.getByRole('button', { name: 'Set Selected as Not Ready to Transfer to QuickBooks' }).click();
  await tabTo(page, 'button.primary');
  await page.keyboard.press('Enter');

  await page.getByText('it goes on').waitFor();
  await page.evaluate('window.isStillThisPage = true');
  await page.getByText('25 of 25 done').waitFor();

  await page.getByText('1–25 of 955').waitFor();
  expect(await page.evaluate('window.isStillThisPage')).toBe(true);
  expect(stage.complaints).toEqual([]);
});
