import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, call, type Gateway, logIn, putConnection, receive, send, startGateway } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const SENTENCE = /^[A-Z].{10,}\.$/;

/** Every operation that carries a ticket, with what it says to one that is no open session's. */
const CONTRACT = [
  ['sendRequestXML', { ticket: '', strHCPResponse: '', strCompanyFileName: '' }, ''],
  ['receiveResponseXML', { ticket: '', response: '<QBXML/>', hresult: '', message: '' }, '-1'],
  ['getLastError', { ticket: '' }, SENTENCE],
  ['connectionError', { ticket: '', hresult: '0x80040408', message: 'Could not start QuickBooks.' }, 'done'],
  ['closeConnection', { ticket: '' }, /^[A-Z].+\.$/],
  ['getInteractiveURL', { wcTicket: '', sessionId: '1' }, /^https:/],
  ['interactiveDone', { wcTicket: '' }, 'Done'],
  ['interactiveRejected', { wcTicket: '', reason: 'no' }, SENTENCE],
] as const;

const withTicket = (parameters: Readonly<Record<string, string>>, ticket: string): Record<string, string> =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, /ticket$/i.test(name) ? ticket : value]));

describe.each(CONTRACT)('%s', (operation, parameters, expected) => {
  it.each([
    ['empty', ''],
    ['unknown', '0123456789abcdef0123456789abcdef'],
    ['no ticket at all', '{9E1A} \u2603 & <b>'],
    ['very long', 'x'.repeat(100_000)],
  ])('answers a ticket that is %s', async (_name, ticket) => {
    const reply = await call(gateway, operation, withTicket(parameters, ticket));
    expect(reply.status).toBe(200);
    expect(reply.body).not.toContain('NoOp');
    expect(reply.body).not.toContain('Fault');
    if (expected instanceof RegExp) expect(reply.result).toMatch(expected);
    else expect(reply.result).toBe(expected);
  });

  it('answers a call without any parameter', async () => {
    const reply = await call(gateway, operation);
    expect(reply.status).toBe(200);
    expect(reply.body).toContain(`<${operation}Result>`);
    expect(reply.body).toContain(`</${operation}Result>`);
  });

  it('answers the ticket of a session that is over', async () => {
    const connection = await putConnection(gateway, `over-${operation}`);
    const ticket = await logIn(gateway, connection);
    await call(gateway, 'closeConnection', { ticket });
    const { result } = await call(gateway, operation, withTicket(parameters, ticket));
    if (expected instanceof RegExp) expect(result).toMatch(expected);
    else expect(result).toBe(expected);
  });
});

describe('authenticate', () => {
  it('`nvu` for a user who does not exist and for a wrong password', async () => {
    const { userName } = await putConnection(gateway, 'nvu');
    const calls = [
      { strUserName: 'nobody', strPassword: 'right password' },
      { strUserName: userName, strPassword: 'wrong' },
      { strUserName: userName, strPassword: '' },
      { strUserName: '', strPassword: '' },
      { strUserName: "' or 1=1 --", strPassword: 'right password' },
    ];
    for (const each of calls) expect((await call(gateway, 'authenticate', each)).result).toEqual(['', 'nvu']);
    const bare = await call(gateway, 'authenticate');
    expect(bare.body).toContain('<authenticateResult><string></string><string>nvu</string></authenticateResult>');
  });

  it('`none` when there is nothing to do, and closeConnection may follow with the empty ticket', async () => {
    const { userName, password } = await putConnection(gateway, 'none', { invoices: 0 });
    const reply = await call(gateway, 'authenticate', { strUserName: userName, strPassword: password });
    expect(reply.result).toEqual(['', 'none']);
    expect((await call(gateway, 'closeConnection', { ticket: '' })).result).toBe('Closed.');
  });

  it('`busy` for a paused connection, also when there is work', async () => {
    const { userName, password } = await putConnection(gateway, 'busy', { settings: { paused: true } });
    const reply = await call(gateway, 'authenticate', { strUserName: userName, strPassword: password });
    expect(reply.result).toEqual(['', 'busy']);
  });

  it('`busy` outside of the sync window of a connection, and a session within it', async () => {
    const hour = (later: number): string => new Date(Date.now() + later * 3_600_000).toISOString().slice(11, 16);
    const answer = async (name: string, from: number, to: number): Promise<unknown> => {
      const syncWindow = { from: hour(from), to: hour(to), timeZone: 'UTC' };
      const { userName, password } = await putConnection(gateway, name, { settings: { syncWindow } });
      return (await call(gateway, 'authenticate', { strUserName: userName, strPassword: password })).result;
    };

    expect(await answer('outside', 2, 4)).toEqual(['', 'busy']);
    expect(await answer('inside', -2, 2)).toEqual([expect.stringMatching(/^[\da-f]{32}$/), '']);
  });

  it.each([
    ['file', 'C:\\Books & Co\\<Main>.qbw'],
    ['cdata', '<![CDATA[a]]></string><string>b<![CDATA[c]]>'],
  ])('names the company file of the connection, as it is written: %s', async (name, companyFile) => {
    const { userName, password } = await putConnection(gateway, name, { companyFile });
    const reply = await call(gateway, 'authenticate', { strUserName: userName, strPassword: password });
    expect(reply.result).toEqual([expect.stringMatching(/^[\da-f]{32}$/), companyFile]);
  });

  it('gives every session a ticket of its own and keeps none of them', async () => {
    const connection = await putConnection(gateway, 'unlike');
    const tickets = [await logIn(gateway, connection), await logIn(gateway, connection)];
    expect(new Set(tickets).size).toBe(2);
    const { rows } = await gateway.database.query(`select to_jsonb(s)::text as row from sessions s`);
    for (const ticket of tickets) expect(JSON.stringify(rows)).not.toContain(ticket);
  });
});

describe('a ticket belongs to one connection', () => {
  it('and shows nothing of another', async () => {
    const [one, other] = [await putConnection(gateway, 'tenant-1'), await putConnection(gateway, 'tenant-2')];
    const [ticketOne, ticketOther] = [await logIn(gateway, one), await logIn(gateway, other)];
    const [requestOne, requestOther] = [
      await send(gateway, one, ticketOne, true),
      await send(gateway, other, ticketOther, true),
    ];
    expect(requestOne.result).not.toBe(requestOther.result);

    const crossed = await receive(gateway, ticketOther, answerOf(one, requestOne.result));

    expect(Number(crossed.result)).toBeLessThan(100);
    const { rows } = await gateway.database.query(
      `select connection_id, state from message_sets where connection_id in ('tenant-1', 'tenant-2')`,
    );
    expect(rows.map(({ state }) => state)).toEqual(['sent', 'sent']);
  });
});
