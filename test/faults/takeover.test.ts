import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER_ID } from '../../transfers/session/owner-id.js';
import { call } from '../gateway/qbwc/gateway.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { expectExactlyOnce, unsettledSets } from './exactly-once.js';
import { readyInvoices } from './scenario.js';

const LOST_AFTER_MS = 1_500;

let product: Product;
beforeAll(async () => {
  product = await startProduct({ lostAfterMs: LOST_AFTER_MS });
});
afterAll(() => product.stop());

/** A Web Connector that is moved by hand: it has begun a session and holds a message set. */
async function begin({ userName, password, company }: TestConnection): Promise<{ ticket: string; request: string }> {
  const { result } = await call(product, 'authenticate', { strUserName: userName, strPassword: password });
  const ticket = String(result?.[0]);
  const strHCPResponse = company.hostCompanyPreferences(OWNER_ID).response;
  const { result: request } = await call(product, 'sendRequestXML', { ticket, strHCPResponse });
  return { ticket, request: String(request) };
}

const execute = ({ company }: TestConnection, request: string): string => {
  const answer = company.process(request);
  if ('hresult' in answer) throw new Error(answer.detail);
  return answer.response;
};

const receive = async (ticket: string, response: string): Promise<unknown> =>
  (await call(product, 'receiveResponseXML', { ticket, response, hresult: '', message: '' })).result;

const sessions = async ({ rest }: TestConnection): Promise<{ state: string; lastError: string | null }[]> =>
  (await rest('GET', '/sessions')).body.items;

describe('a Web Connector that begins anew in mid-session', () => {
  it('replaces its former session; the late answer of that one is ignored', async () => {
    const connection = await testConnection(product, 'late-answer');
    await readyInvoices(connection, 3);
    const former = await begin(connection);
    const answer = execute(connection, former.request);
    const present = await begin(connection);
    expect(present.request).toBe(former.request);

    expect(await receive(former.ticket, answer)).toBe('-1');
    expect(await unsettledSets(product, connection.id)).toHaveLength(1);
    expect(await receive(present.ticket, execute(connection, present.request))).not.toBe('-1');
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 3 });
    expect((await sessions(connection)).map(({ state }) => state)).toContain('replaced');
  });

  it('may have the set executed after the new session recovered it: QuickBooks does not do it again', async () => {
    const connection = await testConnection(product, 'late-execution');
    await readyInvoices(connection, 3);
    const former = await begin(connection);
    await connection.session();
    await readyInvoices(connection, 2, 4);
    await connection.session();
    expect(execute(connection, former.request)).toContain('ErrorRecovery');
    expect(await receive(former.ticket, execute(connection, former.request))).toBe('-1');
    await expectExactlyOnce(product, connection, { transferred: 5 });
  });

  it('two Web Connectors that take turns at one connection', async () => {
    const connection = await testConnection(product, 'two-connectors', { settings: { maxRecords: 2 } });
    await readyInvoices(connection, 20);
    for (let round = 0; round < 20; round += 1) {
      const both = await Promise.all([connection.session(), connection.session()]);
      if (both.every(({ outcome }) => outcome === 'nothingToDo' || outcome === 'done')) break;
    }
    await connection.session();
    expect((await sessions(connection)).map(({ state }) => state)).toContain('replaced');
    await expectExactlyOnce(product, connection, { transferred: 20 });
  });
});

describe('a Web Connector that stops calling', () => {
  it('its session is ended by the timer; the set waits for recovery, the item stays Pending', async () => {
    const connection = await testConnection(product, 'silent');
    await readyInvoices(connection, 2);
    const { ticket, request } = await begin(connection);
    const answer = execute(connection, request);
    await expect
      .poll(async () => (await sessions(connection)).map(({ state }) => state), { timeout: 15_000, interval: 100 })
      .toEqual(['lost']);
    expect((await sessions(connection))[0]?.lastError).toMatch(/stopped calling/);
    expect((await connection.rest('GET', '/invoices/I1')).body.transferStatus).toBe('Pending');

    expect(await receive(ticket, answer)).toBe('-1');
    expect((await call(product, 'sendRequestXML', { ticket })).result).toBe('');
    await expectExactlyOnce(product, connection, { open: true, transferred: 0 });
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });

  it('before it has asked for anything: its session is ended, and keeps the connection from nothing', async () => {
    const connection = await testConnection(product, 'silent-at-once');
    await readyInvoices(connection, 1);
    const { userName: strUserName, password: strPassword } = connection;
    await call(product, 'authenticate', { strUserName, strPassword });
    // However long these steps take, no time has passed.
    product.clock.offsetMs = -30_000;
    await product.relay();
    expect((await sessions(connection)).map(({ state }) => state)).toEqual(['open']);

    product.clock.offsetMs = LOST_AFTER_MS;
    await product.relay();

    expect(await sessions(connection)).toMatchObject([
      { state: 'lost', lastError: expect.stringMatching(/stopped calling/) },
    ]);
    product.clock.offsetMs += 1_000;
    await product.relay();
    product.clock.offsetMs = 0;
    await connection.settled();
    const move = { confirm: 'silent-at-once', reason: 'New file.', by: 'Jane' };
    expect(await connection.rest('POST', '/move-to-new-file', move)).toMatchObject({ status: 200 });
  });

  it('one that only takes its time goes on', async () => {
    const connection = await testConnection(product, 'slow', { settings: { maxRecords: 1 } });
    await readyInvoices(connection, 4);
    const slow = await connection.session({ misbehave: [{ do: 'delay', at: 'every', ms: LOST_AFTER_MS / 3 }] });
    expect(slow.outcome).toBe('done');
    await expectExactlyOnce(product, connection, { transferred: 4 });
  });
});
