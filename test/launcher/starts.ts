import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { freePort } from '../../launcher/embedded/free-port.js';
import { stopLeftovers } from '../../launcher/embedded/leftovers.js';
import { isGoneWithin, type ProcessIdentity, processesIn } from '../../launcher/embedded/process-identity.js';
import { readRecord } from '../../launcher/embedded/process-record.js';

/** Everything that `npm start` starts. */
export const NAMES = ['gateway', 'worker', 'temporal', 'postgres'] as const;

export type Start = {
  child: ChildProcess;
  output: () => string;
  ready: () => Promise<void>;
  ended: Promise<number | null>;
};

/** A folder and a port of each test's own, on which it starts the product; whatever it leaves is ended. */
export type Place = {
  readonly dataDir: string;
  readonly port: number;
  /** `npm start` with stand-ins for gateway and worker. */
  start: (env?: Record<string, string | undefined>) => Start;
  recorded: () => Record<string, ProcessIdentity | undefined>;
  expectNothingLeft: () => Promise<void>;
  /** All that a start says that ends with 1 and leaves nothing. */
  complaint: (env: Record<string, string>) => Promise<string>;
};

export function placeOfStarts(): Place {
  let dataDir = '';
  let port = 0;
  let starts: Start[] = [];

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

  const recorded = (): Record<string, ProcessIdentity | undefined> =>
    Object.fromEntries(NAMES.map((name) => [name, readRecord(dataDir, name)]));
  const start: Place['start'] = (env = {}) => {
    const started = spawnStart({ DATA_DIR: dataDir, PORT: String(port), ...env });
    starts.push(started);
    return started;
  };
  const expectNothingLeft = async (): Promise<void> => {
    for (const identity of Object.values(recorded())) {
      if (identity !== undefined) expect(await isGoneWithin(identity, 2_000)).toBe(true);
    }
    expect(processesIn(path.join(dataDir, 'postgres'))).toEqual([]);
  };
  return {
    get dataDir() {
      return dataDir;
    },
    get port() {
      return port;
    },
    start,
    recorded,
    expectNothingLeft,
    async complaint(env) {
      const { ended, output } = start(env);
      expect(await ended).toBe(1);
      await expectNothingLeft();
      return output();
    },
  };
}

function spawnStart(env: Record<string, string | undefined>): Start {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/launcher/programs/start-with-stubs.ts'], {
    env: childEnvironment({
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
  return {
    child,
    output: () => output,
    // On a machine that does something else, too.
    ready: () => expect.poll(() => output, { timeout: 60_000, interval: 50 }).toContain('All runs'),
    // Not "close": what it started may hold the pipes open.
    ended: new Promise<number | null>((resolve) => child.once('exit', resolve)),
  };
}
