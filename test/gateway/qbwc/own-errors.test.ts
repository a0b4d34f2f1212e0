import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, call, type Gateway, logIn, putConnection, receive, send, startGateway } from './gateway.js';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

const WHAT_HAPPENED = /^The transfer server had an error of its own .* The next run goes on where this one ended\.$/;

/** From now on, and until it is mended, whatever writes to a table fails as a mistake of ours would. */
async function breakTable(table: string): Promise<() => Promise<unknown>> {
  await gateway.database.query(
    `create or replace function fails() returns trigger language plpgsql as $$ begin raise exception 'a mistake of ours'; end $$;
     create trigger fails before insert or update on ${table} for each statement execute function fails()`,
  );
  return () => gateway.database.query(`drop trigger fails on ${table}`);
}

const sessionsOf = async (id: string): Promise<{ state: string; error: string | null }[]> => {
  const { rows } = await gateway.database.query(
    'select state, last_error as error from sessions where connection_id = $1 order by started_at',
    [id],
  );
  return rows;
};

/** The next run does all that is left. */
async function goesOn(connection: Awaited<ReturnType<typeof putConnection>>): Promise<void> {
  const ticket = await logIn(gateway, connection);
  const set = await send(gateway, connection, ticket, true);
  expect((await receive(gateway, ticket, answerOf(connection, set.result))).result).toBe('100');
  expect((await call(gateway, 'getLastError', { ticket })).result).toBe('1 record transferred.');
  expect((await call(gateway, 'closeConnection', { ticket })).result).toBe('1 record transferred.');
  expect(connection.company.transactions({ type: 'Invoice' })).toHaveLength(1);
}

describe('a mistake of ours', () => {
  it('in sendRequestXML: "", getLastError says so, and the session has failed', async () => {
    const connection = await putConnection(gateway, 'asking');
    const ticket = await logIn(gateway, connection);
    const mend = await breakTable('message_sets');
    expect((await send(gateway, connection, ticket, true)).result).toBe('');
    await mend();

    expect((await call(gateway, 'getLastError', { ticket })).result).toMatch(WHAT_HAPPENED);

    expect((await call(gateway, 'closeConnection', { ticket })).result).toMatch(WHAT_HAPPENED);
    expect(await sessionsOf('asking')).toEqual([{ state: 'failed', error: expect.stringMatching(WHAT_HAPPENED) }]);
    await goesOn(connection);
  });

  it('in receiveResponseXML: -1, getLastError says so, and the next run recovers what was sent', async () => {
    const connection = await putConnection(gateway, 'answering');
    const ticket = await logIn(gateway, connection);
    const set = await send(gateway, connection, ticket, true);
    const answer = answerOf(connection, set.result);
    const mend = await breakTable('records');
    expect((await receive(gateway, ticket, answer)).result).toBe('-1');
    await mend();

    expect((await call(gateway, 'getLastError', { ticket })).result).toMatch(WHAT_HAPPENED);

    expect(await sessionsOf('answering')).toMatchObject([{ state: 'failed' }]);
    const next = await logIn(gateway, connection);
    expect((await send(gateway, connection, next, true)).result).toBe(set.result);
  });
});
