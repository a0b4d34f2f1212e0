import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ServerProcess, startServer } from '../embedded/server-process.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export type WebConnector = {
  dataDir: string;
  url: string;
  qwcFile: string;
  companyFile: string;
  password: string;
};

/** The patience of the Web Connector with one call; a hundred seconds in production. */
export const CALL_TIMEOUT_MS = 4_000;

/** What takes longer hangs: nothing of ours waits for anything that long. */
const SESSION_MS = 60_000;

/** Starts one session of the Web Connector and QuickBooks, in a process of its own. */
export function startSession(connector: WebConnector, misbehave: readonly string[] = []): ServerProcess {
  const { dataDir, url, qwcFile, companyFile, password } = connector;
  const files = ['--qwc', qwcFile, '--company', companyFile, '--password', password, '--url', `${url}/qbwc`];
  const faults = misbehave.flatMap((what) => ['--misbehave', what]);
  return startServer({
    name: 'simulator',
    dataDir,
    ports: [],
    command: process.execPath,
    args: [
      ...['--import', 'tsx', 'simulator/main.ts', '--once', '--timeout', String(CALL_TIMEOUT_MS / 1_000)],
      ...files,
      ...faults,
    ],
    cwd: ROOT,
  });
}

/** Waits for the end of a session. */
export async function ended(session: ServerProcess): Promise<void> {
  const inTime = await Promise.race([session.ended.then(() => true), sleep(SESSION_MS, false, { ref: false })]);
  if (inTime) return;
  await session.stop([['SIGKILL', 5_000]]);
  throw new Error(`a session of the Web Connector hung for ${SESSION_MS / 1_000} s`);
}
