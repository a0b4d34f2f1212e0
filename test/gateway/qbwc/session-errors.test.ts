import { afterAll, beforeAll, expect, it } from 'vitest';
import { endLost } from '../../../transfers/session/lost-session.js';
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
} from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

/** How a session goes wrong, with the code and the hresult that are kept of it. */
type Way = [
  code: string | null,
  hresult: string | null,
  go: (connection: SoapConnection, ticket: string) => Promise<unknown>,
];

const ONE_HOUR_MS = 3_600_000;

const WAYS: Record<string, Way> = {
  'another company file': [
    'wrongCompanyFile',
    null,
    (_connection, ticket) =>
      call(gateway, 'sendRequestXML', { ticket, strHCPResponse: '', strCompanyFileName: 'C:\\x.qbw' }),
  ],
  'QuickBooks throws': [
    'quickBooksError',
    '0x80040414',
    async (connection, ticket) => {
      await send(gateway, connection, ticket, true);
      await receive(gateway, ticket, '', '-2147220460', 'A dialog is open.');
    },
  ],
  'QuickBooks cannot be reached': [
    'quickBooksError',
    '0x80040408',
    (_connection, ticket) => call(gateway, 'connectionError', { ticket, hresult: '0x80040408', message: 'no' }),
  ],
  'an hresult that is none': [
    'quickBooksError',
    null,
    (_connection, ticket) => call(gateway, 'connectionError', { ticket, hresult: 'x'.repeat(5_000), message: 'no' }),
  ],
  'an answer that is cut off': [
    'answerUnreadable',
    null,
    async (connection, ticket) => {
      const { result } = await send(gateway, connection, ticket, true);
      await receive(gateway, ticket, answerOf(connection, result).slice(0, 300));
    },
  ],
  'answers for something else': [
    'answerAstray',
    null,
    async (connection, ticket) => {
      const other = await putConnection(gateway, `other-than-${connection.id}`);
      const foreign = await send(gateway, other, await logIn(gateway, other), true);
      const answer = answerOf(other, foreign.result);
      await send(gateway, connection, ticket, true);
      await receive(gateway, ticket, answer);
      await receive(gateway, ticket, answer);
    },
  ],
  'a new session': ['replaced', null, (connection) => logIn(gateway, connection)],
  'no call any more': [
    'lost',
    null,
    async ({ id }) => {
      const { rows } = await gateway.database.query('select id from sessions where connection_id = $1', [id]);
      const now = new Date(Date.now() + ONE_HOUR_MS).toISOString();
      const lost = { sessionId: rows[0].id, connectionId: id, now, lostAfterMs: ONE_HOUR_MS / 2 };
      await endLost(gateway.database, lost);
    },
  ],
  'a mistake of ours': [
    'ownError',
    null,
    async (_connection, ticket) => {
      expect((await call(gateway, 'getLastError', { ticket })).result).toMatch(/an error of its own/);
    },
  ],
  'nothing at all': [null, null, (_connection, ticket) => call(gateway, 'closeConnection', { ticket })],
};

it.each(Object.entries(WAYS))(
  '%s: the code of its end is kept beside the sentence',
  async (name, [code, hresult, go]) => {
    const connection = await putConnection(gateway, name);
    await go(connection, await logIn(gateway, connection));

    const { rows } = await gateway.database.query(
      `select last_error_code as code, last_error_hresult as hresult, last_error is null as "isFine" from sessions
     where connection_id = $1 order by started_at limit 1`,
      [connection.id],
    );
    expect(rows).toEqual([{ code, hresult, isFine: code === null }]);
  },
);
