import { describe, expect, it } from 'vitest';
import { openInMemoryCompanyFile } from '../../simulator/simulator.js';
import { answering, qwc, runAgainst, set } from './run-against.js';
import { type Received, type Reply, sending } from './scripted-server.js';

describe('a session', () => {
  it('keeps to the documented order and sends strHCPResponse once', async () => {
    const { result, server, file } = await runAgainst(sending([set('S1'), set('S2')]));

    expect(server.operations).toEqual([
      ...['serverVersion', 'clientVersion', 'authenticate'],
      ...['sendRequestXML', 'receiveResponseXML', 'sendRequestXML', 'receiveResponseXML', 'closeConnection'],
    ]);
    expect(result).toMatchObject({ outcome: 'done', closing: 'good bye', roundTrips: 2, messageSets: 2 });
    expect(result.timings.sendRequestXML).toHaveLength(2);
    const [first, second] = server.received.filter(({ operation }) => operation === 'sendRequestXML');
    expect(first?.parameters).toMatchObject({ ticket: 'ticket', qbXMLCountry: 'US' });
    expect(first?.parameters.strHCPResponse).toContain(qwc.fileId);
    expect(second?.parameters.strHCPResponse).toBe('');
    expect(file.transactions()).toHaveLength(2);
  });

  it('speaks like the .NET client of QBWC over one connection', async () => {
    const { server } = await runAgainst(sending([set('S1')]));

    const authenticate = server.received.find(({ operation }) => operation === 'authenticate');
    expect(authenticate?.parameters).toEqual({ strUserName: 'acme', strPassword: 'p&w ' });
    expect(authenticate?.headers).toMatchObject({
      'content-type': 'text/xml; charset=utf-8',
      soapaction: '"http://developer.intuit.com/authenticate"',
      expect: '100-continue',
    });
    expect(authenticate?.headers['user-agent']).toContain('MS Web Services Client Protocol');
    expect(new Set(server.received.map(({ socket }) => socket)).size).toBe(1);
  });

  it('passes the answer of QuickBooks on, or its exception', async () => {
    const responses: Received['parameters'][] = [];
    const bad = set('S1').replaceAll('InvoiceLineAdd', 'Line');

    const { result, file } = await runAgainst(sending([bad, set('S2')], responses));

    expect(responses.map(({ response, hresult }) => [response?.slice(0, 38), hresult])).toEqual([
      ['', '0x80040400'],
      ['<?xml version="1.0" ?><QBXML><QBXMLMsg', ''],
    ]);
    expect(responses[0]?.message).toContain('error when parsing');
    expect(result.parserLog).toEqual([expect.stringContaining('message set 1: <Line>')]);
    expect(file.transactions()).toHaveLength(1);
  });

  it('does not overwrite the FileID of another company file', async () => {
    const file = openInMemoryCompanyFile();
    file.writeFileId(qwc.ownerId, '{bbbbbbbb-2222-3333-4444-555555555555}');

    const { server } = await runAgainst(sending([set('S1')]), { companyFile: file });

    const hcp = server.received.find(({ operation }) => operation === 'sendRequestXML')?.parameters.strHCPResponse;
    expect(hcp).toContain('{bbbbbbbb-');
    expect(hcp).not.toContain(qwc.fileId);
  });

  it.each([
    ['none', 'nothingToDo'],
    ['nvu', 'refused'],
    ['busy', 'refused'],
  ])('is closed at once when authenticate says %s', async (word, outcome) => {
    const { result, server } = await runAgainst(
      answering({ authenticate: `<string></string><string>${word}</string>` }),
    );

    expect(result.outcome).toBe(outcome);
    expect(server.operations.slice(3)).toEqual(['closeConnection']);
  });

  it('is closed, and to run later, when authenticate postpones it and it runs by its schedule', async () => {
    const answer = answering({ authenticate: '<string>t</string><string/><string>90</string><string>600</string>' });

    const scheduled = await runAgainst(answer, { isScheduled: true });
    const byHand = await runAgainst(answering({ authenticate: '<string>t</string><string/><string>90</string>' }));

    expect(scheduled.result).toMatchObject({ outcome: 'postponed', postponedSeconds: 90, minimumEverySeconds: 600 });
    expect(scheduled.server.operations.slice(3)).toEqual(['closeConnection']);
    expect(byHand.result).toMatchObject({ outcome: 'done', postponedSeconds: 90, minimumEverySeconds: 0 });
  });

  it('does not begin when clientVersion says E:', async () => {
    const { result, server } = await runAgainst(answering({ clientVersion: 'E:too old' }));

    expect(result).toMatchObject({ outcome: 'refused', closing: expect.stringContaining('E:too old') });
    expect(server.operations).toEqual(['serverVersion', 'clientVersion']);
  });

  it('reports another company file by connectionError, and goes on with the open one when told', async () => {
    const other = { authenticate: '<string>t</string><string>C:\\other.qbw</string>' };

    const stopped = await runAgainst(answering({ ...other, connectionError: 'done' }));
    const goneOn = await runAgainst(answering({ ...other, connectionError: '' }));

    expect(stopped.result).toMatchObject({ outcome: 'refused' });
    expect(stopped.file.fileId(qwc.ownerId)).toBeUndefined();
    expect(goneOn.file.fileId(qwc.ownerId)).toBe(qwc.fileId);
    expect(stopped.server.received.at(-1)?.parameters.hresult).toBe('0x8004040A');
    expect(goneOn.result.outcome).toBe('done');
  });

  it('asks getLastError when there is nothing to send: NoOp waits, text ends', async () => {
    let asked = 0;
    const usual = sending([set('S1')]);
    const { result, server } = await runAgainst((call) => {
      if (call.operation === 'sendRequestXML' && asked < 2) return '';
      if (call.operation !== 'getLastError') return usual(call);
      asked += 1;
      return 'NoOp';
    });
    const ended = await runAgainst(answering({ sendRequestXML: '', getLastError: 'the wrong company file' }));

    expect(server.operations.slice(3, 9)).toEqual([
      'sendRequestXML',
      'getLastError',
      'sendRequestXML',
      'getLastError',
      'sendRequestXML',
      'receiveResponseXML',
    ]);
    expect(result).toMatchObject({ outcome: 'done', roundTrips: 3, messageSets: 1 });
    expect(ended.result).toMatchObject({
      outcome: 'serverError',
      lastError: 'the wrong company file',
      closing: 'good bye',
    });
  });

  it('ends with the text of getLastError when receiveResponseXML is negative', async () => {
    const { result, server } = await runAgainst(answering({ receiveResponseXML: '-1', getLastError: 'disk full' }));

    expect(result).toMatchObject({ outcome: 'serverError', lastError: 'disk full' });
    expect(server.operations.slice(-3)).toEqual(['receiveResponseXML', 'getLastError', 'closeConnection']);
  });

  it.each(['NoOp', 'Interactive mode'])(
    'ends when receiveResponseXML is negative and getLastError says %s',
    async (text) => {
      const { result, server } = await runAgainst(answering({ receiveResponseXML: '-1', getLastError: text }));

      expect(result).toMatchObject({ outcome: 'serverError', lastError: text });
      expect(server.operations.slice(-3)).toEqual(['receiveResponseXML', 'getLastError', 'closeConnection']);
    },
  );
});

describe('an answer that breaks the Web Connector', () => {
  const fault =
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Server</faultcode><faultstring>boom</faultstring></s:Fault></s:Body></s:Envelope>';
  const body = (content: string): Reply => ({
    status: 200,
    body: `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><s:Body>${content}</s:Body></s:Envelope>`,
  });

  it.each<[string, string, Reply, string]>([
    [
      'a SOAP fault',
      'authenticate',
      { status: 500, body: fault },
      'QBWC1012: authenticate failed: the server raised a fault: boom',
    ],
    ['an empty body', 'sendRequestXML', body(''), 'Object reference not set to an instance of an object.'],
    [
      'no result element',
      'sendRequestXML',
      body('<sendRequestXMLResponse xmlns="http://developer.intuit.com/"/>'),
      'QBWC1041: sendRequestXML failed: Object reference not set',
    ],
    [
      'a nil result',
      'sendRequestXML',
      body(
        '<sendRequestXMLResponse xmlns="http://developer.intuit.com/"><sendRequestXMLResult xsi:nil="true"/></sendRequestXMLResponse>',
      ),
      'Object reference not set',
    ],
    [
      'another namespace',
      'sendRequestXML',
      body('<sendRequestXMLResponse xmlns="urn:x"><sendRequestXMLResult/></sendRequestXMLResponse>'),
      'Object reference not set',
    ],
    ['one string for authenticate', 'authenticate', '<string>t</string>', 'Object reference not set'],
    ['strings with a capital letter', 'authenticate', '<String>t</String><String/>', 'Object reference not set'],
    ['a decimal number', 'receiveResponseXML', '99.5', 'Input string was not in a correct format'],
    ['text for a number', 'receiveResponseXML', 'done', 'QBWC1042'],
    ['no XML', 'sendRequestXML', { status: 200, body: 'Warning: <br>' }, 'Response is not well-formed XML'],
    ['HTTP 404', 'serverVersion', { status: 404, body: 'not here' }, 'HTTP status 404'],
    ['a connection that drops', 'receiveResponseXML', undefined, 'QBWC1042: receiveResponseXML failed'],
  ])('as %s ends the session without closeConnection', async (_, operation, reply, message) => {
    const { result, server } = await runAgainst(answering({ [operation]: reply }));

    expect(result).toMatchObject({ outcome: 'callFailed', closing: expect.stringContaining(message) });
    expect(server.operations.at(-1)).toBe(operation);
  });

  it('is a server that is not there', async () => {
    const { result } = await runAgainst(sending([]), { url: 'http://127.0.0.1:9/qbwc' });

    expect(result).toMatchObject({ outcome: 'callFailed', closing: expect.stringContaining('Unable to connect') });
  });
});
