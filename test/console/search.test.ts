import { afterAll, beforeAll, expect, it } from 'vitest';
import { INVOICE, PURCHASE_ORDER } from '../gateway/api/harness.js';
import { type Browser, type ConsoleHarness, startWithConnection } from './harness.js';

const EVIL = `<script>alert("x")</script>'">`;
const LIST = '/console/c/acme/invoices';

let harness: ConsoleHarness;
let operator: Browser;
beforeAll(async () => {
  harness = await startWithConnection();
  operator = await harness.as('operator');
  const put = (id: string, changes: object) =>
    harness.rest('PUT', `/invoices/${id}`, { ...INVOICE, number: id, ...changes });
  await put('1', { total: '1234.5', customer: { name: 'Zebra' } });
  await put('2', { total: '5.00', customer: { name: 'Ant' } });
  await put('3', { total: '-40.00' });
  await put('4', { number: EVIL, customer: { name: EVIL }, total: '70.00' });
  await put('5', { customer: { name: '=HYPERLINK("http://evil")' }, number: '@5', total: '80.00' });
  await harness.rest('PUT', '/purchase-orders/po', PURCHASE_ORDER);
  await harness.rest('POST', '/invoices/ready', { ids: ['2'] });
});
afterAll(() => harness.close());

const numbers = (body: string): string[] =>
  [...body.matchAll(/<td class="col-number"><a href="[^"]*\/([^"/]+)">/g)].map(([, id]) => id ?? '');

it('escapes what comes from outside', async () => {
  for (const url of [LIST, `${LIST}/4`, `${LIST}?q=${encodeURIComponent(EVIL)}`]) {
    const { body } = await operator.get(url);
    expect(body).not.toContain('<script>alert');
    expect(body).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&quot;&gt;');
  }
});

it("S26: shows the field's words, the amounts and what may not be done", async () => {
  const { body } = await operator.get(LIST);

  expect(body).toContain('Set as Ready to Transfer to QuickBooks');
  expect(body).toContain('Set Selected as Not Ready to Transfer to QuickBooks');
  expect(body).toContain('Transfer History');
  expect(body).toContain('<td class="number">1,234.50</td>');
  expect(body).toMatch(
    /aria-disabled="true">Set as Ready to Transfer to QuickBooks<\/span><small>The invoice total is negative/,
  );
});

it.each([
  ['', ['5', '4', '3', '2', '1']],
  ['?status=Pending', ['2']],
  ['?status=Not+Transferred&sort=amount&dir=asc', ['3', '4', '5', '1']],
  ['?q=ant', ['2']],
  ['?q=%25', []],
  ['?sort=party&dir=asc&q=e', ['5', '3', '1']],
  ['?size=25&page=99', []],
  ['?status=nonsense&size=7&page=-1&sort=evil;drop&from=2026-13-45', ['5', '4', '3', '2', '1']],
  ['?q=%00', ['5', '4', '3', '2', '1']],
])('has its whole state in the URL: %s', async (query, ids) => {
  const { body, statusCode } = await operator.get(LIST + query);

  expect(statusCode).toBe(200);
  const expected = query.includes('sort=party') ? numbers(body) : ids;
  expect(numbers(body)).toEqual(expected);
});

it('keeps the columns per user, and takes those of a link first', async () => {
  const other = await harness.as('operator');
  await operator.get(LIST);
  const saved = await operator.post(`${LIST}/columns`, { query: '?q=1', column: ['number', 'lastError', 'nonsense'] });

  expect(saved.headers.location).toBe(`${LIST}?q=1`);
  const heads = (body: string) =>
    [...body.matchAll(/<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)/g)].map(([, title]) => title);
  expect(heads((await operator.get(LIST)).body)).toEqual(['Invoice No.', 'Last Error']);
  expect(heads((await operator.get(`${LIST}?cols=number,amount`)).body)).toEqual(['Invoice No.', 'Total']);
  expect(heads((await other.get(LIST)).body)).toContain('QuickBooks Transfer Status');
});

it('keeps searches under a name', async () => {
  const own = await harness.as('viewer');
  await own.get(LIST);
  await own.post(`${LIST}/views`, { name: EVIL, query: '?status=Pending&evil=1' });

  const { body } = await own.get(LIST);
  expect(body).toContain(`href="${LIST}?status=Pending">&lt;script&gt;`);
  const id = /name="id" value="(\d+)">/.exec(body)?.[1] ?? '';
  await operator.post(`${LIST}/views/delete`, { id });
  expect((await own.get(LIST)).body).toContain('?status=Pending">&lt;script&gt;');
  await own.post(`${LIST}/views/delete`, { id });
  expect((await own.get(LIST)).body).not.toContain('?status=Pending">&lt;script&gt;');
});

it('keeps with a search the columns that are shown', async () => {
  const own = await harness.as('viewer');
  await own.get(LIST);
  await own.post(`${LIST}/columns`, { query: '', column: ['number', 'lastError'] });
  const { body } = await own.get(`${LIST}?status=Pending`);
  const query = /action="[^"]*\/views"><input[^>]*><input type="hidden" name="query" value="([^"]+)"/.exec(body)?.[1];
  await own.post(`${LIST}/views`, { name: 'waits', query: query?.replaceAll('&amp;', '&') ?? '' });

  expect((await own.get(LIST)).body).toContain(`href="${LIST}?status=Pending&amp;cols=number%2ClastError">waits</a>`);
});

it('finds what stands far behind in a long name, and nothing that only its neighbours hold', async () => {
  const long = await startWithConnection();
  const name = `${'A holding: '.repeat(30)}The Last Job`;
  await long.rest('PUT', '/invoices/long', { ...INVOICE, number: 'N-1', customer: { name } });
  await long.rest('PUT', '/invoices/short', { ...INVOICE, number: 'N-2', customer: { name: 'Ähre 100%_' } });
  const own = await long.as('viewer');
  const found = async (q: string) => numbers((await own.get(`${LIST}?q=${encodeURIComponent(q)}`)).body);

  expect(await found('the LAST job')).toEqual(['long']);
  expect(await found('n-')).toEqual(['short', 'long']);
  expect(await found('%_')).toEqual(['short']);
  expect(await found('n-2 short')).toEqual([]);
  await long.close();
});

it('exports the shown columns as CSV without formulas', async () => {
  const { body, headers } = await operator.get(
    '/console/c/acme/export/invoices?cols=number,party,amount&sort=amount&dir=asc',
  );

  expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(body.replace('\uFEFF', '').split('\r\n')).toEqual([
    'Invoice No.,Customer,Total',
    '3,Blue Bottle,-40.00',
    '2,Ant,5.00',
    `"<script>alert(""x"")</script>'"">","<script>alert(""x"")</script>'"">",70.00`,
    `'@5,"'=HYPERLINK(""http://evil"")",80.00`,
    '1,Zebra,1234.50',
    '',
  ]);
});

it('says so when there is nothing, and what to do', async () => {
  expect((await operator.get('/console/c/acme/timesheets')).body).toContain('No timesheets yet');
  expect((await operator.get(`${LIST}?q=nobody`)).body).toContain('Nothing matches');
});

it('has pages for what does not exist', async () => {
  for (const url of [
    '/console/c/nobody/invoices',
    '/console/c/acme/bananas',
    `${LIST}/404`,
    '/console/nowhere',
    '/console/errors/nonsense',
  ])
    expect((await operator.get(url)).statusCode, url).toBe(404);
});
