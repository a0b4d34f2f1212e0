import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSession } from '../../../simulator/simulator.js';
import { findConnection } from '../../../store/connections.js';
import { listSessions } from '../../../store/sessions.js';
import { OWNER_ID } from '../../../transfers/session/owner-id.js';
import {
  call,
  envelope,
  type Gateway,
  logIn,
  putConnection,
  type SoapConnection,
  send,
  startGateway,
} from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const known = async ({ id }: SoapConnection) => {
  const connection = await findConnection(gateway.database, id);
  return { quickbooks: connection?.quickbooks, webConnectorVersion: connection?.webConnectorVersion };
};

/** One call with the cookie that a Web Connector has; answers the cookie that it has then. */
async function callWith(cookie: string, operation: string, parameters: Record<string, string>): Promise<string> {
  const response = await fetch(`${gateway.url}/qbwc`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', ...(cookie === '' ? {} : { cookie }) },
    body: envelope(operation, parameters),
  });
  expect(response.status).toBe(200);
  await response.text();
  return response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
}

const clientVersion = (strVersion: string) => callWith('', 'clientVersion', { strVersion });
const authenticate = (cookie: string, { userName, password }: SoapConnection) =>
  callWith(cookie, 'authenticate', { strUserName: userName, strPassword: password });

describe('which QuickBooks and which Web Connector', () => {
  it('is known after a session, of the connection and of the session', async () => {
    const connection = await putConnection(gateway, 'whole');
    const { company, userName, password, fileId, id } = connection;

    const qwc = { ownerId: OWNER_ID, fileId };
    const options = { url: `${gateway.url}/qbwc`, userName, password, companyFile: company, qwc };
    expect(await runSession({ ...options, clientVersion: '2.3.0.198' })).toMatchObject({ outcome: 'done' });

    const expected = {
      quickbooks: {
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        productName: 'QuickBooks Desktop Pro 2023 (simulator)',
        version: '33.0',
        country: 'US',
        qbxmlVersion: '16.0',
        companyName: company.company.name,
        companyFile: company.company.path,
        fileId: fileId.replace(/[{}]/g, '').toLowerCase(),
      },
      webConnectorVersion: '2.3.0.198',
    };
    expect(await known(connection)).toEqual(expected);
    expect((await listSessions(gateway.database, id, { limit: 1, offset: 0 })).items).toMatchObject([expected]);
  });

  it('is known of the Web Connector where there is nothing to do, too', async () => {
    const connection = await putConnection(gateway, 'idle', { invoices: 0 });

    await authenticate(await clientVersion('2.2.0.71'), connection);

    expect(await known(connection)).toEqual({ quickbooks: null, webConnectorVersion: '2.2.0.71' });
  });

  it('is not mixed up between two that call at the same time from one address', async () => {
    const [one, two] = [await putConnection(gateway, 'one'), await putConnection(gateway, 'two')];

    const [first, second] = [await clientVersion('2.1.0.30'), await clientVersion('2.3.0.215')];
    await authenticate(first, one);
    await authenticate(second, two);

    expect(await known(one)).toMatchObject({ webConnectorVersion: '2.1.0.30' });
    expect(await known(two)).toMatchObject({ webConnectorVersion: '2.3.0.215' });
  });

  it('stays as it is known where a run does not tell, or tells nonsense, and with a wrong password', async () => {
    const connection = await putConnection(gateway, 'keeps');
    await authenticate(await clientVersion(' 2.3.0.215 '), connection);

    await authenticate('', connection);
    await authenticate(await clientVersion("9'; Path=/; x=<b>"), connection);
    await authenticate('web_connector_version=1.2.3.4.5.6', connection);
    await authenticate('other_web_connector_version=9.9', connection);
    await authenticate(await clientVersion('9.9.9.9'), { ...connection, password: 'wrong' });

    expect(await known(connection)).toMatchObject({ webConnectorVersion: '2.3.0.215' });
  });

  it('is kept of a wrong company file, so that people see which one was open', async () => {
    const connection = await putConnection(gateway, 'wrong-file');
    connection.company.changeFileId(OWNER_ID, '{11111111-2222-3333-4444-55555555AAAA}');

    expect((await send(gateway, connection, await logIn(gateway, connection), true)).result).toBe('');

    expect((await known(connection)).quickbooks).toMatchObject({
      fileId: '11111111-2222-3333-4444-55555555aaaa',
      companyFile: connection.company.company.path,
    });
  });

  it('stays as it is known where QuickBooks says nothing of itself', async () => {
    const connection = await putConnection(gateway, 'silent');
    await send(gateway, connection, await logIn(gateway, connection), true);
    const { quickbooks } = await known(connection);
    expect(quickbooks).toBeTruthy();

    for (const strHCPResponse of ['', 'QuickBooks is closed']) {
      const ticket = await logIn(gateway, connection);
      await call(gateway, 'sendRequestXML', { ticket, strHCPResponse, strCompanyFileName: 'C:\\x.qbw' });
      expect((await known(connection)).quickbooks).toEqual(quickbooks);
    }
  });

  it('takes the newest qbXML of the list where the call names none, and what is left out is null', async () => {
    const connection = await putConnection(gateway, 'sparse');
    const ticket = await logIn(gateway, connection);
    const host =
      '<HostRet><ProductName>QuickBooks &#0;Pro</ProductName><MajorVersion>34</MajorVersion>' +
      '<SupportedQBXMLVersion>15.0</SupportedQBXMLVersion><SupportedQBXMLVersion>16.0</SupportedQBXMLVersion></HostRet>';

    await call(gateway, 'sendRequestXML', { ticket, strHCPResponse: host, strCompanyFileName: '' });

    expect((await known(connection)).quickbooks).toEqual({
      at: expect.any(String),
      productName: 'QuickBooks \ufffdPro',
      version: '34.0',
      country: null,
      qbxmlVersion: '16.0',
      companyName: null,
      companyFile: null,
      fileId: null,
    });
  });
});
