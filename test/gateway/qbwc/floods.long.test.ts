import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../../gateway/qbwc/door/limits.js';
import { call, envelope, logIn, post, putConnection, type Reply, type SoapConnection, send } from './gateway.js';
import { type GatewayProcess, healthDuring, startGatewayProcess } from './own-process.js';

/** As much as is read of any body. */
const SIZE = 12_000_000;
const AT_ONCE = 3;

let gateway: GatewayProcess;
const connections: SoapConnection[] = [];
beforeAll(async () => {
  gateway = await startGatewayProcess();
  for (let number = 1; number <= AT_ONCE; number += 1)
    connections.push(await putConnection(gateway, `flooded-${number}`, { invoices: 2 }));
});
afterAll(() => gateway?.stop());

const filled = (text: string): string => text.repeat(SIZE / text.length);
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
  /** What the slowest answer of /healthz took; every flood comes with tickets of its own. */
  async function slowest({ body, says, open }: Flood): Promise<number> {
    const tickets = open ? await Promise.all(connections.map((each) => logIn(gateway, each))) : ['x', 'x', 'x'];
    if (open) await Promise.all(connections.map((each, index) => send(gateway, each, tickets[index] ?? '', true)));
    const bodies = tickets.map((ticket) => Buffer.from(body(ticket)));
    const replies = Promise.all(bodies.map((each) => post(gateway, each)));
    const taken = await healthDuring(gateway, replies);
    for (const reply of await replies) expect(reply).toMatchObject(says);
    return Math.max(...taken);
  }

  it.each(Object.entries(FLOODS))('%s: /healthz answers within 100 ms', { timeout: 60_000 }, async (_name, flood) => {
    // What a busy machine takes differs from time to time; what holds the process up does so every time.
    const tries: number[] = [];
    while (tries.length < 5 && !tries.some((ms) => ms < 100)) tries.push(await slowest(flood));
    expect(Math.min(...tries)).toBeLessThan(100);
  });

  it('have not taken 300 MB of memory', async () => {
    expect(await gateway.peakMemory()).toBeLessThan(300);
  });
});

describe('an answer that was left unread', () => {
  it('ends its session with the reason, and the next one sends the same bytes', async () => {
    const connection = await putConnection(gateway, 'left-unread', { invoices: 2 });
    const ticket = await logIn(gateway, connection);
    const { result } = await send(gateway, connection, ticket, true);
    expect((await post(gateway, answer(ticket, filled('<a/>')))).result).toBe('-1');
    expect((await call(gateway, 'getLastError', { ticket })).result).toMatch(/its outcome is unknown/);

    const next = await logIn(gateway, connection);

    expect((await send(gateway, connection, next, true)).result).toBe(result);
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
    await sleep(1_000);
    const served = performance.now();
    expect((await call(gateway, 'serverVersion')).status).toBe(200);
    const [connection] = connections;
    if (connection === undefined) expect.fail('no connection');
    await logIn(gateway, connection);
    expect(performance.now() - served).toBeLessThan(2_000);

    const said = await Promise.all(uploads.map(({ ended }) => ended));

    expect(performance.now() - from).toBeLessThan(LIMITS.callWithinMs + 5_000);
    for (const text of said) expect(text).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('of headers are cut after 15 seconds as well', async () => {
    const from = performance.now();
    const uploads = Array.from({ length: 60 }, () => dribble('POST /qbwc HTTP/1.1\r\nHost: '));
    await Promise.all(uploads.map(({ ended }) => ended));
    expect(performance.now() - from).toBeLessThan(22_000);
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
