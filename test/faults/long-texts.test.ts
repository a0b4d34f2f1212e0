import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { itemIds, readItems } from '../../store/items.js';
import { findSession } from '../../store/sessions.js';
import { signalSessions } from '../../temporal/signals.js';
import { failConnection } from '../../transfers/session/last-words.js';
import { hashTicket, newTicket } from '../../transfers/session/ticket.js';
import { relayOnce } from '../../worker/relay.js';
import { itemWorkflowId, sessionWorkflowId } from '../../workflows/messages.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { beginSession } from '../stories/session-by-hand.js';
import { expectExactlyOnce } from './exactly-once.js';
import { anotherGateway, readyInvoices, relayed } from './scenario.js';

const LONG = 2_000;

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** The answer to a set of one invoice: refused, with a message of any length. */
function refusal(set: string, message: string): string {
  const [, id] = /newMessageSetID="([^"]*)"/.exec(set) ?? [];
  const [, requestID] = / requestID="([^"]*)"/.exec(set) ?? [];
  const said = `<InvoiceAddRs requestID="${requestID}" statusCode="3180" statusSeverity="Error" statusMessage="${message}"/>`;
  return `<?xml version="1.0"?><QBXML><QBXMLMsgsRs newMessageSetID="${id}" messageSetStatusCode="0">${said}</QBXMLMsgsRs></QBXML>`;
}

async function itemOf(connection: TestConnection, psaId: string) {
  const [found] = await itemIds(product.database, connection.id, 'invoices', [psaId]);
  const [item] = await readItems(product.database, [found?.id ?? 0]);
  if (item === undefined) throw new Error(`${psaId} is not there`);
  return item;
}

async function newestSession(connection: TestConnection): Promise<string> {
  const { rows } = await product.database.query(
    'select id from sessions where connection_id = $1 order by started_at desc limit 1',
    [connection.id],
  );
  return String(rows[0].id);
}

describe('a text of megabytes', () => {
  it('that QuickBooks refuses an invoice with is cut beside the item and whole in the answer; the workflow goes on', async () => {
    const connection = await testConnection(product, 'refused-at-length');
    await readyInvoices(connection, 1);
    const byHand = await beginSession(product, connection);
    const message = `Over the credit limit ${'x'.repeat(2_300_000)}`;

    await byHand.say(refusal(await byHand.ask(), message));
    await connection.settled();

    const item = await itemOf(connection, 'I1');
    expect(item.state.failure).toMatchObject({ code: '3180', message: expect.stringMatching(/^Over the .*x…$/) });
    expect(Array.from(item.state.failure?.message ?? '')).toHaveLength(LONG);
    expect((await product.client.workflow.getHandle(itemWorkflowId(item)).describe()).status.name).toBe('RUNNING');
    const { body } = await connection.rest('GET', '/invoices/I1/history');
    const refused = body.entries.find(({ event }: { event: string }) => event === 'refused');
    expect(refused).toMatchObject({
      message: expect.stringMatching(/…$/),
      hint: expect.stringContaining('credit limit'),
    });
    const { rows } = await product.database.query(
      `select max(length(response)) as longest from message_sets where connection_id = $1`,
      [connection.id],
    );
    expect(rows[0].longest).toBeGreaterThan(2_300_000);
    await connection.rest('POST', '/invoices/not-ready', { ids: ['I1'] });
    await byHand.finish();
  });

  it('that the Web Connector reports is cut before what to do, and everybody hears of the end', async () => {
    const connection = await testConnection(product, 'error-at-length');
    await readyInvoices(connection, 1);
    await beginSession(product, connection);
    const ticket = await ticketOf(connection);
    const said = '\u{1f600}'.repeat(1_500_000);

    const news = await failConnection(product.database, {
      ticket,
      now: new Date().toISOString(),
      hresult: '0x80040408',
      message: said,
    });
    const sessions = news.map(({ event, ...session }) => ({ ...session, events: [event] }));
    expect(await signalSessions(product.signals, sessions)).toEqual([]);
    await connection.settled();

    const sessionId = await newestSession(connection);
    const lastError = (await findSession(product.database, sessionId))?.lastError ?? '';
    expect(lastError).toMatch(/^\u{1f600}+… \(0x80040408\) .+\.$/u);
    expect(Array.from(lastError).length).toBeLessThanOrEqual(LONG);
    const workflow = product.client.workflow.getHandle(sessionWorkflowId({ sessionId, connectionId: connection.id }));
    expect(await workflow.result()).toBe(lastError);
  });

  it('that a former version stored is told cut: nothing is refused, nothing waits', async () => {
    const silent = await anotherGateway(product);
    const connection = await testConnection(silent.product, 'stored-at-length');
    await readyInvoices(connection, 1);
    const byHand = await beginSession(silent.product, connection);
    await byHand.say(refusal(await byHand.ask(), 'no'));
    const { database } = product;
    const item = await itemOf(connection, 'I1');
    const long = 'x'.repeat(3_000_000);
    await database.query(
      `update item_events set payload = jsonb_set(payload, '{failure,message}', to_jsonb($2::text)) where item_id = $1 and type = 'failed'`,
      [item.id, long],
    );
    const sessionId = await newestSession(connection);
    await failConnection(database, {
      ticket: await ticketOf(connection),
      now: new Date().toISOString(),
      hresult: '',
      message: '',
    });
    await database.query(
      `update session_events set payload = jsonb_set(payload, '{summary}', to_jsonb($2::text)) where session_id = $1 and type = 'ended'`,
      [sessionId, long],
    );
    await database.query('update sessions set last_error = $2, company_name = $2 where id = $1', [sessionId, long]);

    await relayed(product, connection);

    expect((await itemOf(connection, 'I1')).state.failure?.message).toHaveLength(LONG);
    const workflow = product.client.workflow.getHandle(sessionWorkflowId({ sessionId, connectionId: connection.id }));
    expect(await workflow.result()).toHaveLength(LONG);
    expect((await findSession(database, sessionId))?.lastError).toHaveLength(LONG);
    const { body } = await connection.rest('GET', '/sessions');
    expect(JSON.stringify(body).length).toBeLessThan(20_000);
    await connection.rest('POST', '/invoices/not-ready', { ids: ['I1'] });
    await relayed(product, connection);
    await silent.close();
  });
});

describe('an id that is no id', () => {
  it('leaves the outcome unknown: the next session asks, and the invoice is there once', async () => {
    const connection = await testConnection(product, 'endless-id');
    await readyInvoices(connection, 1);
    const byHand = await beginSession(product, connection);

    const percent = await byHand.answer(await byHand.ask(), (response) =>
      response.replace(/<TxnID>[^<]*/, `<TxnID>${'F'.repeat(100_000)}`),
    );

    expect(percent).toBe(-1);
    const lastError = (await findSession(product.database, await newestSession(connection)))?.lastError;
    expect(lastError).toContain('found 100000 characters as TxnID of InvoiceRet');
    await connection.session();
    await connection.settled();
    await expectExactlyOnce(product, connection, { transferred: 1 });
  });
});

describe('more events than go into one signal', () => {
  it('are fetched some at a time', async () => {
    const silent = await anotherGateway(product);
    const connection = await testConnection(silent.product, 'many-events');
    await readyInvoices(connection, 1);
    const item = await itemOf(connection, 'I1');
    await product.database.query(
      `insert into item_events (item_id, seq, at, type, payload)
       select $1, seq, now(), case when seq % 2 = 0 then 'setNotReady' else 'setReady' end, '{"retransfer":false}'
       from generate_series($2::int + 1, 1000) as seq`,
      [item.id, item.lastSeq],
    );
    await product.database.query('update items set last_seq = 1000 where id = $1', [item.id]);

    await relayed(product, connection);

    expect((await itemOf(connection, 'I1')).state).toMatchObject({ appliedSeq: 1000, ready: false });
    const { events } = await product.client.workflow.getHandle(itemWorkflowId(item)).fetchHistory();
    const longest = Math.max(...(events ?? []).map((event) => JSON.stringify(event).length));
    expect(longest).toBeLessThan(50_000);
    await silent.close();
  });
});

describe('what Temporal refuses', () => {
  const UNTELLABLE = 'x'.repeat(1_200);

  it('holds up neither other items nor other sessions, is logged, and is tried again ever more seldom', async () => {
    const silent = await anotherGateway(product);
    const connection = await testConnection(silent.product, 'refused-by-temporal');
    await readyInvoices(connection, 2);
    await connection.session();
    const { database } = product;
    const bad = await itemOf(connection, 'I1');
    const { rows } = await database.query(
      `insert into items (connection_id, kind, psa_id, number, snapshot, last_seq, last_event_at)
       select connection_id, kind, $2, number, snapshot, 1, now() - interval '1 hour' from items where id = $1 returning id`,
      [bad.id, UNTELLABLE],
    );
    await database.query(
      `insert into item_events (item_id, seq, at, type, payload) values ($1, 1, now() - interval '1 hour', 'setReady', '{}')`,
      [rows[0].id],
    );
    const badSession = `${UNTELLABLE}${connection.id}`;
    await database.query(
      `insert into sessions (id, connection_id, ticket_hash, state, started_at, last_call_at, ended_at, last_seq)
       values ($1, $2, '\\x00', 'lost', now() - interval '1 hour', now() - interval '1 hour', now() - interval '1 hour', 1)`,
      [badSession, connection.id],
    );
    await database.query(
      `insert into session_events (session_id, seq, at, type, payload) values ($1, 1, now() - interval '1 hour', 'ended', '{"state":"lost","summary":"x"}')`,
      [badSession],
    );
    const lines: object[] = [];
    const relay = (): Promise<void> =>
      relayOnce({
        database,
        signals: product.signals,
        log: { warn: (line: object) => void lines.push(line), info: () => undefined },
        delivers: false,
        now: () => new Date().toISOString(),
        everyMs: 1,
        staleAfterMs: 0,
      });

    await relay();

    expect(lines).toEqual([
      expect.objectContaining({ count: 2, workflows: expect.arrayContaining([expect.stringContaining(UNTELLABLE)]) }),
    ]);
    await expect
      .poll(async () => (await itemOf(connection, 'I2')).state.outcome, { timeout: 20_000 })
      .toBe('transferred');
    await relay();
    expect(lines, 'it is not tried again at once').toHaveLength(1);
    await database.query('update items set last_seq = 0, applied_seq = 0 where id = $1', [rows[0].id]);
    await database.query('update sessions set applied_seq = 1 where id = $1', [badSession]);
    await connection.settled();
    await silent.close();
  });

  it('does not keep a session from telling its other items', async () => {
    const silent = await anotherGateway(product);
    const connection = await testConnection(silent.product, 'session-with-one-refused');
    await readyInvoices(connection, 2);
    await connection.session();
    const { database } = product;
    const bad = await itemOf(connection, 'I1');
    await database.query('update items set psa_id = $2 where id = $1', [bad.id, UNTELLABLE]);
    const sessionId = await newestSession(connection);

    await product.relay();

    const workflow = product.client.workflow.getHandle(sessionWorkflowId({ sessionId, connectionId: connection.id }));
    expect(await workflow.result()).toBe('2 records transferred.');
    await expect
      .poll(async () => (await itemOf(connection, 'I2')).state.outcome, { timeout: 20_000 })
      .toBe('transferred');
    await database.query('update items set psa_id = $2 where id = $1', [bad.id, 'I1']);
    await database.query('update items set relayed_at = null where id = $1', [bad.id]);
    await relayed(product, connection);
    await silent.close();
  });
});

/** A ticket of the open session of a connection: the Web Connector's own counts no more. */
async function ticketOf(connection: TestConnection): Promise<string> {
  const ticket = newTicket();
  await product.database.query('update sessions set ticket_hash = $2 where connection_id = $1 and ended_at is null', [
    connection.id,
    hashTicket(ticket),
  ]);
  return ticket;
}
