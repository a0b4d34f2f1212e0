import { type Client, createClientAsync } from 'soap';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER_ID } from '../../../transfers/session/owner-id.js';
import { answerOf, type Gateway, putConnection, type SoapConnection, startGateway } from './gateway.js';

let gateway: Gateway;
let connection: SoapConnection;
let client: Client;
beforeAll(async () => {
  gateway = await startGateway();
  connection = await putConnection(gateway, 'node-soap', { invoices: 2 });
  client = await createClientAsync(`${gateway.url}/qbwc?wsdl`);
  client.setEndpoint(`${gateway.url}/qbwc`);
});
afterAll(() => gateway.close());

/** A call through node-soap, which knows the service from its WSDL alone. */
async function call(operation: string, parameters: Record<string, unknown> = {}): Promise<unknown> {
  const [answer] = await client[`${operation}Async`](parameters);
  expect(Object.keys(answer)).toEqual([`${operation}Result`]);
  return answer[`${operation}Result`];
}

describe('the WSDL', () => {
  it('describes all eleven operations with their parameters and results', () => {
    const { QBWebConnectorSvc } = client.describe();
    expect(QBWebConnectorSvc.QBWebConnectorSvcSoap).toMatchObject({
      serverVersion: { output: { serverVersionResult: 's:string' } },
      clientVersion: { input: { strVersion: 's:string' } },
      authenticate: {
        input: { strUserName: 's:string', strPassword: 's:string' },
        output: { authenticateResult: { 'string[]': 's:string' } },
      },
      sendRequestXML: {
        input: {
          ticket: 's:string',
          strHCPResponse: 's:string',
          strCompanyFileName: 's:string',
          qbXMLCountry: 's:string',
          qbXMLMajorVers: 's:int',
          qbXMLMinorVers: 's:int',
        },
      },
      receiveResponseXML: {
        input: { ticket: 's:string', response: 's:string', hresult: 's:string', message: 's:string' },
        output: { receiveResponseXMLResult: 's:int' },
      },
      getLastError: { input: { ticket: 's:string' } },
      connectionError: { input: { ticket: 's:string', hresult: 's:string', message: 's:string' } },
      closeConnection: { input: { ticket: 's:string' } },
      getInteractiveURL: { input: { wcTicket: 's:string', sessionId: 's:string' } },
      interactiveDone: { input: { wcTicket: 's:string' } },
      interactiveRejected: { input: { wcTicket: 's:string', reason: 's:string' } },
    });
  });

  it('names the public address and the SOAP actions of Intuit', async () => {
    const text = await (await fetch(`${gateway.url}/qbwc?wsdl`)).text();
    expect(text).toContain('<soap:address location="https://transfer.example.com/qbwc"/>');
    expect(text).toContain('soapAction="http://developer.intuit.com/receiveResponseXML"');
    expect(text).toContain('targetNamespace="http://developer.intuit.com/"');
    expect(text).toContain('elementFormDefault="qualified"');
  });
});

describe('node-soap as the client', () => {
  it('runs a whole session, one call of each operation', async () => {
    expect(await call('serverVersion')).toMatch(/^PSA to QuickBooks/);
    expect(await call('clientVersion', { strVersion: '2.3.0.215' })).toBe('');
    const login = { strUserName: connection.userName, strPassword: connection.password };
    const { string } = (await call('authenticate', login)) as { string: string[] };
    expect(string).toEqual([expect.stringMatching(/^[\da-f]{32}$/), '']);
    const [ticket] = string;
    const request = await call('sendRequestXML', {
      ticket,
      strHCPResponse: connection.company.hostCompanyPreferences(OWNER_ID).response,
      strCompanyFileName: 'C:\\Books.qbw',
      qbXMLCountry: 'US',
      qbXMLMajorVers: 16,
      qbXMLMinorVers: 0,
    });
    const response = answerOf(connection, request as string);
    expect(await call('receiveResponseXML', { ticket, response, hresult: '', message: '' })).toBe(100);
    expect(await call('getLastError', { ticket })).toBe('2 records transferred.');
    expect(await call('getInteractiveURL', { wcTicket: ticket, sessionId: '1' })).toBe('https://transfer.example.com');
    expect(await call('interactiveDone', { wcTicket: ticket })).toBe('Done');
    expect(await call('interactiveRejected', { wcTicket: ticket, reason: 'no' })).toMatch(/\.$/);
    expect(await call('connectionError', { ticket, hresult: '0x80040408', message: 'no' })).toBe('done');
    expect(await call('closeConnection', { ticket })).toMatch(/0x80040408/);
    expect(connection.company.transactions({ type: 'Invoice' })).toHaveLength(2);
  });

  it('reads -1 and empty results', async () => {
    expect(await call('sendRequestXML', { ticket: 'x' })).toBe('');
    expect(await call('receiveResponseXML', { ticket: 'x', response: '', hresult: '', message: '' })).toBe(-1);
  });
});
