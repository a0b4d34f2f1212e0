import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, type Gateway, logIn, putConnection, type SoapConnection, send, startGateway } from './gateway.js';

const GUESSES = 60;

let gateway: Gateway;
let connection: SoapConnection;
beforeAll(async () => {
  gateway = await startGateway();
  connection = await putConnection(gateway, 'stormed');
});
afterAll(() => gateway.close());

describe('many wrong passwords at once', () => {
  it('are all refused; a Web Connector that was here before does not wait for them, nor does its session', async () => {
    await logIn(gateway, connection);
    let refused = 0;
    const storm = Array.from({ length: GUESSES }, async (_, index) => {
      const guess = { strUserName: index % 2 === 0 ? connection.userName : 'nobody', strPassword: `guess ${index}` };
      expect((await call(gateway, 'authenticate', guess)).result).toEqual(['', 'nvu']);
      refused += 1;
    });

    const ticket = await logIn(gateway, connection);
    const request = await send(gateway, connection, ticket, true);
    const refusedMeanwhile = refused;
    await Promise.all(storm);

    expect(request.result).toContain('<InvoiceAddRq ');
    expect(refusedMeanwhile).toBeLessThan(GUESSES / 2);
  });

  it('do not end the process, and a new password counts at once', async () => {
    const { userName } = await putConnection(gateway, 'stormed', { password: 'another one', invoices: 0 });
    const login = (strPassword: string) => call(gateway, 'authenticate', { strUserName: userName, strPassword });
    expect((await login(connection.password)).result).toEqual(['', 'nvu']);
    expect((await login('another one')).result).toEqual([expect.any(String), '']);
  });
});
