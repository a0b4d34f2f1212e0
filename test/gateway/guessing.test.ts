import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../../gateway/app.js';
import { type Database, openDatabase } from '../../store/database.js';
import { CHEAP } from '../helpers/cheap-passwords.js';
import { testDatabase } from '../helpers/services.js';
import { envelope } from './qbwc/gateway.js';

const TOKEN = 'a-token-that-nobody-guesses-in-his-life';
const PROXY = '127.0.0.1';

let database: Database;
let app: FastifyInstance;
const log: Record<string, unknown>[] = [];
const clock = { ms: 0 };

const build = (token: string): Promise<FastifyInstance> =>
  buildApp(
    {
      database,
      signals: { tellItems: () => undefined, tellSession: () => undefined },
      now: () => new Date().toISOString(),
      monotonicMs: () => clock.ms,
      publicUrl: 'https://transfer.example.com',
      apiToken: token,
      applyTimeoutMs: 0,
      isWorkerPolling: async () => true,
      passwordCost: CHEAP,
      trustedProxies: [PROXY],
    },
    pino({}, { write: (line: string) => log.push(JSON.parse(line)) }),
  );

beforeAll(async () => {
  database = openDatabase((await testDatabase()).databaseUrl);
  app = await build(TOKEN);
});
afterAll(async () => {
  await app.close();
  await database.end();
});

/** A call as the proxy passes it on. */
type From = { from: string; remoteAddress?: string; to?: FastifyInstance };

async function authenticate(strUserName: string, strPassword: string, { from, remoteAddress = PROXY }: From) {
  const reply = await app.inject({
    method: 'POST',
    url: '/qbwc',
    remoteAddress,
    headers: { 'content-type': 'text/xml', 'x-forwarded-for': from },
    payload: envelope('authenticate', { strUserName, strPassword }),
  });
  return [...reply.body.matchAll(/<string>([^<]*)<\/string>/g)].map(([, text]) => text);
}

const callApi = ({ from, remoteAddress = PROXY, to = app }: From, token: string | undefined = TOKEN) =>
  to.inject({
    url: '/api/v1/connections',
    remoteAddress,
    headers: { 'x-forwarded-for': from, ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
  });

async function putConnection(id: string, password = 'right password'): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'PUT',
    url: `/api/v1/connections/${id}`,
    headers: { authorization: `Bearer ${TOKEN}` },
    payload: { displayName: id, username: id, password },
  });
}

const refusedAt = (door: string) => log.filter((line) => line.event === 'signInRefused' && line.door === door);

it('a Web Connector that guesses gets nvu, then busy; the right password from elsewhere gets in at once', async () => {
  await putConnection('guessed');
  const answers: (string | undefined)[] = [];
  for (let guess = 0; guess < 15; guess += 1)
    answers.push((await authenticate('guessed', `guess ${guess}`, { from: '198.51.100.1' }))[1]);

  expect(answers).toEqual([...Array<string>(10).fill('nvu'), ...Array<string>(5).fill('busy')]);
  expect(await authenticate('guessed', 'right password', { from: '198.51.100.1' })).toEqual(['', 'busy']);
  expect(await authenticate('guessed', 'right password', { from: '192.0.2.1' })).toEqual(['', 'none']);
  // It was right from there before: those who guess other names there do not hold it up.
  for (let guess = 0; guess < 30; guess += 1) await authenticate(`name ${guess}`, 'guess', { from: '192.0.2.1' });
  expect(await authenticate('name 1', 'guess', { from: '192.0.2.1' })).toEqual(['', 'busy']);
  expect(await authenticate('guessed', 'right password', { from: '192.0.2.1' })).toEqual(['', 'none']);
});

it('a password that is too long for guesses gets in again also where they come from the same address', async () => {
  await putConnection('long', 'sixteen signs ..');
  const from = '198.51.100.2';
  expect(await authenticate('long', 'sixteen signs ..', { from })).toEqual(['', 'none']);
  for (let guess = 0; guess < 30; guess += 1) await authenticate('long', `guess ${guess}`, { from });

  expect(await authenticate('long', 'guess', { from })).toEqual(['', 'busy']);
  expect(await authenticate('long', 'sixteen signs ..', { from })).toEqual(['', 'none']);
});

it('writes a line for everybody who is refused, with all but the password, and counts them', async () => {
  await putConnection('logged');
  log.length = 0;
  await authenticate('logged', 'hunter2', { from: '203.0.113.1' });
  await authenticate('no\nbody', 'hunter2', { from: '203.0.113.2' });
  await callApi({ from: '203.0.113.3' }, 'hunter2-hunter2');
  await callApi({ from: '203.0.113.4' }, '');
  await signIn('Eve', 'hunter2', '203.0.113.5');

  expect(log).toMatchObject([
    { event: 'signInRefused', door: 'qbwc', name: 'logged', address: '203.0.113.1', reason: 'wrongPassword' },
    { event: 'signInRefused', door: 'qbwc', name: 'no\nbody', address: '203.0.113.2', reason: 'unknownName' },
    { event: 'signInRefused', door: 'api', name: '', address: '203.0.113.3', reason: 'wrongToken' },
    { event: 'signInRefused', door: 'api', name: '', address: '203.0.113.4', reason: 'noToken' },
    { event: 'signInRefused', door: 'console', name: 'Eve', address: '203.0.113.5', reason: 'unknownName' },
  ]);
  expect(JSON.stringify(log)).not.toContain('hunter2');
  const metrics = (await app.inject({ url: '/metrics' })).body;
  expect(metrics).toMatch(/refused_sign_ins_total\{door="qbwc",reason="wrongPassword"\} \d/);
  expect(metrics).toMatch(/refused_sign_ins_total\{door="api",reason="wrongToken"\} \d/);
});

async function signIn(name: string, password: string, from: string): Promise<LightMyRequestResponse> {
  const headers = { 'x-forwarded-for': from };
  const form = await app.inject({ url: '/console/sign-in', headers });
  const cookie = form.cookies.map(({ name: key, value }) => `${key}=${value}`).join('; ');
  const csrf = /name="_csrf" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
  return app.inject({
    method: 'POST',
    url: '/console/sign-in',
    headers: { ...headers, cookie, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ _csrf: csrf, name, password, next: '/console' }).toString(),
  });
}

it('people who share the proxy are told apart by the address that it names', async () => {
  for (let guess = 0; guess < 10; guess += 1) await signIn('Ada', `guess ${guess}`, '198.51.100.3');

  const refused = await signIn('Ada', 'again', '198.51.100.3');
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '300']);
  expect(refused.body).toContain('Try again in 5 minutes.');
  expect((await signIn('Ada', 'again', '192.0.2.9')).statusCode).toBe(401);
});

it('what others write into X-Forwarded-For counts for nothing, and is warned of once', async () => {
  log.length = 0;
  const remoteAddress = '198.51.100.4';
  const answers: (string | undefined)[] = [];
  for (let guess = 0; guess < 15; guess += 1)
    answers.push((await authenticate('forged', 'guess', { from: `192.0.2.${guess}`, remoteAddress }))[1]);

  expect(answers.filter((answer) => answer === 'nvu')).toHaveLength(10);
  expect(new Set(refusedAt('qbwc').map(({ address }) => address))).toEqual(new Set([remoteAddress]));
  const warned = log.filter(({ event }) => event === 'proxyNotTrusted');
  expect(warned).toEqual([
    expect.objectContaining({ address: remoteAddress, msg: expect.stringMatching(/TRUSTED_PROXIES/) }),
  ]);
});

it('a token is guessed some times and then 429; a long one that is right passes from there, too', async () => {
  const from = '198.51.100.5';
  clock.ms += 600_000;
  const codes: number[] = [];
  for (let guess = 0; guess < 12; guess += 1) codes.push((await callApi({ from }, `guess-${guess}`)).statusCode);

  expect(codes).toEqual([...Array<number>(10).fill(401), 429, 429]);
  const refused = await callApi({ from }, 'guess');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(refused.json()).toMatchObject({ type: 'urn:psa-quickbooks-transfer:problem:tooManyTries', status: 429 });
  expect((await callApi({ from })).statusCode).toBe(200);
});

it('a short token waits where it is being guessed, and gets in from elsewhere, and there after a while', async () => {
  const to = await build('short-token');
  for (let guess = 0; guess < 12; guess += 1) await callApi({ from: '198.51.100.6', to }, `guess-${guess}`);

  expect((await callApi({ from: '198.51.100.6', to }, 'short-token')).statusCode).toBe(429);
  expect((await callApi({ from: '192.0.2.6', to }, 'short-token')).statusCode).toBe(200);
  clock.ms += 600_000;
  expect((await callApi({ from: '198.51.100.6', to }, 'short-token')).statusCode).toBe(200);
  await to.close();
});
