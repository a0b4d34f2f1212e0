import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, envelope, logIn, post, putConnection, type Reply, type SoapConnection, send } from './gateway.js';
import { type GatewayProcess, startGatewayProcess } from './own-process.js';

/** As much as is read of any body. */
const SIZE = 12_000_000;

let gateway: GatewayProcess;
let memoryBefore = 0;
let connections: SoapConnection[] = [];
let [aside, beside, cut]: SoapConnection[] = [];
beforeAll(async () => {
  gateway = await startGatewayProcess();
  // At once: nobody applies their events, and "ready" waits for that. Enough invoices for every session to have one.
  const put = (name: string) => putConnection(gateway, name, { invoices: 12, settings: { maxRecords: 1 } });
  [aside, beside, cut, ...connections] = await Promise.all(['aside', 'beside', 'cut', 'a', 'b', 'c'].map(put));
  await gateway.forgetPeak();
  memoryBefore = await gateway.peakMemory();
});
afterAll(() => gateway?.stop());

const filled = (text: string): string => text.repeat(SIZE / text.length);

/** A session with an invoice on its way. */
async function begin(connection: SoapConnection | undefined) {
  if (connection === undefined) expect.fail('there is no such connection');
  const ticket = await logIn(gateway, connection);
  const { result } = await send(gateway, connection, ticket, true);
  return { ticket, request: result };
}

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const answer = (ticket: string, content: string): string =>
  envelope('receiveResponseXML', { ticket, response: '-', hresult: '', message: '' }).replace('>-<', `>${content}<`);

/** A body under a ticket that is nobody's or, `open`, a session's, and what it is answered. */
type Flood = { body: (ticket: string) => string; says: Partial<Reply>; open?: true };

const FLOODS: Readonly<Record<string, Flood>> = {
  'elements where the ticket should be': {
    body: () => envelope('getLastError', { ticket: '' }).replace('<ticket />', filled('<a/>')),
    says: { status: 200, result: expect.stringMatching(/^This session is over/) },
  },
  'elements in the answer for a ticket that is nobody’s': {
    body: () => answer('x', filled('<a/>')),
    says: { status: 200, result: '-1' },
  },
  'elements in the answer of a session': {
    body: (ticket) => answer(ticket, filled('<a/>')),
    says: { status: 200, result: '-1' },
    open: true,
  },
  'escaped elements in the answer of a session': {
    body: (ticket) => answer(ticket, filled('&lt;a/&gt;')),
    says: { status: 200, result: '-1' },
    open: true,
  },
  'elements in the CDATA of the answer of a session': {
    body: (ticket) => answer(ticket, `<![CDATA[${filled('<a/>')}]]>`),
    says: { status: 200, result: '-1' },
    open: true,
  },
  'text in the answer of a session': {
    body: (ticket) => answer(ticket, filled('text ')),
    says: { status: 200, result: '-1' },
    open: true,
  },
  'an attribute in the answer of a session': {
    body: (ticket) => answer(ticket, `<a b="${filled('c')}"/>`),
    says: { status: 200, result: '-1' },
    open: true,
  },
  'elements in sendRequestXML of a session': {
    body: (ticket) => envelope('sendRequestXML', { ticket, strHCPResponse: '-' }).replace('>-<', `>${filled('<a/>')}<`),
    says: { status: 413 },
    open: true,
  },
  'a user name': { body: () => envelope('authenticate', { strUserName: filled('a') }), says: { status: 413 } },
  'nothing but "<"': { body: () => filled('<'), says: { status: 400 } },
  'nothing but comments': { body: () => filled('<!---->'), says: { status: 400 } },
  levels: { body: () => filled('<a>'), says: { status: 400 } },
  'more than anything may be': { body: () => answer('x', filled('<a/>').repeat(2)), says: { status: 413 } },
  'an attribute of the envelope': {
    body: () => `<Envelope a="${filled('b')}"><Body><serverVersion/></Body></Envelope>`,
    says: { status: 400 },
  },
  'an operation behind a header': {
    body: () =>
      `<s:Envelope xmlns:s="${SOAP}"><s:Header>${filled('<a/>')}</s:Header><s:Body><serverVersion/></s:Body></s:Envelope>`,
    says: { status: 400 },
  },
};

describe('three bodies of 12 MB at once', () => {
  /** Who sends more than anything may be gets no answer where he writes on behind it. */
  const hungUp = () => ({ status: 413 });

  it.each(Object.entries(FLOODS))('%s: nobody else waits for 100 ms', async (_name, { body, says, open }) => {
    const tickets: string[] = [];
    for (const connection of connections) tickets.push(open ? (await begin(connection)).ticket : 'x');
    const bodies = tickets.map((ticket) => Buffer.from(body(ticket)));

    const stretch = await gateway.longestStretch(async () => {
      const replies = await Promise.all(bodies.map((each) => post(gateway, each).catch(hungUp)));
      for (const reply of replies) expect(reply).toMatchObject(says);
    });

    expect(stretch).toBeGreaterThan(0);
    expect(stretch).toBeLessThan(100);
  });

  it('have not taken 180 MB of memory', async () => {
    expect((await gateway.peakMemory()) - memoryBefore).toBeLessThan(180);
  });
});

describe('an answer that was left unread', () => {
  it('ends its session with the reason, and the next one sends the same bytes', async () => {
    const { ticket, request } = await begin(aside);
    expect((await post(gateway, answer(ticket, filled('<a/>')))).result).toBe('-1');
    expect((await call(gateway, 'getLastError', { ticket })).result).toMatch(/its outcome is unknown/);

    expect((await begin(aside)).request).toBe(request);
  });
});

describe('answers that are cut off on their way', () => {
  it('leave their room to those that come after them', async () => {
    const { ticket } = await begin(cut);
    const start = answer(ticket, filled('text ')).slice(0, 400_000);
    for (let number = 1; number <= 12; number += 1) {
      const socket = connect(gateway.port, '127.0.0.1');
      socket.write(`POST /qbwc HTTP/1.1\r\nHost: x\r\nContent-Length: ${SIZE}\r\n\r\n`);
      // At once, or when the gateway is about to look for the ticket, or when it reads on.
      await new Promise<void>((resolve) => socket.write(start.slice(0, number * 33_000), () => resolve()));
      socket.destroy();
    }
    const whole = answer(ticket, filled('text ').slice(0, 11_000_000));
    await expect.poll(() => post(gateway, whole)).toMatchObject({ status: 200, result: '-1' });
  });
});

describe('sixty uploads that dribble', { timeout: 60_000 }, () => {
  const dribble = (head: string): { socket: Socket; ended: Promise<string> } => {
    const socket = connect(gateway.port, '127.0.0.1');
    let said = '';
    socket.setEncoding('latin1').on('data', (text) => {
      said += text;
    });
    socket.on('error', () => undefined);
    socket.write(head);
    const timer = setInterval(() => socket.write('a'), 200);
    const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(said)));
    return { socket, ended: ended.finally(() => clearInterval(timer)) };
  };
  const head = (path: string, type: string): string =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: 100000\r\n\r\n`;

  it('are cut after 15 seconds, and meanwhile others are served as ever', async () => {
    const from = performance.now();
    const uploads = Array.from({ length: 60 }, () => dribble(head('/qbwc', 'text/xml')));
    const headers = Array.from({ length: 60 }, () => dribble('POST /qbwc HTTP/1.1\r\nHost: '));
    await expect.poll(() => call(gateway, 'serverVersion'), { timeout: 2_000 }).toMatchObject({ status: 200 });
    const served = performance.now();
    expect((await begin(beside)).request).toContain('<InvoiceAddRq ');
    expect(performance.now() - served).toBeLessThan(5_000);

    for (const { ended } of uploads) expect(await ended).toMatch(/^HTTP\/1\.1 408 /);
    await Promise.all(headers.map(({ ended }) => ended));

    expect(performance.now() - from).toBeGreaterThan(14_000);
    expect(performance.now() - from).toBeLessThan(25_000);
  });
});

describe('bodies from strangers elsewhere', () => {
  const stranger = async (path: string, type: string, body: string): Promise<number> =>
    (await fetch(`${gateway.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body })).status;
  const json = '['.repeat(500_000);

  it.each([
    ['a sign-in of 100 kB', '/console/sign-in', 'application/x-www-form-urlencoded', 'a&'.repeat(50_000), 413],
    ['JSON without a token', '/api/v1/connections/acme/invoices/ready', 'application/json', json, 401],
    ['JSON to where nothing is', '/api/nothing', 'application/json', json, 404],
    ['JSON to where nothing is at all', '/nothing', 'application/json', json, 404],
  ])('%s: is not read', async (_what, path, type, body, status) => {
    expect(await stranger(path, type, body)).toBe(status);
  });
});
