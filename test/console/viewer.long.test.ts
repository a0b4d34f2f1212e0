import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestConnection, testConnection } from '../helpers/product.js';
import { invoice } from '../stories/snapshots.js';
import { startStage } from './stage.js';

let stage: Awaited<ReturnType<typeof startStage>>;
let page: Page;
let acme: TestConnection;
beforeAll(async () => {
  stage = await startStage();
  acme = await testConnection(stage.product, 'viewed');
  const billTo = { addr1: 'Secret Street 7', city: 'Albany', state: 'NY', postalCode: '12207' };
  for (const id of ['1', '2']) await acme.rest('PUT', `/invoices/${id}`, invoice({ number: `V-${id}`, billTo }));
  await acme.rest('PUT', '/invoice-batches/W', { status: 'finished', markReadyToTransfer: false, invoiceIds: ['1'] });
  await acme.rest('POST', '/invoices/ready', { ids: ['1'] });
  await acme.session();
  await acme.settled();
  ({ page } = await stage.person('viewer'));
}, 300_000);
afterAll(() => stage?.stop(), 60_000);

const url = (path: string): string => stage.url(`/c/${acme.id}${path}`);

it('shows a viewer what is, with nothing to tick, and greys the commands out with the reason', async () => {
  for (const path of ['/invoices', '/invoice-batches']) {
    await page.goto(url(path));
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(0);
    expect(await page.locator('input[type=checkbox][form=bulk], [data-count]').count()).toBe(0);
  }

  await page.goto(url('/invoices'));
  await page.getByLabel('Menu of Invoice V-2').click();

  const menu = page.locator('details.menu.row[open]');
  expect(await menu.getByRole('button').count()).toBe(0);
  expect(await menu.locator('.disabled').first().textContent()).toContain('Your role "viewer" may only read.');
});

it('shows a viewer the history, but neither what was sent and answered nor the snapshot', async () => {
  await page.goto(url('/invoices/1'));

  expect(await page.locator('#history').textContent()).toContain('Added to QuickBooks');
  await page.getByText('What was sent and answered is shown to operators.').waitFor();
  expect(await page.content()).not.toContain('Secret Street');
  expect(await page.content()).not.toContain('InvoiceAddRq');
  await page.goto(url('/sessions'));
  await page.locator('tbody a').first().click();
  await page.getByText('Records to add or delete').first().waitFor();
  expect(await page.locator('a[href*="/message-sets/"]').count()).toBe(0);

  const { page: operators } = await stage.person('operator');
  await operators.goto(url('/invoices/1'));
  expect(await operators.content()).toContain('Secret Street');
  expect(await operators.content()).toContain('InvoiceAddRq');
});

it.each(['/users', '/connections/new'])('says to a viewer at %s whom it needs', async (path) => {
  await page.goto(stage.url(path));

  await page.getByRole('heading', { name: 'Not allowed' }).waitFor();
  expect(await page.getByRole('alert').textContent()).toContain('This needs the role "admin"');
});

it('refuses what a viewer sends nevertheless', async () => {
  await page.goto(url('/invoices'));
  const csrf = await page.locator('input[name=_csrf]').first().getAttribute('value');
  const answer = await page.request.post(stage.url(`/c/${acme.id}/actions/invoices/confirmed`), {
    form: { _csrf: csrf ?? '', verb: 'ready', id: '2' },
  });

  expect(answer.status()).toBe(403);
  expect((await acme.rest('GET', '/invoices/2')).body.transferStatus).toBe('Not Transferred');
});

it('keeps columns and searches for a viewer, too', async () => {
  await page.goto(url('/invoices'));
  await page.getByText('Columns', { exact: true }).first().click();
  await page.getByLabel('QuickBooks Transfer Status', { exact: true }).last().uncheck();
  await page.getByLabel('Last Error').check();
  await page.getByRole('button', { name: 'Show these columns' }).click();
  await page.getByRole('columnheader', { name: 'Last Error' }).waitFor();
  await page.goto(url('/invoices?q=V-2'));
  await page.getByText('Saved views').click();
  await page.getByLabel('Keep this search as').fill('The second');
  await page.getByRole('button', { name: 'Save view' }).click();

  await page.goto(url('/invoices'));
  expect(await page.getByRole('columnheader', { name: 'QuickBooks Transfer Status' }).count()).toBe(0);
  await page.getByText('Saved views').click();
  await page.getByRole('link', { name: 'The second' }).click();
  await page.getByText('1–1 of 1').waitFor();
  await page.getByRole('columnheader', { name: 'Last Error' }).waitFor();
});

it('had nothing to complain about but the two pages that are not allowed', () => {
  expect(stage.complaints.filter((text) => !text.includes('403'))).toEqual([]);
});
