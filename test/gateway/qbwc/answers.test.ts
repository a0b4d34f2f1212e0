import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HRESULTS } from '../../../qbxml/hresults.js';
import {
  answerOf,
  call,
  type Gateway,
  logIn,
  putConnection,
  receive,
  type SoapConnection,
  send,
  startGateway,
} from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const sets = async (id: string): Promise<{ state: string; message: string | null; response: string | null }[]> => {
  const { rows } = await gateway.database.query(
    'select state, message, response from message_sets where connection_id = $1 order by created_at, place, id',
    [id],
  );
  return rows;
};

/** A session that has a set with two invoices on its way. */
async function underway(id: string): Promise<{ connection: SoapConnection; ticket: string; request: string }> {
  const connection = await putConnection(gateway, id, { invoices: 2 });
  const ticket = await logIn(gateway, connection);
  return { connection, ticket, request: String((await send(gateway, connection, ticket, true)).result) };
}

/** The next session recovers the set, and QuickBooks ends with each invoice once. */
async function recovers({ connection, request }: Awaited<ReturnType<typeof underway>>): Promise<void> {
  const ticket = await logIn(gateway, connection);
  const again = await send(gateway, connection, ticket, true);
  expect(again.result).toBe(request);
  let said = (await receive(gateway, ticket, answerOf(connection, again.result))).result;
  while (said !== '100') {
    const next = await send(gateway, connection, ticket);
    said = (await receive(gateway, ticket, answerOf(connection, next.result))).result;
  }
  expect(connection.company.transactions({ type: 'Invoice' }).map(({ refNumber }) => refNumber)).toEqual(['I1', 'I2']);
}

describe('answers that are none', () => {
  it.each([
    ['empty', () => ''],
    ['text', () => 'QuickBooks is busy.'],
    ['HTML', () => '<html><body>502 Bad Gateway</body></html>'],
    ['cut off', (answer: string) => answer.slice(0, answer.length / 2)],
    ['cut off before the last character', (answer: string) => answer.slice(0, -1)],
    ['without a status code', (answer: string) => answer.replaceAll(/statusCode="\d+"/g, '')],
    ['with a DTD', (answer: string) => answer.replace('<QBXML>', '<!DOCTYPE QBXML><QBXML>')],
    ['the request itself', (_answer: string, request: string) => request],
  ])('%s: -1, the session says why, the next one sends the same bytes', async (name, spoil) => {
    const session = await underway(`none-${name}`);
    const answer = answerOf(session.connection, session.request);
    expect((await receive(gateway, session.ticket, spoil(answer, session.request))).result).toBe('-1');
    expect((await call(gateway, 'getLastError', { ticket: session.ticket })).result).toMatch(/.{20,}/);
    expect((await send(gateway, session.connection, session.ticket)).result).toBe('');
    expect(await sets(session.connection.id)).toMatchObject([{ state: 'sent' }]);
    await recovers(session);
  });
});

describe('answers that are for something else', () => {
  it('naming another set: nothing is settled, the same bytes go out again', async () => {
    const { connection, ticket, request } = await underway('another');
    const answer = answerOf(connection, request);
    const foreign = answer.replaceAll(/newMessageSetID="[^"]*"/g, 'newMessageSetID="0123456789012345678901"');
    const said = Number((await receive(gateway, ticket, foreign)).result);
    expect(said).toBeGreaterThanOrEqual(0);
    expect(said).toBeLessThan(100);
    expect(await sets('another')).toMatchObject([{ state: 'sent', response: null }]);
    expect((await send(gateway, connection, ticket)).result).toBe(request);
    expect((await receive(gateway, ticket, answer)).result).toBe('100');
  });

  it('for a set that is answered already: nothing changes', async () => {
    const connection = await putConnection(gateway, 'answered', { invoices: 4, settings: { maxRecords: 2 } });
    const ticket = await logIn(gateway, connection);
    const first = answerOf(connection, (await send(gateway, connection, ticket, true)).result);
    await receive(gateway, ticket, first);
    const second = await send(gateway, connection, ticket);
    expect(Number((await receive(gateway, ticket, first)).result)).toBeLessThan(100);
    expect((await sets('answered')).map(({ state }) => state).sort()).toEqual(['answered', 'sent']);
    expect((await send(gateway, connection, ticket)).result).toBe(second.result);
  });

  it('with the answers of only some requests: the others are asked for by key, then sent', async () => {
    const { connection, ticket, request } = await underway('partial');
    const answer = answerOf(connection, request);
    const [, first = ''] = /(<InvoiceAddRs .*?<\/InvoiceAddRs>)/s.exec(answer) ?? [];
    const said = await receive(gateway, ticket, answer.replace(first, ''));
    expect(Number(said.result)).toBeLessThan(100);
    const asked = await send(gateway, connection, ticket);
    expect(String(asked.result)).toContain('<InvoiceQueryRq ');
    expect((await receive(gateway, ticket, answerOf(connection, asked.result))).result).toBe('100');
    expect(connection.company.transactions({ type: 'Invoice' })).toHaveLength(2);
  });
});

const CODES = Object.entries(HRESULTS).map(([code, { outcome }]) => [code, outcome] as const);

describe('hresults', () => {
  it.each(CODES.filter(([, outcome]) => outcome !== 'rejected'))(
    '%s (%s): -1, told with what to do; the next session recovers',
    async (hresult) => {
      const session = await underway(`hresult-${hresult}`);
      expect((await receive(gateway, session.ticket, '', hresult, 'QuickBooks said this.')).result).toBe('-1');
      const error = String((await call(gateway, 'getLastError', { ticket: session.ticket })).result);
      expect(error).toContain('QuickBooks said this.');
      expect(error).toContain(hresult);
      expect(error).toContain(HRESULTS[hresult]?.hint);
      await recovers(session);
    },
  );

  it.each(['0x80004005', '-2147467259', 'E_FAIL', '  0x80040402  '])(
    '%s, which nobody has described, leaves the outcome open',
    async (hresult) => {
      const session = await underway(`strange-${hresult.trim()}`);
      expect((await receive(gateway, session.ticket, '', hresult)).result).toBe('-1');
      await recovers(session);
    },
  );

  it.each(['0x80040400', '80040400', '-2147220480'])(
    '%s rejects the set: it is halved under new ids',
    async (hresult) => {
      const { connection, ticket, request } = await underway(`rejected-${hresult}`);
      const said = Number((await receive(gateway, ticket, '', hresult, 'found an error when parsing')).result);
      expect(said).toBeLessThan(100);
      expect((await sets(connection.id)).map(({ state }) => state)).toEqual(['rejected', 'planned', 'planned']);
      const half = String((await send(gateway, connection, ticket)).result);
      expect(half.match(/<InvoiceAddRq /g)).toHaveLength(1);
      const idOf = (text: string): string => /newMessageSetID="([^"]*)"/.exec(text)?.[1] ?? '';
      expect(idOf(half)).not.toBe(idOf(request));
    },
  );

  it('with a response beside it, the hresult counts', async () => {
    const session = await underway('both');
    const answer = answerOf(session.connection, session.request);
    expect((await receive(gateway, session.ticket, answer, '0x80040402')).result).toBe('-1');
    await recovers(session);
  });
});
