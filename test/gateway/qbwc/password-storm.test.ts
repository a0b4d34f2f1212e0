import { afterAll, beforeAll, expect, it } from 'vitest';
import { call, type Gateway, logIn, putConnection, type SoapConnection, send, startGateway } from './gateway.js';

const GUESSES = 60;

let gateway: Gateway;
let connection: SoapConnection;
beforeAll(async () => {
  gateway = await startGateway({ passwordCost: { N: 32_768, r: 8, p: 1 } });
  connection = await putConnection(gateway, 'stormed', { password: 'a password for storms' });
});
afterAll(() => gateway.close());

const authenticate = (strUserName: string, strPassword: string) =>
  call(gateway, 'authenticate', { strUserName, strPassword }).then(({ result }) => result);

it('a new password counts at once, and the former one does not', async () => {
  await putConnection(gateway, 'calm', { password: 'the first one' });
  expect(await authenticate('calm', 'the first one')).toEqual([expect.any(String), '']);

  await putConnection(gateway, 'calm', { password: 'the second one', invoices: 0 });

  expect(await authenticate('calm', 'the first one')).toEqual(['', 'nvu']);
  expect(await authenticate('calm', 'the second one')).toEqual([expect.any(String), '']);
});

it('many wrong passwords at once are all refused; a Web Connector that was here before does not wait for them, nor does its session', async () => {
  await logIn(gateway, connection);
  const answers: unknown[] = [];
  const storm = Array.from({ length: GUESSES }, async (_, index) => {
    answers.push(await authenticate(index % 2 === 0 ? connection.userName : 'nobody', `guess ${index}`));
  });
  const lookedAt = (): number => answers.filter((answer) => String(answer) === ',nvu').length;

  const ticket = await logIn(gateway, connection);
  const request = await send(gateway, connection, ticket, true);
  const lookedAtMeanwhile = lookedAt();
  await Promise.all(storm);

  expect(request.result).toContain('<InvoiceAddRq ');
  expect(lookedAt()).toBeGreaterThan(5);
  expect(lookedAtMeanwhile).toBeLessThan(lookedAt());
  expect(new Set(answers.map(String))).toEqual(new Set([',nvu', ',busy']));
});
