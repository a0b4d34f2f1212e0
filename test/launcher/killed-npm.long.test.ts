import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { freePort } from '../../launcher/embedded/free-port.js';
import { stopLeftovers } from '../../launcher/embedded/leftovers.js';
import {
  identityOf,
  isGoneWithin,
  isRunning,
  type ProcessIdentity,
  processesIn,
} from '../../launcher/embedded/process-identity.js';
import { ROOT } from '../helpers/source-files.js';

let dataDir: string;
let project: string;
let port: number;
let started: { child: ChildProcess; closed: Promise<unknown> }[];

const STARTED = `node --import tsx test/launcher/programs/start-with-stubs.ts`;

beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-npm-'));
  chmodSync(dataDir, 0o755);
  project = path.join(dataDir, 'project');
  mkdirSync(project);
  port = await freePort();
  started = [];
});

afterEach(async () => {
  const holder = started.length > 0 ? holderOfLock() : undefined;
  if (holder !== undefined && isRunning(holder)) process.kill(holder.pid, 'SIGKILL');
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ closed }) => closed));
  await stopLeftovers(dataDir, { remove: true });
});

function holderOfLock(): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path.join(dataDir, 'run', 'lock.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** `npm start` with stand-ins for gateway and worker, by a real npm. */
function npmStart(command: string) {
  // A project of its own: without our `prestart`.
  const scripts = { start: `cd '${ROOT}' && ${command}` };
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ name: 'started', scripts }));
  const child = spawn('npm', ['start'], {
    cwd: project,
    env: childEnvironment({
      DATA_DIR: dataDir,
      PORT: String(port),
      DATABASE_URL: undefined,
      TEMPORAL_ADDRESS: undefined,
      PUBLIC_URL: undefined,
      API_TOKEN: undefined,
      npm_config_update_notifier: 'false',
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  started.push({ child, closed: ended });
  return {
    child,
    output: () => output,
    ended,
    ready: () => expect.poll(() => output, { timeout: 60_000, interval: 50 }).toContain('All runs'),
  };
}

/** Ends a start by the signal that npm passes on, and checks that nothing is left. */
async function endInOrder({ child, ended }: ReturnType<typeof npmStart>): Promise<void> {
  const holder = holderOfLock();
  child.kill('SIGTERM');
  await ended;
  expect(holder !== undefined && (await isGoneWithin(holder, 20_000))).toBe(true);
  expect(processesIn(path.join(dataDir, 'postgres'))).toEqual([]);
}

/** The program itself, below npm. */
function program(): ProcessIdentity {
  const holder = holderOfLock();
  if (holder === undefined || !isRunning(holder)) throw new Error('found no running npm start');
  return holder;
}

describe('npm start after a kill -9 of npm alone', { timeout: 180_000 }, () => {
  it.each([
    ['whose shell goes on', `${STARTED}; true`],
    ['whose shell has become the program', `exec ${STARTED}`],
  ])('works at once: an npm %s', async (_name, command) => {
    const first = npmStart(command);
    await first.ready();
    const orphan = program();
    first.child.kill('SIGKILL');
    await first.ended;

    const second = npmStart(command);
    await second.ready();

    expect(isRunning(orphan)).toBe(false);
    expect(first.output()).toContain('npm, which runs this, has ended: stopping');
    await endInOrder(second);
  });

  it('ends by itself when no other comes', async () => {
    const { child, ready } = npmStart(STARTED);
    await ready();
    const orphan = program();
    child.kill('SIGKILL');

    expect(await isGoneWithin(orphan, 20_000)).toBe(true);
    expect(processesIn(path.join(dataDir, 'postgres'))).toEqual([]);
  });

  it('works also when what is left hangs', async () => {
    const first = npmStart(STARTED);
    await first.ready();
    const orphan = program();
    process.kill(orphan.pid, 'SIGSTOP');
    first.child.kill('SIGKILL');

    const second = npmStart(STARTED);
    await second.ready();

    expect(isRunning(orphan)).toBe(false);
    await endInOrder(second);
  });

  it('works while one that was asked to stop is still ending', async () => {
    const first = npmStart(STARTED);
    await first.ready();
    process.kill(program().pid, 'SIGTERM');

    const second = npmStart(STARTED);
    await second.ready();

    expect(identityOf(first.child.pid ?? 0)).toBeUndefined();
    await endInOrder(second);
  });
});
