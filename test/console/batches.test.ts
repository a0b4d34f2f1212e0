import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBatches } from '../../store/batch-list.js';
import { INVOICE } from '../gateway/api/harness.js';
import { type Browser, type ConsoleHarness, startWithConnection } from './harness.js';

const LIST = '/console/c/acme/invoice-batches';

let harness: ConsoleHarness;
let operator: Browser;
beforeAll(async () => {
  harness = await startWithConnection();
  operator = await harness.as('operator');
  for (const id of ['none', 'waits', 'failed', 'done', 'done too'])
    await harness.rest('PUT', `/invoices/${encodeURIComponent(id)}`, { ...INVOICE, number: `n-${id}`, total: '10.00' });
  const set = (id: string, columns: string) =>
    harness.database.query(`update items set ${columns} where psa_id = $1`, [id]);
  await set('waits', 'ready = true');
  await set(
    'failed',
    `ready = true, outcome = 'failed', failure = '{"code":"3140","message":"=no such item","snapshotVersion":1}'`,
  );
  await set('done', `outcome = 'transferred', transferred_at = '2026-01-05T23:30:00Z'`);
  await set('done too', `outcome = 'transferred', transferred_at = '2026-02-05T23:30:00Z'`);
  const put = (id: string, invoiceIds: string[], status = 'finished') =>
    harness.rest('PUT', `/invoice-batches/${id}`, { status, markReadyToTransfer: false, invoiceIds });
  await put('9', ['none', 'absent']);
  await put('10', ['done', 'done too']);
  await put('11', ['done', 'waits'], 'processing');
  await put('12', ['done', 'waits', 'failed']);
  await put('13', []);
});
afterAll(() => harness.close());

const shown = (body: string): string[] =>
  [...body.matchAll(/<td class="col-batch"><a[^>]*>([^<]+)/g)].map(([, id]) => id ?? '');

it.each([
  ['', ['13', '12', '11', '10', '9']],
  ['?dir=asc', ['9', '10', '11', '12', '13']],
  ['?sort=status&dir=asc', ['9', '13', '11', '12', '10']],
  ['?status=Pending', ['11']],
  ['?status=Pending%2FFailed', ['12']],
  ['?status=Transferred', ['10']],
  ['?status=Not+Transferred', ['13', '9']],
  ['?q=1&size=25', ['13', '12', '11', '10']],
  ['?from=2026-02-01', ['10']],
  ['?from=2026-01-05&to=2026-01-05', ['12', '11', '10']],
  ['?from=2026-01-06&to=2026-02-04', []],
])('selects and sorts by %s', async (query, ids) => {
  expect(shown((await operator.get(LIST + query)).body)).toEqual(ids);
});

it('gives pages that hold everything once', async () => {
  const page = async (offset: number) =>
    (
      await findBatches(
        harness.database,
        { connectionId: 'acme' },
        { by: 'number', descending: true },
        { limit: 2, offset },
      )
    ).ids;

  expect([...(await page(0)), ...(await page(2)), ...(await page(4))]).toEqual(['13', '12', '11', '10', '9']);
});

it('has the columns, the searches and the CSV file of the other search pages', async () => {
  const own = await harness.as('operator');
  await own.get(LIST);
  await own.post(`${LIST}/columns`, { query: '', column: ['batch', 'status', 'transferDate', 'amount', 'lastError'] });
  await own.post(`${LIST}/views`, { name: 'mine', query: '?status=Pending' });

  const { body } = await own.get(LIST);
  expect([...body.matchAll(/<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)/g)].map(([, title]) => title)).toEqual([
    'Batch',
    'Total',
    'QuickBooks Transfer Status',
    'QuickBooks Transfer Date',
    'Last Error',
  ]);
  expect(body).toContain(`href="${LIST}?status=Pending">mine</a>`);
  const csv = await own.get('/console/c/acme/export/invoice-batches?dir=asc');
  expect(csv.body.replace('\uFEFF', '').split('\r\n')).toEqual([
    'Batch,Total,QuickBooks Transfer Status,QuickBooks Transfer Date,Last Error',
    '9,10.00,Not Transferred,,',
    '10,20.00,Transferred,2026-02-05 23:30,',
    '11,20.00,Pending,Pending,',
    '12,30.00,Pending/Failed,Pending/Failed,3140: =no such item',
    '13,,Not Transferred,,',
    '',
  ]);
});

it('greys out what a batch that is processing may not, with the reason', async () => {
  const { body } = await operator.get(`${LIST}/11`);

  expect(body).toMatch(
    /aria-disabled="true">Set as Ready to Transfer to QuickBooks<\/span><small>The batch is still processing/,
  );
  expect(body).toContain('n-waits');
});

it('says where there are no more rows, and where nothing matches', async () => {
  expect((await operator.get(`${LIST}?page=7`)).body).toContain('There is no page 7.');
  expect((await operator.get(`${LIST}?q=nobody`)).body).toContain('Nothing matches');
  expect((await operator.get(`${LIST}/nobody`)).statusCode).toBe(404);
});

it('shows all invoices of a large batch, page by page', async () => {
  const ids = Array.from({ length: 120 }, (_, index) => `large-${index}`);
  await Promise.all(ids.map((id) => harness.rest('PUT', `/invoices/${id}`, { ...INVOICE, number: id })));
  await harness.rest('PUT', '/invoice-batches/large', {
    status: 'finished',
    markReadyToTransfer: false,
    invoiceIds: ids,
  });

  const pages = await Promise.all([1, 2].map(async (page) => (await operator.get(`${LIST}/large?page=${page}`)).body));

  const found = pages.map((body) => [...body.matchAll(/>(large-\d+)<\/a>/g)].map(([, id]) => id));
  expect(found.map((each) => each.length)).toEqual([100, 20]);
  expect(new Set(found.flat())).toEqual(new Set(ids));
});
