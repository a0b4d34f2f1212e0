import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { type Config, loadConfig } from '../../config/config.js';
import { freePort } from '../../launcher/embedded/free-port.js';
import { stopLeftovers } from '../../launcher/embedded/leftovers.js';
import { startEmbedded } from '../../launcher/embedded/start-embedded.js';
import { localUrl, type ProgramName, startProgram } from '../../launcher/start/programs.js';
import { type Database, openDatabase } from '../../store/database.js';
import { migrate } from '../../store/migrate.js';
import { bootstrapTemporal } from '../../worker/temporal-bootstrap.js';
import { whenAnswering } from './when-answering.js';

/** The product as `npm start` runs it, durable, on a folder and ports of its own. */
export type Stage = {
  dataDir: string;
  url: string;
  token: string;
  database: Database;
  client: Client;
  temporalAddress: string;
  /** The worker may come later: without it Temporal takes signals and nothing else happens. */
  startWorker(): Promise<void>;
  stop(): Promise<void>;
};

const TOKEN = 'bench-token-that-nobody-can-guess-at-all';
const PREFIX = 'psa-quickbooks-bench-';

/** Ends and removes what a bench left that was killed; one that still runs is left alone. */
export async function sweepStages(): Promise<void> {
  const folders = readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => path.join(tmpdir(), name))
    .filter((folder) => existsSync(path.join(folder, 'run', 'lock.json')));
  for (const folder of folders) await stopLeftovers(folder, { remove: true });
}

/** Our programs, each with a socket that tells of its memory and times. */
const OBSERVED = { gateway: 'tools/bench/observed/gateway.ts', worker: 'tools/bench/observed/worker.ts' } as const;

async function stageConfig(dataDir: string): Promise<Config> {
  const port = String(await freePort());
  return loadConfig({ DATA_DIR: dataDir, PORT: port, API_TOKEN: TOKEN, LOG_LEVEL: 'warn' });
}

/** Starts what is embedded and the gateway; `withWorker` also the worker. */
export async function openStage({ withWorker }: { withWorker: boolean }): Promise<Stage> {
  const dataDir = mkdtempSync(path.join(tmpdir(), PREFIX));
  const config = await stageConfig(dataDir);
  const undo: (() => Promise<unknown>)[] = [async () => rmSync(dataDir, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const embedded = await startEmbedded({ dataDir });
    undo.push(() => embedded.stop());
    const { databaseUrl, temporalAddress } = embedded;
    await migrate(databaseUrl);
    const database = openDatabase(databaseUrl);
    undo.push(() => database.end());
    const connection = await Connection.connect({ address: temporalAddress });
    undo.push(() => connection.close());
    const client = new Client({ connection });
    await bootstrapTemporal(connection, { namespace: 'default' });
    const url = localUrl(config);
    const start = async (name: ProgramName, answers: string): Promise<void> => {
      const settings = { config, file: OBSERVED[name], databaseUrl, temporalAddress, apiToken: TOKEN };
      const program = startProgram(name, { ...settings, output: 'log' });
      undo.push(() => program.stop());
      await whenAnswering(`${url}${answers}`, program, path.join(dataDir, 'logs', `${name}.log`));
    };
    await start('gateway', '/healthz');
    const startWorker = (): Promise<void> => start('worker', '/readyz');
    if (withWorker) await startWorker();
    return { dataDir, url, token: TOKEN, database, client, temporalAddress, startWorker, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
