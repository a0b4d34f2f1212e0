import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, call, envelope, type Gateway, logIn, post, putConnection, send, startGateway } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

describe('document style', () => {
  it('answers in SOAP 1.1 on one line, as text/xml in UTF-8', async () => {
    const reply = await call(gateway, 'serverVersion');
    expect(reply.status).toBe(200);
    expect(reply.type).toBe('text/xml; charset=utf-8');
    expect(reply.body).toMatch(
      /^<\?xml version="1\.0" encoding="utf-8"\?><soap:Envelope xmlns:soap="http:\/\/schemas\.xmlsoap\.org\/soap\/envelope\/"><soap:Body><serverVersionResponse xmlns="http:\/\/developer\.intuit\.com\/"><serverVersionResult>[^<\n]+<\/serverVersionResult><\/serverVersionResponse><\/soap:Body><\/soap:Envelope>$/,
    );
  });

  it('takes serverVersion as QBWC writes it: one empty element without parameters', async () => {
    const body = `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${SOAP}"><soap:Body><serverVersion xmlns="http://developer.intuit.com/" /></soap:Body></soap:Envelope>`;
    expect((await post(gateway, body)).result).not.toBe('');
  });

  it.each([
    ['no SOAPAction', {}],
    ['another SOAPAction', { SOAPAction: '"http://developer.intuit.com/closeConnection"' }],
    ['a content type of SOAP 1.2', { 'content-type': 'application/soap+xml' }],
    ['no charset', { 'content-type': 'text/xml' }],
  ])('goes by the body with %s', async (_name, headers: Record<string, string>) => {
    const reply = await post(gateway, envelope('clientVersion', { strVersion: '2.3.0.215' }), headers);
    expect(reply).toMatchObject({ status: 200, result: '' });
  });

  it('takes a byte order mark, comments, CDATA and white space between the elements', async () => {
    const { userName, password } = await putConnection(gateway, 'spaced', { password: 'a<b>&c' });
    const body = `\ufeff<?xml version="1.0"?>\r\n<soap:Envelope xmlns:soap="${SOAP}">\n <!-- a proxy was here -->\n <soap:Header />\n <soap:Body>\n  <authenticate xmlns="http://developer.intuit.com/">\n   <strUserName>${userName}</strUserName>\n   <strPassword><![CDATA[${password}]]></strPassword>\n  </authenticate>\n </soap:Body>\n</soap:Envelope>\n`;
    expect((await post(gateway, body)).result).toEqual([expect.stringMatching(/^[\da-f]{32}$/), '']);
  });

  it.each(['<strVersion/>', '<strVersion></strVersion>', '<strVersion />', ''])(
    'takes an empty parameter as %s',
    async (parameter) => {
      const body = envelope('clientVersion').replace('></clientVersion>', `>${parameter}</clientVersion>`);
      expect(await post(gateway, body)).toMatchObject({ status: 200, result: '' });
    },
  );

  it('takes nil parameters for empty ones', async () => {
    const body = envelope('getLastError').replace('></getLastError>', '><ticket xsi:nil="true"/></getLastError>');
    expect((await post(gateway, body)).result).toMatch(/over/);
  });

  it('takes an answer of QuickBooks in CDATA, with its declaration', async () => {
    const connection = await putConnection(gateway, 'cdata-answer');
    const ticket = await logIn(gateway, connection);
    const answer = answerOf(connection, (await send(gateway, connection, ticket, true)).result);
    expect(answer).toMatch(/^<\?xml /);
    const body = envelope('receiveResponseXML', { ticket, response: '-', hresult: '', message: '' });
    expect((await post(gateway, body.replace('>-<', `><![CDATA[${answer}]]><`))).result).toBe('100');
  });

  it('goes by the first of two operations, and by the last of two parameters', async () => {
    const body = envelope('getLastError', { ticket: 'x' })
      .replace('</getLastError>', '</getLastError><serverVersion/>')
      .replace('<ticket>', '<ticket>y</ticket><ticket>');
    expect((await post(gateway, body)).result).toMatch(/over/);
  });

  it('answers without a header, whatever stands in that of the call', async () => {
    const header = `<soap:Header><Security><Timestamp a="1"><Created>now</Created></Timestamp></Security><x id="1"/></soap:Header>`;
    const reply = await post(gateway, envelope('serverVersion').replace('<soap:Body>', `${header}<soap:Body>`));
    expect(reply.body).toContain('<serverVersionResult>PSA');
    expect(reply.body).not.toContain('Header');
  });

  it('keeps what XML cannot carry out of a text, and every other character in it', async () => {
    const name = 'a&#0;b&#x1F;c&#xD800;\ufeff d';
    const body = envelope('authenticate', { strUserName: '-', strPassword: ' ' }).replace('>-<', `>${name}<`);
    expect((await post(gateway, body)).result).toEqual(['', 'nvu']);
  });

  it('takes bytes that are no UTF-8 as Windows-1252', async () => {
    const { userName } = await putConnection(gateway, 'latin', { password: 'Zoë Zoë' });
    const text = envelope('authenticate', { strUserName: userName, strPassword: 'Zoë Zoë' });
    expect((await post(gateway, new Uint8Array(Buffer.from(text, 'latin1')))).result).toEqual([expect.any(String), '']);
  });
});

describe('RPC style', () => {
  const rpc = (content: string): string =>
    `<?xml version="1.0" encoding="utf-8"?><SOAP-ENV:Envelope xmlns:SOAP-ENV="${SOAP}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:q1="http://developer.intuit.com/"><SOAP-ENV:Body SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">${content}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;

  it('takes prefixed operations with typed parameters in no namespace', async () => {
    const body = rpc(
      '<q1:clientVersion xmlns:q1="http://developer.intuit.com/"><strVersion xsi:type="xsd:string">2.3.0.215</strVersion></q1:clientVersion>',
    );
    const reply = await post(gateway, body);
    expect(reply).toMatchObject({ status: 200, result: '' });
    expect(reply.body).toContain('<clientVersionResult></clientVersionResult>');
  });

  it('logs in and asks for a message set', async () => {
    const connection = await putConnection(gateway, 'rpc', { password: 'p & "q" <r> ' });
    const login = `<q1:authenticate><strUserName xsi:type="xsd:string">${connection.userName}</strUserName><strPassword xsi:type="xsd:string">p &amp; &quot;q&quot; &lt;r&gt; </strPassword></q1:authenticate>`;
    const { result } = await post(gateway, rpc(login));
    expect(result).toEqual([expect.stringMatching(/^[\da-f]{32}$/), '']);
    const ask = `<q1:getLastError><ticket xsi:type="xsd:string">${String(result?.[0])}</ticket></q1:getLastError>`;
    expect((await post(gateway, rpc(ask))).result).toMatch(/^The transfer server .*next run/);
  });

  it('takes prefixed parameters', async () => {
    const connection = await putConnection(gateway, 'prefixed');
    const ticket = await logIn(gateway, connection);
    const body = rpc(`<q1:closeConnection><q1:ticket>${ticket}</q1:ticket></q1:closeConnection>`);
    expect((await post(gateway, body)).result).toBe('Nothing was left to transfer.');
  });
});

describe('passwords', () => {
  it.each([
    ['trailing', 'ends with a space '],
    ['leading', '  begins with two'],
    ['markup', 'a&b<c>d"e\'f'],
    ['entity', '&amp;&#65;'],
    ['umlaut', 'Größe ☃ 𝄞'],
    ['cdata', 'x]]>y]]'],
    ['lines', 'one\ttwo\rthree\nfour'],
  ])('take every character: %s', async (id, password) => {
    const { userName } = await putConnection(gateway, `password-${id}`, { password });
    const right = await call(gateway, 'authenticate', { strUserName: userName, strPassword: password });
    expect(right.result).toEqual([expect.stringMatching(/^[\da-f]{32}$/), '']);
    const wrong = await call(gateway, 'authenticate', { strUserName: userName, strPassword: `${password} ` });
    expect(wrong.result).toEqual(['', 'nvu']);
  });
});
