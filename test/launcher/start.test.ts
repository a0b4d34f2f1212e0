import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { freePort } from '../../launcher/embedded/free-port.js';
import { stopLeftovers } from '../../launcher/embedded/leftovers.js';
import {
  isGoneWithin,
  isRunning,
  type ProcessIdentity,
  processesIn,
} from '../../launcher/embedded/process-identity.js';
import { readRecord } from '../../launcher/embedded/process-record.js';
import { testDatabase, testTemporal, withDatabase } from '../helpers/services.js';

const NAMES = ['gateway', 'worker', 'temporal', 'postgres'] as const;

type Start = { child: ChildProcess; output: () => string; ready: () => Promise<void>; ended: Promise<number | null> };

let dataDir: string;
let port: number;
let starts: Start[];

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-start-'));
  chmodSync(dataDir, 0o755);
  port = await freePort();
  starts = [];
});

afterEach(async () => {
  for (const { child } of starts) child.kill('SIGKILL');
  await Promise.all(starts.map(({ ended }) => ended));
  await stopLeftovers(dataDir, { remove: true });
});

/** `npm start` with stand-ins for gateway and worker. */
function start(env: Record<string, string | undefined> = {}): Start {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/launcher/programs/start-with-stubs.ts'], {
    env: childEnvironment({
      DATA_DIR: dataDir,
      PORT: String(port),
      DATABASE_URL: undefined,
      TEMPORAL_ADDRESS: undefined,
      PUBLIC_URL: undefined,
      API_TOKEN: undefined,
      ...env,
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  // Not "close": what it started may hold the pipes open.
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const started = {
    child,
    output: () => output,
    // On a machine that does something else, too.
    ready: () => expect.poll(() => output, { timeout: 60_000, interval: 50 }).toContain('All runs'),
    ended,
  };
  starts.push(started);
  return started;
}

function recorded(): Record<string, ProcessIdentity | undefined> {
  return Object.fromEntries(NAMES.map((name) => [name, readRecord(dataDir, name)]));
}

async function expectNothingLeft(): Promise<void> {
  for (const identity of Object.values(recorded())) {
    if (identity !== undefined) expect(await isGoneWithin(identity, 2_000)).toBe(true);
  }
  expect(processesIn(path.join(dataDir, 'postgres'))).toEqual([]);
}

/** What the gateway was told. */
async function gatewayConfig(): Promise<Record<string, unknown>> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  return (await answer.json()) as Record<string, unknown>;
}

describe('npm start', { timeout: 120_000 }, () => {
  it('starts all, tells the token once, and ends with nothing left', async () => {
    const first = start();
    await first.ready();
    const told = await gatewayConfig();
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);
    await expectNothingLeft();

    const second = start();
    await second.ready();
    const toldAgain = await gatewayConfig();
    second.child.kill('SIGINT');
    expect(await second.ended).toBe(0);
    await expectNothingLeft();

    expect(first.output()).toContain(String(told.apiToken));
    expect(second.output()).not.toContain(String(told.apiToken));
    expect(toldAgain).toEqual({ ...told, pid: toldAgain.pid });
  });

  it('works at once after a kill -9 of itself alone, whose programs and servers go on', async () => {
    const first = start();
    await first.ready();
    const orphans = recorded();
    first.child.kill('SIGKILL');
    await first.ended;
    expect(Object.values(orphans).every((orphan) => orphan !== undefined && isRunning(orphan))).toBe(true);

    const second = start();
    await second.ready();

    expect(Object.values(orphans).some((orphan) => orphan !== undefined && isRunning(orphan))).toBe(false);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    await expectNothingLeft();
  });

  it('works at once after a kill -9 of all', async () => {
    const first = start();
    await first.ready();
    first.child.kill('SIGKILL');
    for (const identity of Object.values(recorded())) if (identity) process.kill(identity.pid, 'SIGKILL');
    await first.ended;

    const second = start();
    await second.ready();
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    await expectNothingLeft();
  });

  it.each(NAMES)('starts the %s again after a kill -9, on the ports that it had', async (name) => {
    const { ready, output } = start();
    await ready();
    const before = readRecord(dataDir, name);
    process.kill(before?.pid ?? 0, 'SIGKILL');

    await expect.poll(() => readRecord(dataDir, name)?.pid, { timeout: 15_000 }).not.toBe(before?.pid);
    expect(readRecord(dataDir, name)?.ports).toEqual(before?.ports);
    expect(output()).toMatch(/has ended \(SIGKILL\); starting it again in 0\.5 s/);
  });

  it('respects no pid file whose number belongs to a stranger', async () => {
    const first = start();
    await first.ready();
    first.child.kill('SIGTERM');
    await first.ended;
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    const pidFile = [stranger.pid, path.join(dataDir, 'postgres'), 1, 5432, '', '127.0.0.1', '', ''].join('\n');
    writeFileSync(path.join(dataDir, 'postgres', 'postmaster.pid'), pidFile);

    const second = start();
    await second.ready();

    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  it('is forced by a second signal', async () => {
    const { child, ready, ended } = start();
    await ready();
    const worker = readRecord(dataDir, 'worker');
    // A worker that does not end.
    process.kill(worker?.pid ?? 0, 'SIGSTOP');
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    child.kill('SIGINT');

    expect(await ended).toBe(1);
    await expectNothingLeft();
  });

  it('ends in order when nobody reads what it says', async () => {
    const { child, ready, ended } = start();
    await ready();
    child.stdout?.destroy();
    child.stderr?.destroy();
    child.kill('SIGINT');

    expect(await ended).toBe(0);
    await expectNothingLeft();
  });

  it('tells what went wrong while it stopped', async () => {
    const { child, ready, ended, output } = start();
    await ready();
    const lock = path.join(dataDir, 'run', 'lock.json');
    rmSync(lock);
    mkdirSync(lock);
    child.kill('SIGTERM');

    expect(await ended).toBe(1);
    expect(output()).toMatch(/^npm start: .*lock\.json/m);
    await expectNothingLeft();
  });

  it('says nothing of it, and ends well, when it is stopped while it starts', async () => {
    const { child, ended, output } = start();
    await expect.poll(output, { timeout: 60_000, interval: 10 }).toContain('PostgreSQL runs');
    child.kill('SIGTERM');

    expect(await ended).toBe(0);
    expect(output()).not.toContain('npm start:');
    await expectNothingLeft();
  });

  it('leaves nothing running when it fails by a mistake of its own', async () => {
    const { child, ready, ended, output } = start();
    await ready();
    child.kill('SIGUSR2');

    expect(await ended).toBe(1);
    expect(output()).toMatch(/^npm start: Error: a mistake of ours$/m);
    await expectNothingLeft();
  });

  it('takes two signals of the same moment for one, as npm sends them', async () => {
    const { child, ready, ended } = start();
    await ready();
    child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGINT');

    expect(await ended).toBe(0);
  });
});

describe('npm start says in one line', { timeout: 120_000 }, () => {
  /** Its only line on stderr, after it has ended with 1. */
  async function complaint(env: Record<string, string>): Promise<string> {
    const { ended, output } = start(env);
    expect(await ended).toBe(1);
    await expectNothingLeft();
    return output();
  }

  it('that the port is in use', async () => {
    const server = createServer().listen(port, '127.0.0.1');
    const said = await complaint({});
    server.close();

    expect(said).toBe(
      `npm start: port ${port} of 127.0.0.1 is in use or not ours to use; stop what uses it, or set PORT to another\n`,
    );
  });

  it('that another runs on the same DATA_DIR', async () => {
    const first = start();
    await first.ready();
    const second = start();

    expect(await second.ended).toBe(1);
    expect(second.output()).toBe(
      `npm start: process ${first.child.pid} is already running on ${dataDir}; stop it, or set DATA_DIR to another folder\n`,
    );
  });

  it('that DATA_DIR is a file', async () => {
    const file = path.join(dataDir, 'file');
    writeFileSync(file, '');

    expect(await complaint({ DATA_DIR: file })).toMatch(/^npm start: .*file is no folder; .*set DATA_DIR.*\n$/);
  });

  it('what is wrong with the configuration', async () => {
    expect(await complaint({ LOG_LEVEL: 'loud' })).toMatch(
      /^npm start: the configuration is wrong in 1 place.*\n.*LOG_LEVEL: found "loud"/,
    );
  });

  it.each([
    ['nothing listens', (_url: string) => 'postgres://a:secret@127.0.0.1:1/x', 'nothing listens there'],
    ['the password is wrong', (url: string) => url.replace(/:[^:@]*@/, ':secret@'), 'refuses user or password'],
    ['the database is missing', (url: string) => withDatabase(url, 'no_such'), 'no such database'],
  ])('what is wrong with DATABASE_URL: %s', async (_name, spoil, expected) => {
    const { databaseUrl } = await testDatabase();
    const said = await complaint({ DATABASE_URL: spoil(databaseUrl), TEMPORAL_ADDRESS: testTemporal().address });

    expect(said).toMatch(/^npm start: cannot use DATABASE_URL .*\n$/);
    expect(said).toContain(expected);
    expect(said).not.toContain('secret');
  });

  it('that no Temporal is there', async () => {
    const { databaseUrl } = await testDatabase();
    const said = await complaint({ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: '127.0.0.1:1' });

    expect(said).toMatch(
      /^npm start: cannot use TEMPORAL_ADDRESS 127\.0\.0\.1:1: no Temporal server answers there; .*\n$/,
    );
  });
});
