import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../../../gateway/app.js';
import { call, type Gateway, putConnection, type SoapConnection, startGateway } from './gateway.js';

const MAX_SESSIONS = 100;

let now = Date.parse('2026-03-02T12:00:00.000Z');
const clock = { now: (): string => new Date(now).toISOString() };

let gateway: Gateway;
let other: Gateway;
let acme: SoapConnection;
beforeAll(async () => {
  gateway = await startGateway(clock);
  other = await startGateway({ ...clock, database: gateway.database });
  acme = await putConnection(gateway, 'floor');
});
afterAll(async () => {
  await other.close();
  await gateway.close();
});

const authenticate = async (at: Pick<Gateway, 'url'>, { userName, password }: SoapConnection) =>
  (await call(at, 'authenticate', { strUserName: userName, strPassword: password })).result;
const begun = [expect.stringMatching(/./), ''];
const busy = ['', 'busy'];

it('a connection begins a hundred sessions within a minute, at whatever gateway, and is then told to come later', async () => {
  for (let count = 0; count < MAX_SESSIONS; count += 1) {
    expect(await authenticate(count % 2 === 0 ? gateway : other, acme)).toEqual(begun);
    now += 100;
  }

  expect(await authenticate(gateway, acme)).toEqual(busy);
  expect(await authenticate(other, acme)).toEqual(busy);

  const neighbour = await putConnection(gateway, 'neighbour');
  expect(await authenticate(gateway, neighbour), 'other connections are not held up').toEqual(begun);
  now += 60_000;
  expect(await authenticate(gateway, acme)).toEqual(begun);
});

it('the clock that was put back holds nobody up', async () => {
  now -= 3_600_000;
  expect(await authenticate(gateway, acme)).toEqual(begun);
  now += 3_600_000;
});

it('is logged, with the connection', async () => {
  const storm = await putConnection(gateway, 'storm');
  await gateway.database.query(
    `insert into sessions (id, connection_id, ticket_hash, state, started_at, last_call_at, ended_at)
     select 'storm-' || n, 'storm', decode(lpad(to_hex(n), 8, '0'), 'hex'), 'replaced', $1, $1, $1 from generate_series(1, ${MAX_SESSIONS}) as n`,
    [clock.now()],
  );
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const logged = await buildApp(
    {
      database: gateway.database,
      signals: { tellItems: () => undefined, tellSession: () => undefined },
      ...clock,
      publicUrl: 'https://transfer.example.com',
      apiToken: 'x',
      applyTimeoutMs: 0,
      isWorkerPolling: async () => true,
    },
    log,
  );
  const url = await logged.listen({ port: 0, host: '127.0.0.1' });

  expect(await authenticate({ url }, storm)).toEqual(busy);

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ connectionId: 'storm', sessions: MAX_SESSIONS, msg: expect.stringContaining('busy') }),
  ]);
  await logged.close();
});

it('is counted by an index alone', async () => {
  const client = await gateway.database.connect();
  try {
    await client.query('begin');
    await client.query('set local enable_seqscan = off');
    const { rows } = await client.query(
      `explain select 1 from sessions where connection_id = 'floor' and started_at <= now() and started_at > now() - interval '1 minute' limit 100`,
    );
    expect(JSON.stringify(rows)).toContain('sessions_by_start');
  } finally {
    await client.query('rollback');
    client.release();
  }
});
