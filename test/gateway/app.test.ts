import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { buildApp } from '../../gateway/app.js';
import { openDatabase } from '../../store/database.js';

it('uses nothing that Fastify gives up, and logs no request but one without the token', async () => {
  const warnings: string[] = [];
  const onWarning = ({ name, message }: Error) => warnings.push(`${name}: ${message}`);
  process.on('warning', onWarning);
  const lines: string[] = [];
  const database = openDatabase('postgres://nobody@127.0.0.1:1/none');
  const deps = {
    database,
    signals: { tellItems: () => undefined, tellSession: () => undefined },
    now: () => '2026-01-05T10:00:00.000Z',
    publicUrl: 'http://localhost:8080',
    apiToken: 'a-token-of-this-test',
    applyTimeoutMs: 0,
    isWorkerPolling: async () => true,
  };

  const app = await buildApp(deps, pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }));
  expect((await app.inject({ url: '/healthz?password=secret' })).statusCode).toBe(200);
  expect((await app.inject({ url: '/support?password=secret' })).statusCode).toBe(200);
  await turn();
  process.off('warning', onWarning);

  expect(warnings).toEqual([]);
  expect(lines).toEqual([]);
  expect((await app.inject({ url: '/api/v1/connections?password=secret' })).statusCode).toBe(401);
  expect(lines).toEqual([expect.stringContaining('"event":"signInRefused","door":"api"')]);
  expect(lines[0]).not.toContain('secret');
  await app.close();
  await database.end();
});
