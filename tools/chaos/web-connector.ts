import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { writeRecord } from '../../launcher/embedded/process-record.js';
import type { SessionOrder } from './programs/web-connector.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The patience of the Web Connector with one call; a hundred seconds in production. */
export const CALL_TIMEOUT_MS = 4_000;

/** What takes longer hangs: nothing of ours waits for anything that long. */
const SESSION_MS = 60_000;

/** The process of the Web Connector and QuickBooks; one that has died is started again. */
export type WebConnector = {
  companyFile: string;
  /**
   * Runs one session; resolves, to what it came to, when it is over or the process has died. A misbehaviour that happens
   * is noted under `id`, see armed.ts.
   */
  session(misbehave?: string, id?: string): Promise<string>;
  stop(): Promise<void>;
};

export function createWebConnector(
  dataDir: string,
  settings: Pick<SessionOrder, 'url' | 'qwcFile' | 'companyFile' | 'password'>,
): WebConnector {
  let child = start(dataDir);
  let isStopping = false;
  const next = (): Promise<string> => once(child);
  let ready = next();
  const startAgain = (): void => {
    child = start(dataDir);
    ready = next();
  };
  const whenAlive = async (): Promise<void> => {
    await ready;
    while (!isAlive(child) && !isStopping) {
      startAgain();
      await ready;
    }
  };
  return {
    companyFile: settings.companyFile,
    async session(misbehave, id = 'any') {
      await whenAlive();
      const misbehaviours = misbehave === undefined ? [] : [misbehave];
      const order = { ...settings, timeoutMs: CALL_TIMEOUT_MS, misbehave: misbehaviours, dataDir, id };
      child.send(order satisfies SessionOrder);
      const outcome = await Promise.race([next(), sleep(SESSION_MS, undefined, { ref: false })]);
      if (outcome === undefined) throw new Error(`a session of the Web Connector hung for ${SESSION_MS / 1_000} s`);
      // At once, so that the next session need not wait for it.
      if (!isAlive(child) && !isStopping) startAgain();
      return outcome;
    },
    async stop() {
      isStopping = true;
      const gone = isAlive(child) ? once(child, 'exit') : undefined;
      child.kill('SIGKILL');
      await gone;
    },
  };
}

const isAlive = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

function start(dataDir: string): ChildProcess {
  mkdirSync(path.join(dataDir, 'logs'), { recursive: true });
  const log = openSync(path.join(dataDir, 'logs', 'simulator.log'), 'a');
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/chaos/programs/web-connector.ts'], {
    cwd: ROOT,
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  child.on('error', () => undefined);
  writeRecord(dataDir, 'simulator', child.pid ?? 0, []);
  return child;
}

/** The next word of the process, or how it ended. */
function once(child: ChildProcess, only?: 'exit'): Promise<string> {
  return new Promise((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null): void => settle(`died: ${signal ?? code}`);
    const settle = (word: string): void => {
      child.off('message', heard);
      child.off('exit', end);
      resolve(word);
    };
    const heard = (word: unknown): void => settle(String(word));
    child.once('exit', end);
    if (only === undefined) child.once('message', heard);
  });
}
