import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createEndLostSession } from '../../activities/end-lost-session.js';
import { FAILURE } from '../../domain/failure-codes.js';
import { tellAll } from '../../observability/events.js';
import type { HistoryEntry } from '../../store/history.js';
import { whatHappened } from '../../transfers/purposes/what-happened.js';
import { OWNER_ID } from '../../transfers/session/owner-id.js';
import { countedAt } from '../helpers/counted-at.js';
import { keptLog } from '../helpers/log-lines.js';
import { refusedInvoice } from '../stories/snapshots.js';
import {
  answerOf,
  call,
  type Gateway,
  logIn,
  putConnection,
  receive,
  type SoapConnection,
  send,
  startGateway,
} from './qbwc/gateway.js';

const { log, take } = keptLog();
let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({}, log);
});
afterAll(() => gateway.close());
beforeEach(() => void take());

const INFO = 30;
const WARN = 40;
const ANY_ID = expect.stringMatching(/^[\da-f-]{36}$/);

const counted = (...labels: string[]) => countedAt(gateway.url, labels);

const rest = (path: string, body: object, method = 'POST'): Promise<Response> =>
  fetch(`${gateway.url}/api/v1/connections/${path}`, {
    method,
    headers: { authorization: 'Bearer a-token-of-the-soap-tests', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** The connection with one invoice that QuickBooks takes, and one for a customer whom it does not know. */
async function goodAndBad(name: string): Promise<SoapConnection> {
  const connection = await putConnection(gateway, name);
  await rest(`${name}/invoices/bad`, refusedInvoice({ number: '9' }), 'PUT');
  await rest(`${name}/invoices/ready`, { ids: ['bad'] });
  take();
  return connection;
}

const begun = (connectionId: string, planned: number) => ({
  level: INFO,
  event: 'sessionBegun',
  connectionId,
  sessionId: ANY_ID,
  planned,
  webConnectorVersion: null,
  msg: `session begun: ${connectionId}, ${planned} items wait`,
});

const ended = (connectionId: string, facts: object) => ({
  level: INFO,
  event: 'sessionEnded',
  connectionId,
  sessionId: ANY_ID,
  state: 'failed',
  code: null,
  hresult: null,
  recordsSent: 0,
  recordsSucceeded: 0,
  recordsFailed: 0,
  unsettled: false,
  seconds: expect.any(Number),
  ...facts,
});

describe('what happens is one line of the log, and counts', () => {
  it('a session, with a record that QuickBooks refuses', async () => {
    const connection = await goodAndBad('events-session');
    const ticket = await logIn(gateway, connection);
    for (let progress = '0', first = true; progress !== '100'; first = false) {
      const { result } = await send(gateway, connection, ticket, first);
      progress = String((await receive(gateway, ticket, answerOf(connection, result))).result);
    }
    await call(gateway, 'closeConnection', { ticket });
    await call(gateway, 'closeConnection', { ticket });

    const counts = { recordsSent: 2, recordsSucceeded: 1, recordsFailed: 1 };
    const msg = 'session closed: events-session, 1 records succeeded, 1 failed';
    expect(take()).toEqual([
      begun('events-session', 2),
      {
        level: INFO,
        event: 'recordRefused',
        connectionId: 'events-session',
        sessionId: ANY_ID,
        kind: 'invoices',
        psaId: 'bad',
        code: '3140',
        msg: 'record refused: invoice bad of events-session, code 3140',
      },
      ended('events-session', { state: 'closed', ...counts, msg }),
    ]);
    expect(await counted('connection="events-session"')).toMatchObject({
      'sessions_begun_total{connection="events-session"}': 1,
      'sessions_ended_total{connection="events-session",state="closed",code=""}': 1,
      'records_refused_total{connection="events-session",kind="invoices",code="3140"}': 1,
    });
  });

  it('a wrong password, and a user whom nobody knows', async () => {
    const { userName } = await putConnection(gateway, 'events-nvu');
    take();
    const before = await counted('refused_sign_ins_total{door="qbwc"');
    await call(gateway, 'authenticate', { strUserName: userName, strPassword: 'my secret guess' });
    await call(gateway, 'authenticate', { strUserName: 'x'.repeat(1_000), strPassword: 'my secret guess' });

    const line = { level: WARN, event: 'signInRefused', door: 'qbwc', address: '127.0.0.1' };
    const lines = take();
    expect(lines).toEqual([
      {
        ...line,
        name: userName,
        reason: 'wrongPassword',
        msg: 'refused at the door "qbwc": the password is wrong',
      },
      {
        ...line,
        name: 'x'.repeat(100),
        reason: 'unknownName',
        msg: 'refused at the door "qbwc": nobody has this name',
      },
    ]);
    expect(JSON.stringify(lines)).not.toContain('secret');
    const after = await counted('refused_sign_ins_total{door="qbwc"');
    for (const reason of ['wrongPassword', 'unknownName']) {
      const name = `refused_sign_ins_total{door="qbwc",reason="${reason}"}`;
      expect((after[name] ?? 0) - (before[name] ?? 0), reason).toBe(1);
    }
  });

  it('the wrong company file', async () => {
    const other = '11111111-2222-3333-4444-555555555555';
    const connection = await putConnection(gateway, 'events-file');
    connection.company.changeFileId(OWNER_ID, `{${other}}`);
    take();
    await send(gateway, connection, await logIn(gateway, connection), true);

    const expected = connection.fileId.replace(/[{}]/g, '').toLowerCase();
    const msg = 'session failed, wrongCompanyFile: events-file, 0 records succeeded, 0 failed';
    expect(take()).toEqual([
      begun('events-file', 1),
      {
        level: INFO,
        event: 'wrongCompanyFile',
        connectionId: 'events-file',
        sessionId: ANY_ID,
        expectedFileId: expected,
        foundFileId: other,
        msg: `wrong company file: events-file, found FileID {${other}}, expected {${expected}}`,
      },
      ended('events-file', { code: 'wrongCompanyFile', msg }),
    ]);
    expect(await counted('connection="events-file"')).toMatchObject({
      'wrong_company_files_total{connection="events-file"}': 1,
      'sessions_ended_total{connection="events-file",state="failed",code="wrongCompanyFile"}': 1,
    });
  });

  it('a session that another one replaces, with an hresult, or that nobody calls any more', async () => {
    const connection = await putConnection(gateway, 'events-ends');
    take();
    await logIn(gateway, connection);
    const ticket = await logIn(gateway, connection);
    await call(gateway, 'connectionError', {
      ticket,
      hresult: '-2147220472',
      message: 'a very long text '.repeat(500),
    });
    await logIn(gateway, connection);
    const { rows } = await gateway.database.query(
      `select id from sessions where connection_id = 'events-ends' and ended_at is null`,
    );
    const end = createEndLostSession({
      database: gateway.database,
      log,
      now: () => new Date(Date.now() + 3_600_000).toISOString(),
      psa: undefined,
      signals: { client: undefined as never },
    });
    const session = { sessionId: rows[0].id, connectionId: 'events-ends', lostAfterMs: 60_000 };
    await end(session, 0);
    await end(session, 0);

    const counts = 'events-ends, 0 records succeeded, 0 failed';
    const lines = take();
    expect(lines).toEqual([
      begun('events-ends', 1),
      ended('events-ends', { state: 'replaced', code: 'replaced', msg: `session replaced, replaced: ${counts}` }),
      begun('events-ends', 1),
      ended('events-ends', {
        code: 'quickBooksError',
        hresult: '0x80040408',
        msg: `session failed, quickBooksError 0x80040408: ${counts}`,
      }),
      begun('events-ends', 1),
      ended('events-ends', { state: 'lost', code: 'lost', msg: `session lost, lost: ${counts}` }),
    ]);
    expect(lines.at(-1)?.seconds).toBeGreaterThan(3_500);
  });

  it('nothing of an answer that proved unreadable, though a record was refused in it', async () => {
    const connection = await goodAndBad('events-back');
    const ticket = await logIn(gateway, connection);
    const { result } = await send(gateway, connection, ticket, true);
    const answer = answerOf(connection, result);
    expect(answer).toMatch(/statusCode="3140"/);
    await receive(gateway, ticket, answer.replace(/<TxnID>[^<]*<\/TxnID>/, ''));

    const msg = 'session failed, answerUnreadable: events-back, 0 records succeeded, 0 failed';
    expect(take()).toEqual([
      begun('events-back', 2),
      ended('events-back', { code: 'answerUnreadable', recordsSent: 2, unsettled: true, msg }),
    ]);
  });
});

it('an outcome that nobody can tell, and a mistake of ours', async () => {
  const at = new Date().toISOString();
  const item = { connectionId: 'events-unknown', kind: 'purchase-orders', psaId: 'P1' } as const;
  const newHistory: HistoryEntry[] = [
    { at, event: 'outcomeUnknown', message: 'a long text' },
    { at, event: 'added' },
    { at, event: 'refused', code: FAILURE.internal, message: 'a long text' },
  ];
  tellAll(log, whatHappened('s1', { ...item, newHistory }));

  const where = { level: INFO, sessionId: 's1', ...item };
  expect(take()).toEqual([
    {
      ...where,
      event: 'outcomeUnknown',
      msg: 'outcome unknown: purchase order P1 of events-unknown, a person has to look in QuickBooks',
    },
    {
      ...where,
      event: 'recordRefused',
      code: 'internal',
      msg: 'record refused: purchase order P1 of events-unknown, code internal',
    },
  ]);
  expect(await counted('connection="events-unknown"')).toEqual({
    'outcomes_unknown_total{connection="events-unknown",kind="purchase-orders"}': 1,
    'records_refused_total{connection="events-unknown",kind="purchase-orders",code="internal"}': 1,
  });
});
