import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INVOICE } from '../gateway/api/harness.js';
import { type Browser, type ConsoleHarness, startWithConnection } from './harness.js';

let harness: ConsoleHarness;
let operator: Browser;
beforeAll(async () => {
  harness = await startWithConnection();
  operator = await harness.as('operator');
});
afterAll(() => harness.close());

const ID = 'hostileset000000000001';
const SET = `/console/c/acme/message-sets/${ID}`;
const ITEM = '/console/c/acme/invoices/1';

/** An invoice whose message set got this answer, or asked this. */
async function answered(response: string, request = '<QBXML/>'): Promise<void> {
  const { database } = harness;
  await harness.rest('PUT', '/invoices/1', INVOICE);
  await database.query(
    `insert into sessions (id, connection_id, ticket_hash, state, started_at, last_call_at, ended_at)
     values ('s1', 'acme', '\\x00', 'closed', now(), now(), now()) on conflict do nothing`,
  );
  await database.query(
    `insert into message_sets (id, connection_id, file_id, session_id, purpose, writes, request, response, state, created_at)
     select $1, 'acme', file_id, 's1', 'write', true, $2, $3, 'answered', now() from connections where id = 'acme'
     on conflict (id) do update set request = excluded.request, response = excluded.response`,
    [ID, request, response],
  );
  await database.query(
    `insert into records (item_id, key, generation, type, state, message_set_id, request_id, external_guid, snapshot_version, line_ids, lookup, file_id)
     select i.id, 'invoice', 1, 'InvoiceAdd', 'refused', $1, $1 || '-0', '{}', 1, '[]', '{}', c.file_id
     from items i join connections c on c.id = i.connection_id where i.psa_id = '1' on conflict do nothing`,
    [ID],
  );
  await database.query(
    `insert into item_history (item_id, at, event, session_id, message_set_id)
     select id, now(), 'refused', 's1', $1 from items i where psa_id = '1'
     and not exists (select 1 from item_history h where h.item_id = i.id and h.message_set_id = $1)`,
    [ID],
  );
}

async function costOf(url: string): Promise<{ ms: number; bytes: number; body: string }> {
  const before = process.cpuUsage();
  const { body, statusCode } = await operator.get(url);
  const { user, system } = process.cpuUsage(before);
  expect(statusCode).toBe(200);
  return { ms: (user + system) / 1000, bytes: body.length, body };
}

describe('pages with a hostile answer are there at once and small', () => {
  it.each([
    ['"<" without an end', '<'.repeat(160_000)],
    ['an open comment', `<QBXML><!-- ${'x '.repeat(100_000)}`],
    ['a comment that repeats the beginning of an answer', `<!-- ${`<aRs requestID="${ID}-0" `.repeat(8_000)} -->`],
    ['an answer that is not closed', `<aRs requestID="${ID}-0">`.repeat(8_000)],
    ['an answer of megabytes', `<QBXML><aRs requestID="${ID}-0">${'<b>12345</b>'.repeat(500_000)}</aRs></QBXML>`],
    ['an answer that is deeper than wide', `<QBXML><aRs requestID="${ID}-0">${'<b>'.repeat(50_000)}</aRs></QBXML>`],
  ])('%s', async (_name, response) => {
    await answered(response);

    for (const url of [SET, ITEM]) {
      const { ms, bytes } = await costOf(url);
      expect(ms, url).toBeLessThan(2_000);
      expect(bytes, url).toBeLessThan(2_000_000);
    }
  });
});

describe('the whole of a message set', () => {
  it('is downloaded as it is stored, by operators only, and never opened as a page', async () => {
    const response = `<a>${'<script>alert(1)</script>'.repeat(20_000)}`;
    await answered(response, '<QBXML/>');

    const page = await operator.get(SET);
    expect(page.body).toContain('These are the first 200,000 characters of 500,003');
    expect(page.body).toContain(`href="${SET}/response.xml"`);
    const file = await operator.get(`${SET}/response.xml`);
    expect(file.body).toBe(response);
    expect(file.headers).toMatchObject({
      'content-type': 'text/xml; charset=utf-8',
      'content-disposition': `attachment; filename="${ID}-response.xml"`,
      'x-content-type-options': 'nosniff',
    });
    expect((await operator.get(`${SET}/request.xml`)).body).toBe('<QBXML/>');
    expect((await operator.get('/console/c/acme/message-sets/none/request.xml')).statusCode).toBe(404);
    const viewer = await harness.as('viewer');
    expect((await viewer.get(`${SET}/response.xml`)).statusCode).toBe(403);
  });

  it('says so where none has come', async () => {
    await answered('', '<QBXML/>');
    await harness.database.query('update message_sets set response = null where id = $1', [ID]);

    expect((await operator.get(SET)).body).toContain('None has come.');
    expect((await operator.get(`${SET}/response.xml`)).statusCode).toBe(404);
  });
});

describe('what no link and no form of ours holds', () => {
  it.each([
    '/console/c/acme/invoices/a%00b',
    '/console/c/acme/message-sets/%00',
    '/console/c/acme/sessions/%00',
    '/console/c/a%00/invoices',
    '/console/c/acme/invoice-batches/%00',
    '/console/errors/%00',
  ])('%s is not found', async (url) => {
    expect((await operator.get(url)).statusCode).toBe(404);
  });

  it.each(['toString', 'constructor', '__proto__', ''])('a command "%s" is refused', async (verb) => {
    const { statusCode } = await operator.post('/console/c/acme/actions/invoices', { verb, id: '1', back: '/console' });
    expect(statusCode).toBe(400);
  });

  it('an id with NUL is refused', async () => {
    const fields = { verb: 'ready', id: 'a\0', back: '/console' };
    expect((await operator.post('/console/c/acme/actions/invoices', fields)).statusCode).toBe(400);
  });
});

describe('every answer', () => {
  it.each([
    '/support',
    '/api/docs/',
    '/api/docs/static/index.html',
    '/healthz',
    '/qbwc',
    '/api/v1/connections',
    '/nowhere',
    '/console/sign-in',
    '/%zz',
  ])('of %s says that nothing in it is framed or taken for another type', async (url) => {
    const { headers } = await harness.app.inject({ url });

    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringMatching(/^default-src 'none'.*frame-ancestors 'none'/),
    });
  });
});
