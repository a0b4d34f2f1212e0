import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { freePort } from '../../launcher/embedded/free-port.js';
import { PROGRAMS, type ProgramName } from '../../launcher/start/programs.js';
import { testDatabase, testTemporal } from '../helpers/services.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NAMES = Object.keys(PROGRAMS) as ProgramName[];

type Ended = { code?: number | string; killed?: boolean; stderr: string };

/** Runs a program until it ends by itself, or is killed after 20 seconds. */
const run = async (name: ProgramName, env: Readonly<Record<string, string>>): Promise<Ended> => {
  const settings = Object.entries({ API_TOKEN: 'a-token-that-nobody-can-guess-at-all', ...env }).map(
    ([key, value]) => `${key}=${value}`,
  );
  return promisify(execFile)('env', [...settings, process.execPath, '--import', 'tsx', PROGRAMS[name]], {
    cwd: ROOT,
    timeout: 20_000,
    killSignal: 'SIGKILL',
  }).catch((error: Ended) => error);
};

describe('a program that cannot start ends, so that it is started again', () => {
  it.each(NAMES)('%s: PostgreSQL does not answer', async (name) => {
    const { address } = testTemporal();
    const port = await freePort();

    const ended = await run(name, {
      DATABASE_URL: `postgres://nobody@127.0.0.1:${port}/nothing`,
      TEMPORAL_ADDRESS: address,
    });

    expect(ended).toMatchObject({ killed: false, code: 1 });
    expect(ended.stderr).toMatch(new RegExp(`^${name}: PostgreSQL does not answer: .*Check DATABASE_URL`, 'm'));
  });

  it('worker: Temporal does not answer', async () => {
    const { databaseUrl } = await testDatabase();
    const port = await freePort();

    const ended = await run('worker', { DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: `127.0.0.1:${port}` });

    expect(ended).toMatchObject({ killed: false, code: 1 });
    expect(ended.stderr).toContain(`worker: Temporal does not answer at 127.0.0.1:${port}. Check TEMPORAL_ADDRESS`);
  });
});

describe('gateway and worker', () => {
  it('say nothing at LOG_LEVEL=warn, and are not ready some seconds after a kill -9 of the worker', {
    timeout: 120_000,
  }, async () => {
    const port = String(await freePort());
    const { databaseUrl } = await testDatabase();
    const env = childEnvironment({
      API_TOKEN: 'a-token-that-nobody-can-guess-at-all',
      PORT: port,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: testTemporal().address,
      LOG_LEVEL: 'warn',
    });
    let output = '';
    const start = (name: ProgramName): ChildProcess => {
      const program = spawn(process.execPath, ['--import', 'tsx', PROGRAMS[name]], { cwd: ROOT, env });
      for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (output += chunk));
      return program;
    };
    const readiness = async () => (await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined))?.status;
    const programs = NAMES.map(start);
    try {
      await expect.poll(readiness, { timeout: 60_000, interval: 100 }).toBe(200);
      // Told once, when the first user is made.
      expect(output).toMatch(/^(?:console: sign in as .*\n)?$/);
      const worker = programs[NAMES.indexOf('worker')];
      worker?.kill('SIGKILL');

      await expect.poll(readiness, { timeout: 15_000, interval: 100 }).toBe(503);
    } finally {
      const running = programs.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
      for (const program of running) program.kill('SIGKILL');
      await Promise.all(running.map((program) => once(program, 'exit')));
    }
  });
});
