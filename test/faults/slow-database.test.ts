import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase, TIMEOUTS, type Timeouts } from '../../store/database.js';
import { signedIn } from '../console/harness.js';
import {
  call,
  type Gateway,
  logIn,
  putConnection,
  type SoapConnection,
  setReady,
  startGateway,
} from '../gateway/qbwc/gateway.js';
import { testDatabase } from '../helpers/services.js';
import { LockHolder } from './lock-holder.js';

const PATIENT: Timeouts = { lockMs: 0, statementMs: 0, answerMs: 20_000 };

/** How the waiting of a call for a lock may end that somebody else does not give free. */
const ENDS: readonly { how: string; timeouts: Timeouts; end?: (holder: LockHolder, calls: number) => Promise<void> }[] =
  [
    { how: 'no answer comes, and we give up', timeouts: { ...PATIENT, answerMs: 1_000 } },
    { how: 'PostgreSQL gives up on the lock', timeouts: { ...PATIENT, lockMs: 300 } },
    { how: 'PostgreSQL gives up on the statement', timeouts: { ...PATIENT, statementMs: 500 } },
    { how: 'its backend is terminated', timeouts: TIMEOUTS, end: (holder, calls) => holder.terminateWaiting(calls) },
  ];

/** What QBWC hears when PostgreSQL does not answer: never a fault. */
const SAID: Readonly<Record<string, unknown>> = {
  authenticate: ['', 'busy'],
  sendRequestXML: '',
  receiveResponseXML: '-1',
  getLastError: expect.stringContaining('database'),
  connectionError: 'done',
  closeConnection: expect.stringContaining('database'),
};

describe.each(ENDS)('a call waits for a lock, and $how', ({ timeouts, end }) => {
  let database: Database;
  let holder: LockHolder;
  let gateway: Gateway;
  let connection: SoapConnection;
  beforeAll(async () => {
    const { databaseUrl } = await testDatabase();
    database = openDatabase(databaseUrl, { timeouts });
    holder = await LockHolder.of(databaseUrl);
    gateway = await startGateway({ database });
    connection = await putConnection(gateway, 'acme', { invoices: 2 });
  });
  afterAll(async () => {
    await gateway.close();
    await database.end();
    await holder.stop();
  });

  /** What calls answer whose waiting ends so. */
  const whileLocked = <T>(lock: string, work: () => Promise<T>, calls = 1): Promise<T> =>
    holder.whileLocked(lock, async () => {
      const answer = work();
      await end?.(holder, calls);
      return answer;
    });

  it('REST answers 503, and the next call works', async () => {
    const answer = await whileLocked(`select from items where psa_id = 'I1' for update`, () =>
      setReady(gateway, 'acme', ['I1']),
    );

    expect(answer.status).toBe(503);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await answer.json()).toMatchObject({ type: 'urn:psa-quickbooks-transfer:problem:unavailable', status: 503 });
    const next = await setReady(gateway, 'acme', ['I1']);
    expect(next.status).toBeLessThan(300);
    expect(await next.json()).toMatchObject({ results: [{ id: 'I1', ok: true }] });
  });

  it('QBWC gets its answer to every call, and the next run begins', async () => {
    const ticket = await logIn(gateway, connection);
    const names = { strUserName: connection.userName, strPassword: connection.password };
    const operations = Object.keys(SAID);

    const replies = await whileLocked(
      `select from connections where id = 'acme' for update`,
      () => Promise.all(operations.map((each) => call(gateway, each, each === 'authenticate' ? names : { ticket }))),
      operations.length,
    );

    expect(replies.map(({ status }) => status)).toEqual(operations.map(() => 200));
    expect(Object.fromEntries(replies.map(({ result }, index) => [operations[index], result]))).toEqual(SAID);
    await logIn(gateway, connection);
  });

  it('the console shows its page of 503, and the next page comes', async () => {
    const browser = await signedIn({ app: gateway.app, database }, 'viewer', 'Ada');
    const page = '/console/c/acme/invoices';

    const waiting = await whileLocked('lock table items in access exclusive mode', () => browser.get(page));

    expect(waiting.statusCode).toBe(503);
    expect(waiting.body).toContain('The database does not answer. Try again in some seconds.');
    expect((await browser.get(page)).statusCode).toBe(200);
  });

  it('no connection goes back to the pool in the middle of a query: answers stay with their questions', async () => {
    await whileLocked(`select from items where psa_id = 'I2' for update`, () => setReady(gateway, 'acme', ['I2']));

    const numbers = Array.from({ length: 40 }, (_, index) => index);
    const answers = await Promise.all(
      numbers.map((number) => database.query<{ number: number }>('select $1::int as number', [number])),
    );

    expect(answers.map(({ rows }) => rows[0]?.number)).toEqual(numbers);
    expect(database.idleCount).toBe(database.totalCount);
  });
});
