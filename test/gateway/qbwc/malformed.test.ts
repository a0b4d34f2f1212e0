import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, envelope, type Gateway, post, startGateway } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const inBody = (content: string): string =>
  `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${content}</soap:Body></soap:Envelope>`;

const whole = envelope('getLastError', { ticket: 'x' });

describe('what is no SOAP call gets HTTP 400', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \r\n'],
    ['text', 'hello'],
    ['JSON', '{"jsonrpc":"2.0"}'],
    ['HTML', '<html><body><p>x</p></body></html>'],
    ['XML of another kind', '<?xml version="1.0"?><QBXML/>'],
    ['an envelope without a body', '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"/>'],
    ['an empty body', inBody('')],
    ['an unknown operation', inBody('<getServerTime xmlns="http://developer.intuit.com/"/>')],
    ['an operation that every object has', inBody('<toString/>')],
    ['a prototype as operation', inBody('<__proto__/>')],
    ['a cut envelope', whole.slice(0, whole.length - 30)],
    ['two roots', whole + whole],
    ['an entity that nobody defined', inBody('<getLastError><ticket>&nbsp;</ticket></getLastError>')],
    ['an attribute twice', inBody('<getLastError a="1" a="2"/>')],
    ['elements that overlap', inBody('<a><b></a></b>')],
    ['a name without end', inBody(`<${'a'.repeat(100_000)}/>`).slice(0, -10)],
    ['an entity of HTML', inBody('<clientVersion><strVersion>&eacute;</strVersion></clientVersion>')],
    ['an element that refers to another', inBody('<getLastError><ticket href="#__proto__"/></getLastError>')],
    ['an element to which others refer', inBody('<getLastError id="__proto__"><ticket>x</ticket></getLastError>')],
    ['text behind the envelope', `${whole}x`],
    ['a thousand levels', `${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`],
  ])('%s', async (_name, body) => {
    const reply = await post(gateway, body);
    expect(reply.status).toBe(400);
    expect(reply.body).not.toContain('node_modules');
    expect(reply.body, 'a call has no outcome').not.toMatch(/outcome|answer/);
    expect(reply.body.length).toBeLessThan(500);
  });

  it('and leaves no trace in what comes after it', () => {
    const found: string[] = [];
    for (const name in {}) found.push(name);
    expect(found).toEqual([]);
  });

  it('bytes', async () => {
    const noise = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256);
    expect((await post(gateway, noise)).status).toBe(400);
  });

  it('a DTD, and with it entities from outside and entity bombs', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">${'bcdefghijk'
      .split('')
      .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghij'.charAt(index)};`.repeat(10)}">`)
      .join('')}]>${inBody('<clientVersion><strVersion>&k;</strVersion></clientVersion>')}`;
    const outside = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${inBody('<getLastError><ticket>&e;</ticket></getLastError>')}`;
    const parameter = `<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:1/x.dtd"> %e;]>${inBody('<serverVersion/>')}`;
    for (const body of [bomb, outside, parameter]) {
      const started = performance.now();
      const reply = await post(gateway, body);
      expect(reply.status).toBe(400);
      expect(reply.body).not.toContain('root:');
      expect(performance.now() - started).toBeLessThan(1000);
    }
  });

  it('a million elements in one call do not hold the process up', async () => {
    const body = envelope('getLastError', { ticket: '' }).replace('<ticket />', '<x/>'.repeat(1_000_000));
    const started = performance.now();
    expect((await post(gateway, body)).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});

describe('the size of a body', () => {
  const ofSize = (bytes: number): string =>
    envelope('receiveResponseXML', { ticket: 'x', response: 'r'.repeat(bytes), hresult: '', message: '' });

  it('10 MB, the most that QBWC posts, is taken', async () => {
    expect(await post(gateway, ofSize(10_000_000))).toMatchObject({ status: 200, result: '-1' });
  });

  it('20 MB gets HTTP 413', async () => {
    expect((await post(gateway, ofSize(20_000_000))).status).toBe(413);
  });

  it('20 MB without a length get HTTP 413', async () => {
    const chunk = Buffer.alloc(1_000_000, 'r');
    const body = new ReadableStream({
      start: (controller) => {
        for (let sent = 0; sent < 20; sent += 1) controller.enqueue(chunk);
        controller.close();
      },
    });
    const request = { method: 'POST', headers: { 'content-type': 'text/xml' }, body, duplex: 'half' } as const;
    const answered = await fetch(`${gateway.url}/qbwc`, request).then(
      ({ status }) => status,
      // The server hung up in the middle of the body, as it may.
      () => 413,
    );
    expect(answered).toBe(413);
  });

  it('afterwards the gateway serves as before', async () => {
    expect((await call(gateway, 'serverVersion')).status).toBe(200);
  });
});

describe('other methods', () => {
  it('GET shows the WSDL, with and without ?wsdl', async () => {
    for (const path of ['/qbwc?wsdl', '/qbwc?WSDL', '/qbwc']) {
      const reply = await fetch(`${gateway.url}${path}`);
      expect(reply.status).toBe(200);
      expect(reply.headers.get('content-type')).toBe('text/xml; charset=utf-8');
      expect(await reply.text()).toContain('<wsdl:definitions ');
    }
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('%s is not there', async (method) => {
    const { status } = await fetch(`${gateway.url}/qbwc`, { method });
    expect([404, 405]).toContain(status);
  });
});
