import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { childEnvironment } from '../../../config/env.js';
import { freePort } from '../../../launcher/embedded/free-port.js';
import { testDatabase, testTemporal } from '../../helpers/services.js';
import { TOKEN } from './gateway.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** A gateway as it runs in production: a process of its own, on a database of its own. */
export type GatewayProcess = {
  url: string;
  port: number;
  /** The longest time in ms that it computes at one stretch during `work`: so long nobody else is answered. */
  longestStretch: (work: () => Promise<unknown>) => Promise<number>;
  /** The most memory (RSS) that it has had since `forgetPeak`, in MB. */
  peakMemory: () => Promise<number>;
  forgetPeak: () => Promise<void>;
  stop: () => Promise<void>;
};

export async function startGatewayProcess(): Promise<GatewayProcess> {
  const port = await freePort();
  const { databaseUrl } = await testDatabase();
  const env = childEnvironment({
    API_TOKEN: TOKEN,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: testTemporal().address,
    LOG_LEVEL: 'fatal',
  });
  const programs = ['--import', 'tsx', '--import', './test/gateway/qbwc/stretches.ts', 'gateway/main.ts'];
  const child = spawn(process.execPath, programs, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let longest = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    longest = Math.max(longest, ...text.split('\n').map(Number).filter(Number.isFinite));
  });
  const url = `http://127.0.0.1:${port}`;
  const isServing = async () => expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await vi.waitFor(isServing, { timeout: 60_000, interval: 100 });
  const longestStretch = async (work: () => Promise<unknown>): Promise<number> => {
    child.kill('SIGUSR2');
    await isServing();
    longest = 0;
    await work();
    await isServing();
    return longest;
  };
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const pid = child.pid ?? 0;
  return { url, port, longestStretch, peakMemory: () => peakMemory(pid), forgetPeak: () => forgetPeak(pid), stop };
}

/** Where the system keeps a peak. */
async function forgetPeak(pid: number): Promise<void> {
  const file = `/proc/${pid}/clear_refs`;
  if (existsSync(file)) await writeFile(file, '5');
}

async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const peak = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  // Where the system keeps no peak, what it is now.
  const kB = peak ?? (await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])).stdout;
  return Number(kB) / 1_024;
}
