import { afterAll, beforeAll, expect, it } from 'vitest';
import { INVOICE, PURCHASE_ORDER } from '../gateway/api/harness.js';
import { type Browser, type ConsoleHarness, startWithConnection } from './harness.js';

const LIST = '/console/c/acme/invoices';
const ACTIONS = '/console/c/acme/actions/invoices';

let harness: ConsoleHarness;
let operator: Browser;
beforeAll(async () => {
  harness = await startWithConnection();
  operator = await harness.as('operator');
});
afterAll(() => harness.close());

const put = (id: string, changes: object = {}) =>
  harness.rest('PUT', `/invoices/${id}`, { ...INVOICE, number: `n${id}`, ...changes });
const status = async (id: string): Promise<string> =>
  (await harness.rest('GET', `/invoices/${id}`)).json().transferStatus;
const askedAt = (body: string): string => /name="asked-at" value="([^"]+)"/.exec(body)?.[1] ?? '';
const transferred = (id: string) =>
  harness.database.query(`update items set transferred_at = now(), outcome = 'transferred' where psa_id = $1`, [id]);

it('sets one item ready with one click, tells so, and keeps in the history who did it', async () => {
  await put('1');
  await operator.get(LIST);

  const done = await operator.post(ACTIONS, { verb: 'ready', id: '1', back: `${LIST}?q=n1` });

  expect(done.statusCode).toBe(303);
  expect(done.headers.location).toMatch(/^\/console\/c\/acme\/invoices\?q=n1&action=[\da-f-]{36}$/);
  expect(await status('1')).toBe('Pending');
  expect((await operator.get(String(done.headers.location))).body).toContain('1 of 1 done');
  expect((await operator.get(`${LIST}/1`)).body).toContain('by operator1');
});

it('shows a dry run before a bulk action: what goes, what stays and why', async () => {
  await Promise.all([put('11'), put('12', { voided: true }), put('13', { total: '-1.00' }), put('14'), put('15')]);
  await transferred('14');
  await harness.rest('POST', '/invoices/ready', { ids: ['15'] });

  const preview = await operator.post(ACTIONS, {
    verb: 'ready',
    id: ['11', '12', '13', '14', '15', 'nobody'],
    back: LIST,
  });

  expect(preview.statusCode).toBe(200);
  expect(preview.body).toContain('Nothing has been changed yet');
  expect(preview.body).toContain('<strong>1 item</strong> will be set');
  expect(preview.body).toContain('<strong>1 item</strong> would be transferred again');
  expect(preview.body).toContain('<strong>2 items</strong> are refused');
  expect(preview.body).toContain('The invoice is voided.');
  expect(await status('11')).toBe('Not Transferred');

  const done = await operator.post(`${ACTIONS}/confirmed`, {
    verb: 'ready',
    id: ['11', '12', '13', '14', '15'],
    back: LIST,
  });
  expect((await operator.get(String(done.headers.location))).body).toContain('2 of 5 done, 3 refused');
  expect(await Promise.all(['11', '12', '14'].map(status))).toEqual(['Pending', 'Not Transferred', 'Transferred']);
});

it('warns before a re-transfer, and does it only when the duplicate was asked for', async () => {
  await put('21');
  await transferred('21');

  const preview = await operator.post(ACTIONS, { verb: 'ready', id: '21', back: LIST });

  expect(preview.body).toContain('makes a duplicate record in QuickBooks');
  await operator.post(`${ACTIONS}/confirmed`, { verb: 'ready', id: '21', back: LIST });
  expect(await status('21')).toBe('Transferred');
  const asked = { verb: 'ready', id: '21', back: LIST, retransfer: '1', 'asked-at': askedAt(preview.body) };
  await operator.post(`${ACTIONS}/confirmed`, asked);
  expect(await status('21')).toBe('Pending');
});

it('makes no duplicate of what was transferred since the question was asked', async () => {
  await Promise.all([put('22'), put('23')]);
  await transferred('22');
  const preview = await operator.post(ACTIONS, { verb: 'ready', id: ['22', '23'], back: LIST });
  expect(preview.body).toContain('<strong>1 item</strong> would be transferred again');
  await transferred('23');

  const asked = { verb: 'ready', id: ['22', '23'], back: LIST, retransfer: '1', 'asked-at': askedAt(preview.body) };
  const done = await operator.post(`${ACTIONS}/confirmed`, asked);

  expect(await Promise.all(['22', '23'].map(status))).toEqual(['Pending', 'Transferred']);
  expect((await operator.get(String(done.headers.location))).body).toContain('1 of 2 done, 1 refused');
  await transferred('22');
  await harness.database.query(`update items set ready = false where psa_id = '22'`);
  await operator.post(`${ACTIONS}/confirmed`, asked);
  expect(await status('22'), 'the same form once more').toBe('Transferred');
});

it('sets all that match, beyond the page, and shows how far it is', async () => {
  await Promise.all(Array.from({ length: 120 }, (_, index) => put(`many${index}`, { customer: { name: 'Many' } })));
  const query = '?q=Many';

  const preview = await operator.post(ACTIONS, { verb: 'ready', all: '1', query, back: LIST });
  const done = await operator.post(`${ACTIONS}/confirmed`, { verb: 'ready', all: '1', query, back: LIST });

  expect(preview.body).toContain('<strong>120 items</strong> will be set');
  expect(done.headers.location).toMatch(/actions\/run\//);
  const { body } = await operator.get(String(done.headers.location));
  expect(body).toContain('<progress max="120" value="120"');
  expect((await operator.get(`${LIST}${query}&status=Pending`)).body).toContain('1–50 of 120');
});

it('sets a whole batch ready, and never transfers it again', async () => {
  await put('b1');
  await put('b2');
  await transferred('b2');
  await harness.rest('PUT', '/invoice-batches/W1', {
    status: 'finished',
    markReadyToTransfer: false,
    invoiceIds: ['b1', 'b2'],
  });

  await operator.post(`${ACTIONS}/confirmed`, { verb: 'ready', batch: 'W1', back: LIST, retransfer: '1' });

  expect(await Promise.all(['b1', 'b2'].map(status))).toEqual(['Pending', 'Transferred']);
  expect((await operator.get('/console/c/acme/invoice-batches')).body).toContain('>W1</a>');
  expect((await operator.get('/console/c/acme/invoice-batches/W1')).body).toContain('nb1');
});

it('clears an error with a reason and sets the invoice ready with the same click', async () => {
  await put('31');
  await harness.database.query(
    `update items set outcome = 'failed', failure = '{"code":"3140","message":"no such item","snapshotVersion":1}' where psa_id = '31'`,
  );
  const { body } = await operator.get(`${LIST}/31`);
  expect(body).toContain('Something that is referred to does not exist in QuickBooks.');
  expect(body).toContain('Clear error and set as Ready');

  expect((await operator.post(`${LIST}/31/clear-error`, { reason: ' ' })).statusCode).toBe(400);
  await operator.post(`${LIST}/31/clear-error`, { reason: 'made the item', next: 'ready' });

  expect(await status('31')).toBe('Pending');
  expect((await operator.get(`${LIST}/31`)).body).toContain('made the item');
});

it('groups failures by cause', async () => {
  await harness.rest('PUT', '/purchase-orders/f1', PURCHASE_ORDER);
  await put('f2');
  await put('f3');
  await harness.database.query(
    `update items set outcome = 'failed', failure = '{"code":"3140","message":"no such item","snapshotVersion":1}' where psa_id in ('f1', 'f2', 'f3')`,
  );

  const { body } = await operator.get('/console/c/acme/failures');

  expect(body).toMatch(/Something that is referred to[^<]*<span class="muted">3 items/);
  expect((await operator.get('/console/errors/3140')).body).toContain('3 items');
});

it('shows what was sent and answered to operators only', async () => {
  const viewer = await harness.as('viewer');

  expect((await viewer.get('/console/c/acme/message-sets/x')).statusCode).toBe(403);
  expect((await operator.get('/console/c/acme/message-sets/x')).statusCode).toBe(404);
});

it('settles an unknown outcome by what a person found', async () => {
  await put('41');
  await harness.database.query(
    `update items set outcome = 'failed', failure = '{"code":"outcome-unknown","message":"lost","snapshotVersion":1}' where psa_id = '41'`,
  );
  await harness.database.query(
    `insert into records (item_id, key, generation, type, state, external_guid, snapshot_version, line_ids, lookup, file_id)
     select i.id, 'addition', 1, 'InvoiceAdd', 'unknown', gen_random_uuid()::text, 1, '[]', '{"entity":{"name":"Blue Bottle"},"date":"2026-01-05","number":"n41"}', c.file_id
     from items i join connections c on c.id = i.connection_id where i.psa_id = '41'`,
  );
  expect((await operator.get(`${LIST}/41`)).body).toContain('What did you find in QuickBooks?');

  const found = { key: 'addition', generation: '1', inQuickBooks: 'yes', txnId: '1A-1767225600', reason: 'saw it' };
  const done = await operator.post(`${LIST}/41/settle`, found);

  expect(done.headers.location).toBe(`${LIST}/41`);
  const { body } = await operator.get(`${LIST}/41`);
  expect(body).toContain('Settled by hand');
  expect(body).toContain('<code>1A-1767225600</code>');
});
