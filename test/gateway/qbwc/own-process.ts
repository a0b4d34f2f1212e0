import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
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
  /** The most memory (RSS) that it has had, in MB. */
  peakMemory: () => Promise<number>;
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
  const child = spawn(process.execPath, ['--import', 'tsx', 'gateway/main.ts'], { cwd: ROOT, env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const status = async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.status;
  await vi.waitFor(async () => expect(await status()).toBe(200), { timeout: 60_000, interval: 100 });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  return { url, port, peakMemory: () => peakMemory(child.pid ?? 0), stop };
}

async function peakMemory(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const peak = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  // Where the system keeps no peak, what it is now.
  const kB = peak ?? (await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])).stdout;
  return Number(kB) / 1_024;
}

/** Asks /healthz every 10 ms while `work` goes on; how long each answer took in ms, sorted. */
export async function healthDuring({ url }: GatewayProcess, work: Promise<unknown>): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const taken: number[] = [];
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const from = performance.now();
    await new Promise<void>((resolve, reject) => {
      get(`${url}/healthz`, { agent }, (response) => response.resume().once('end', resolve)).once('error', reject);
    });
    taken.push(performance.now() - from);
    await sleep(10);
  }
  agent.destroy();
  await done;
  return taken.sort((one, other) => one - other);
}
