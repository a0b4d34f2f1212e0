import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import type { TestProject } from 'vitest/node';
import { stopLeftovers } from '../../launcher/embedded/leftovers.js';
import { startEmbedded } from '../../launcher/embedded/start-embedded.js';
import { migrate } from '../../store/migrate.js';
import { workflowBundle } from '../../worker/create-worker.js';
import { bootstrapTemporal } from '../../worker/temporal-bootstrap.js';
import { type ProvidedServices, runSql, TEMPLATE_DATABASE, withDatabase } from './services.js';

const PREFIX = 'psa-quickbooks-test-';

/** Ends and removes what test runs left that were killed; a folder without lock may be that of a run just beginning. */
async function sweep(): Promise<void> {
  const folders = readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => path.join(tmpdir(), name))
    .filter((folder) => existsSync(path.join(folder, 'run', 'lock.json')));
  await Promise.all(folders.map((folder) => stopLeftovers(folder, { remove: true })));
}

async function makeTemplate(postgresUrl: string): Promise<void> {
  await runSql(postgresUrl, `create database ${TEMPLATE_DATABASE}`);
  await migrate(withDatabase(postgresUrl, TEMPLATE_DATABASE));
  await runSql(postgresUrl, `alter database ${TEMPLATE_DATABASE} with is_template true allow_connections false`);
}

async function prepareTemporal(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await bootstrapTemporal(connection, { namespace: 'default' });
  } finally {
    await connection.close();
  }
}

type Running = { services: ProvidedServices; stop: () => Promise<void> };

async function start(): Promise<Running> {
  await sweep();
  const dataDir = mkdtempSync(path.join(tmpdir(), PREFIX));
  // Where Temporal is the SDK's own download, it is in the folder of `npm start`.
  const programs = path.resolve('.data', 'bin');
  if (existsSync(programs)) symlinkSync(programs, path.join(dataDir, 'bin'));
  const embedded = await startEmbedded({ dataDir, fastAndLoose: true });
  const stop = async () => {
    await embedded.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { databaseUrl: postgresUrl, temporalAddress } = embedded;
    const bundlePath = path.join(dataDir, 'workflow-bundle.js');
    await Promise.all([
      makeTemplate(postgresUrl),
      prepareTemporal(temporalAddress),
      workflowBundle().then(({ code }) => writeFile(bundlePath, code)),
    ]);
    return { services: { postgresUrl, temporalAddress, bundlePath }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each project loads this file anew, in the same process: what runs already is found here. */
const shared = globalThis as { testServices?: { running: Promise<Running>; users: number } | undefined };

/**
 * Starts one PostgreSQL and one Temporal for the whole run, whichever of its projects asks first; returns what ends them,
 * once the last project is done, and removes all traces.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  shared.testServices ??= { running: start(), users: 0 };
  const mine = shared.testServices;
  mine.users += 1;
  const { services, stop } = await mine.running;
  project.provide('services', services);
  return async () => {
    mine.users -= 1;
    if (mine.users > 0) return;
    shared.testServices = undefined;
    await stop();
  };
}
