import type { FastifyInstance } from 'fastify';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ADD_PAGES } from '../../gateway/console/pages/index.js';
import type { Dependencies } from '../../gateway/shared/dependencies.js';
import { type TestConnection, testConnection } from '../helpers/product.js';
import { expenseReport, invoice, purchaseOrder, refusedInvoice, timesheet } from '../stories/snapshots.js';
import { expectAccessible } from './browser.js';
import { startStage } from './stage.js';

/** Every page of the console, with something on it; `:c` is a connection, and what else has a name is found out. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  '/': ['/'],
  '/sign-in': ['/sign-in'],
  '/account': ['/account'],
  '/users': ['/users'],
  '/connections': ['/connections'],
  '/connections/new': ['/connections/new'],
  '/errors': ['/errors'],
  '/errors/:code': ['/errors/3140'],
  '/c/:c/connection': ['/c/:c/connection', '/c/:empty/connection'],
  '/c/:c/connection/move': ['/c/:c/connection/move'],
  '/c/:c/:kind': [
    '/c/:c/invoices',
    '/c/:c/invoices?q=nobody',
    '/c/:c/purchase-orders',
    '/c/:c/expense-reports',
    '/c/:empty/invoices',
  ],
  '/c/:c/:kind/:id': [
    '/c/:c/invoices/sent',
    '/c/:c/invoices/failed',
    '/c/:c/invoices/voided',
    '/c/:c/purchase-orders/po',
  ],
  '/c/:c/invoice-batches': ['/c/:c/invoice-batches', '/c/:empty/invoice-batches'],
  '/c/:c/invoice-batches/:id': ['/c/:c/invoice-batches/W'],
  '/c/:c/sessions': ['/c/:c/sessions', '/c/:empty/sessions'],
  '/c/:c/sessions/:id': ['/c/:c/sessions/:session'],
  '/c/:c/message-sets/:id': ['/c/:c/message-sets/:set'],
  '/c/:c/failures': ['/c/:c/failures', '/c/:empty/failures'],
  '/c/:c/actions/run/:id': ['/c/:c/actions/run/:run'],
};

/** What is no page: files to keep. */
const FILES = [
  '/c/:c/export/:kind',
  '/c/:c/connection/qwc',
  '/c/:c/message-sets/:id/request.xml',
  '/c/:c/message-sets/:id/response.xml',
];

let stage: Awaited<ReturnType<typeof startStage>>;
let page: Page;
let acme: TestConnection;
let names: Record<string, string>;
beforeAll(async () => {
  stage = await startStage();
  acme = await testConnection(stage.product, 'pages');
  const empty = await testConnection(stage.product, 'empty');
  const put = (path: string, body: object) => acme.rest('PUT', path, body);
  await put('/invoices/sent', invoice({ number: '1', total: '1234.50' }));
  await put('/invoices/failed', refusedInvoice({ number: '2' }));
  await put('/invoices/voided', invoice({ number: '3', voided: true }));
  await put('/purchase-orders/po', purchaseOrder());
  await put('/timesheets/ts', timesheet());
  await put('/expense-reports/er', expenseReport());
  await put('/invoice-batches/W', { status: 'processing', markReadyToTransfer: false, invoiceIds: ['voided'] });
  await acme.rest('POST', '/invoices/ready', { ids: ['sent', 'failed'] });
  await acme.rest('POST', '/purchase-orders/ready', { ids: ['po'] });
  await acme.session();
  await acme.settled();
  ({ page } = await stage.person('admin'));
  await page.goto(stage.url(`/c/${acme.id}/timesheets`));
  await page.getByLabel(/^Menu of Timesheet/).click();
  await page.getByRole('button', { name: 'Set as Ready to Transfer to QuickBooks' }).click();
  await page.getByText('1 of 1 done').waitFor();
  const one = async (sql: string): Promise<string> =>
    (await stage.product.database.query<{ id: string }>(sql, [acme.id])).rows[0]?.id ?? '';
  names = {
    ':empty': empty.id,
    ':c': acme.id,
    ':session': await one('select id from sessions where connection_id = $1'),
    ':set': await one('select id from message_sets where connection_id = $1'),
    ':run': await one('select id from bulk_actions where connection_id = $1'),
  };
}, 300_000);
afterAll(() => stage?.stop(), 60_000);

/** The addresses of all pages, as the console itself says. */
function routes(): string[] {
  const found: string[] = [];
  const app = {
    get: (url: string) => found.push(url),
    post: () => undefined,
    route: ({ method, url }: { method: string; url: string }) => method === 'GET' && found.push(url),
  } as unknown as FastifyInstance;
  for (const add of ADD_PAGES) add({ app, deps: {} as Dependencies });
  return found;
}

it('knows every page of the console', () => {
  expect(routes().sort()).toEqual([...Object.keys(PAGES), ...FILES].sort());
});

const shown = [...Object.values(PAGES).flat(), '/nowhere', '/c/nobody/invoices'];

it.each(shown)('has nothing serious for axe at %s, light, dark and narrow', async (path) => {
  const url = stage.url(path.replace(/:\w+/g, (name) => names[name] ?? name));
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(url);

  await expectAccessible(page);
  await page.setViewportSize({ width: 380, height: 700 });
  await expectAccessible(page, ['light']);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing sticks out').toBe(true);
});

it('has nothing serious for axe in what opens: menus and the dry run', async () => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(stage.url(`/c/${acme.id}/invoices`));
  for (const name of ['Temporal UI', 'Saved views', 'Columns', 'Selected', 'Menu of Invoice 3']) {
    await page.locator('summary', { hasText: name }).or(page.getByLabel(name)).first().click();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
  }
  await page.getByLabel('Select all rows of this page').check();
  await page.getByText('Selected (3)').click();
  await page.getByRole('button', { name: 'Set Selected as Ready to Transfer to QuickBooks' }).click();
  await page.getByText('Nothing has been changed yet').waitFor();
  await expectAccessible(page);
});

it('greys out what is not allowed', async () => {
  await page.goto(stage.url(`/c/${acme.id}/invoices`));
  await page.getByLabel('Menu of Invoice 3').click();
  const colour = (of: string) => page.evaluate(`getComputedStyle(document.querySelector('details[open] ${of}')).color`);

  expect(await colour('.disabled')).not.toBe(await colour('.panel a'));
});

it('aligns money to the right', async () => {
  await page.goto(stage.url(`/c/${acme.id}/invoices`));
  expect(await page.locator('td.number', { hasText: '1,234.50' }).count()).toBe(1);

  const aligned = await page.evaluate("getComputedStyle(document.querySelector('td.number')).textAlign");
  expect(aligned).toBe('right');
});

it('had nothing to complain about in the browser', () => {
  expect(stage.complaints.filter((text) => !text.includes('404'))).toEqual([]);
});
