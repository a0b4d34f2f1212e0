import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../store/database.js';
import { TcpProxy } from '../../faults/tcp-proxy.js';
import { testDatabase } from '../../helpers/services.js';
import { answerOf, call, type Gateway, logIn, putConnection, receive, send, startGateway } from './gateway.js';

/** What each operation says when PostgreSQL does not answer: never a fault. */
async function expectPatience(gateway: Gateway, ticket: string): Promise<void> {
  const said = async (operation: string, parameters: Record<string, string>): Promise<unknown> => {
    const reply = await call(gateway, operation, parameters);
    expect(reply.status).toBe(200);
    expect(reply.body).not.toContain('Fault');
    return reply.result;
  };
  expect(await said('serverVersion', {})).toMatch(/./);
  expect(await said('clientVersion', { strVersion: '2.3.0.215' })).toBe('');
  expect(await said('authenticate', { strUserName: 'x', strPassword: 'y' })).toEqual(['', 'busy']);
  expect(await said('sendRequestXML', { ticket, strHCPResponse: '' })).toBe('');
  expect(await said('receiveResponseXML', { ticket, response: '<QBXML/>', hresult: '', message: '' })).toBe('-1');
  expect(await said('getLastError', { ticket })).toMatch(/database/);
  expect(await said('connectionError', { ticket, hresult: '', message: '' })).toBe('done');
  expect(await said('closeConnection', { ticket })).toMatch(/database/);
  expect(await said('getInteractiveURL', { wcTicket: ticket, sessionId: '' })).toMatch(/^https:/);
  expect(await said('interactiveDone', { wcTicket: ticket })).toBe('Done');
  expect(await said('interactiveRejected', { wcTicket: ticket, reason: '' })).toMatch(/./);
}

describe('PostgreSQL is away', () => {
  it('from the start', async () => {
    const database = openDatabase('postgres://nobody@127.0.0.1:1/none');
    const gateway = await startGateway({ database });
    await expectPatience(gateway, 'a-ticket');
    await gateway.close();
    await database.end();
  });

  it('because its pool has ended', async () => {
    const { databaseUrl } = await testDatabase();
    const database = openDatabase(databaseUrl);
    const gateway = await startGateway({ database });
    await database.end();
    await expectPatience(gateway, 'a-ticket');
    await gateway.close();
  });

  it('in the middle of a session: the same session goes on when it is back', async () => {
    const { databaseUrl } = await testDatabase();
    const proxy = await TcpProxy.start(databaseUrl);
    const database = openDatabase(proxy.url);
    const gateway = await startGateway({ database });
    const connection = await putConnection(gateway, 'outage', { invoices: 2 });
    const ticket = await logIn(gateway, connection);
    const request = await send(gateway, connection, ticket, true);
    const answer = answerOf(connection, request.result);

    proxy.cut();
    await expectPatience(gateway, ticket);
    expect((await receive(gateway, ticket, answer)).result).toBe('-1');
    proxy.restore();

    expect((await send(gateway, connection, ticket)).result).toBe(request.result);
    expect((await receive(gateway, ticket, answer)).result).toBe('100');
    expect((await call(gateway, 'closeConnection', { ticket })).result).toBe('2 records transferred.');
    await gateway.close();
    await database.end();
    await proxy.stop();
  });
});
