import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { childEnvironment } from '../../config/env.js';
import { ROOT } from '../project.js';
import type { Embedded, EmbeddedOptions } from './embedded-postgres.js';
import { isPortTaken, startFailure, tailOf } from './explain.js';
import { freePort, portAgain } from './free-port.js';
import { GENTLE, readRecord, stopRecorded } from './process-record.js';
import { type ServerProcess, startServer } from './server-process.js';

export type EmbeddedTemporal = Embedded & { temporalAddress: string; temporalUiUrl: string };

const SETUP = path.join(ROOT, 'launcher', 'setup.mjs');

/** The `temporal` program; one that is missing is got, with its progress on stderr. */
export async function temporalProgram(dataDir: string): Promise<string> {
  const env = childEnvironment({ DATA_DIR: dataDir });
  const asked = promisify(execFile)(process.execPath, [SETUP, '--print-temporal'], { env });
  asked.child.stderr?.pipe(process.stderr);
  try {
    return (await asked).stdout.trim();
  } catch (cause) {
    throw new Error('there is no temporal program, see above how to get one', { cause });
  }
}

/** One partition per task queue, and a write-ahead log, double what a development server does on a small machine. */
const TUNING = [
  ...['--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1'],
  ...['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
];
const FILE_TUNING = ['--sqlite-pragma', 'journal_mode=WAL', '--sqlite-pragma', 'synchronous=NORMAL'];

async function isServing(address: string, namespace: string): Promise<boolean> {
  const connection = Connection.lazy({ address, connectTimeout: 2_000 });
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}

async function whenReady(server: ServerProcess, address: string, dataDir: string): Promise<void> {
  const until = Date.now() + 60_000;
  // `temporal-system` exists in every server; ours is made by the bootstrap.
  while (!(await isServing(address, 'temporal-system'))) {
    if (server.hasEnded()) throw startFailure('Temporal', tailOf(server.logFile), server.logFile, dataDir);
    if (Date.now() >= until) {
      await server.stop(GENTLE);
      throw new Error(`Temporal does not answer on ${address} after 60 s; its log is ${server.logFile}`);
    }
    await sleep(50);
  }
}

/**
 * Starts a Temporal development server, its file under `dataDir` (in memory when fast and loose), and after a kill -9 of
 * all or some of what ran there before. The caller holds the lock of `dataDir`. With `known`, which others know it by, it
 * listens on these ports or fails.
 */
export async function startTemporal(
  { dataDir, fastAndLoose = false }: EmbeddedOptions,
  known?: readonly number[],
): Promise<EmbeddedTemporal> {
  const file = path.join(dataDir, 'temporal', 'temporal.db');
  mkdirSync(path.dirname(file), { recursive: true });
  const program = await temporalProgram(dataDir);
  const former = readRecord(dataDir, 'temporal')?.ports;
  const take = (attempt: number, place: 0 | 1): Promise<number> =>
    known?.[place] === undefined ? freePort(attempt === 1 ? former?.[place] : undefined) : portAgain(known[place]);
  await stopRecorded(dataDir, 'temporal');
  for (let attempt = 1; ; attempt++) {
    const port = await take(attempt, 0);
    const uiPort = await take(attempt, 1);
    const listen = ['--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)];
    const kept = fastAndLoose ? [] : ['--db-filename', file, ...FILE_TUNING];
    const server = startServer({
      name: 'temporal',
      dataDir,
      ports: [port, uiPort],
      command: program,
      args: ['server', 'start-dev', ...listen, ...kept, ...TUNING, '--log-level', 'error'],
    });
    const temporalAddress = `127.0.0.1:${port}`;
    try {
      await whenReady(server, temporalAddress, dataDir);
    } catch (error) {
      if (attempt < 3 && isPortTaken(tailOf(server.logFile, 20))) continue;
      throw error;
    }
    return {
      pid: server.pid,
      ports: [port, uiPort],
      ended: server.ended,
      temporalAddress,
      temporalUiUrl: `http://127.0.0.1:${uiPort}`,
      stop: () => server.stop(GENTLE),
    };
  }
}
