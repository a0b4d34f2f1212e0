import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, call, type Gateway, logIn, putConnection, receive, send, startGateway } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const stateOf = async (id: string): Promise<string[]> => {
  const { rows } = await gateway.database.query(
    'select state from message_sets where connection_id = $1 order by created_at, id',
    [id],
  );
  return rows.map(({ state }) => state);
};

describe('the documented order', () => {
  it('authenticate, send, receive 100, close', async () => {
    const connection = await putConnection(gateway, 'plain', { invoices: 3 });
    const ticket = await logIn(gateway, connection);
    const request = await send(gateway, connection, ticket, true);
    expect(String(request.result)).toMatch(
      /^<\?xml version="1\.0" encoding="utf-8"\?><\?qbxml version="13\.0"\?><QBXML>/,
    );
    expect(String(request.result).match(/<InvoiceAddRq /g)).toHaveLength(3);
    const received = await receive(gateway, ticket, answerOf(connection, request.result));
    expect(received.result).toBe('100');
    expect((await call(gateway, 'closeConnection', { ticket })).result).toBe('3 records transferred.');
    expect(connection.company.transactions({ type: 'Invoice' })).toHaveLength(3);
  });

  it('receiveResponseXML says an integer from 0 to 99 while something is left', async () => {
    const connection = await putConnection(gateway, 'steps', { invoices: 7, settings: { maxRecords: 2 } });
    const ticket = await logIn(gateway, connection);
    const said: string[] = [];
    while (said.at(-1) !== '100' && said.length < 20) {
      const request = await send(gateway, connection, ticket, said.length === 0);
      said.push(String((await receive(gateway, ticket, answerOf(connection, request.result))).result));
    }
    expect(said).toEqual(['28', '57', '85', '100']);
  });
});

describe('calls out of order', () => {
  it('sendRequestXML twice gives the same bytes, and they are counted once', async () => {
    const connection = await putConnection(gateway, 'twice', { invoices: 2 });
    const ticket = await logIn(gateway, connection);
    const first = await send(gateway, connection, ticket, true);
    const [second, third] = [await send(gateway, connection, ticket), await send(gateway, connection, ticket, true)];
    expect(second.body).toBe(first.body);
    expect(third.body).toBe(first.body);
    expect(await stateOf('twice')).toEqual(['sent']);
    expect((await receive(gateway, ticket, answerOf(connection, first.result))).result).toBe('100');
  });

  it('sendRequestXML ten times at once gives the same bytes', async () => {
    const connection = await putConnection(gateway, 'at-once', { invoices: 2 });
    const ticket = await logIn(gateway, connection);
    const replies = await Promise.all(Array.from({ length: 10 }, () => send(gateway, connection, ticket, true)));
    expect(new Set(replies.map(({ result }) => result)).size).toBe(1);
    expect(await stateOf('at-once')).toEqual(['sent']);
  });

  it('receiveResponseXML before any sendRequestXML settles nothing', async () => {
    const connection = await putConnection(gateway, 'early');
    const ticket = await logIn(gateway, connection);
    const { result } = await receive(gateway, ticket, '<?xml version="1.0"?><QBXML><QBXMLMsgsRs/></QBXML>');
    expect(Number(result)).toBeGreaterThanOrEqual(0);
    expect(Number(result)).toBeLessThan(100);
    expect(await stateOf('early')).toEqual([]);
  });

  it('the same answer ten times at once counts once', async () => {
    const connection = await putConnection(gateway, 'echo', { invoices: 2 });
    const ticket = await logIn(gateway, connection);
    const answer = answerOf(connection, (await send(gateway, connection, ticket, true)).result);
    const replies = await Promise.all(Array.from({ length: 10 }, () => receive(gateway, ticket, answer)));
    expect(replies.map(({ result }) => result)).toEqual(Array(10).fill('100'));
    const { rows } = await gateway.database.query(
      `select records_succeeded as count from sessions where connection_id = 'echo'`,
    );
    expect(rows).toEqual([{ count: 2 }]);
  });

  it('closeConnection with a set on its way leaves it for recovery', async () => {
    const connection = await putConnection(gateway, 'hasty');
    const ticket = await logIn(gateway, connection);
    const lost = await send(gateway, connection, ticket, true);
    await call(gateway, 'closeConnection', { ticket });
    expect(await stateOf('hasty')).toEqual(['sent']);
    const next = await logIn(gateway, connection);
    expect((await send(gateway, connection, next, true)).result).toBe(lost.result);
  });

  it('authenticate in mid-session takes over: the former ticket is dead, its set is recovered', async () => {
    const connection = await putConnection(gateway, 'takeover');
    const former = await logIn(gateway, connection);
    const lost = await send(gateway, connection, former, true);
    const answer = answerOf(connection, lost.result);
    const ticket = await logIn(gateway, connection);

    expect((await receive(gateway, former, answer)).result).toBe('-1');
    expect((await call(gateway, 'getLastError', { ticket: former })).result).toMatch(/new session/);
    expect((await send(gateway, connection, former)).result).toBe('');
    expect((await send(gateway, connection, ticket, true)).result).toBe(lost.result);
    expect(await stateOf('takeover')).toEqual(['sent']);
  });

  it('connectionError ends the session with what QuickBooks said and what to do', async () => {
    const connection = await putConnection(gateway, 'closed-books');
    const ticket = await logIn(gateway, connection);
    const said = { ticket, hresult: '0x80040408', message: 'Could not start QuickBooks.' };
    expect((await call(gateway, 'connectionError', said)).result).toBe('done');
    expect((await call(gateway, 'getLastError', { ticket })).result).toMatch(/Could not start QuickBooks.*0x80040408/);
    expect((await send(gateway, connection, ticket, true)).result).toBe('');
    expect((await call(gateway, 'closeConnection', { ticket })).result).toMatch(/Could not start QuickBooks/);
  });

  it('what was promised and is gone meanwhile ends with a query that changes nothing, and 100', async () => {
    const connection = await putConnection(gateway, 'gone');
    const ticket = await logIn(gateway, connection);
    await gateway.database.query(`update items set to_send = false where connection_id = 'gone'`);
    const request = await send(gateway, connection, ticket, true);
    expect(String(request.result)).toContain('<HostQueryRq ');
    expect((await receive(gateway, ticket, answerOf(connection, request.result))).result).toBe('100');
  });
});
