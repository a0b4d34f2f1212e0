import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stopLeftovers } from '../../launcher/embedded/leftovers.js';

const PREFIX = 'psa-quickbooks-demo-';

/**
 * A new folder for the data of this demo alone. Ends and removes what demos left that were killed; a folder without
 * lock may be that of one just beginning.
 *
 * @param dataDir where `npm start` keeps its own: a Temporal that was downloaded is there
 */
export async function makeOwnFolder(dataDir: string): Promise<string> {
  const killed = readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => path.join(tmpdir(), name))
    .filter((folder) => existsSync(path.join(folder, 'run', 'lock.json')));
  await Promise.all(killed.map((folder) => stopLeftovers(folder, { remove: true })));
  const own = mkdtempSync(path.join(tmpdir(), PREFIX));
  const programs = path.join(dataDir, 'bin');
  if (existsSync(programs)) symlinkSync(programs, path.join(own, 'bin'));
  return own;
}

/** Removes the folder; keeps its logs, and says where, when they are needed to find out what went wrong. */
export function removeOwnFolder(own: string, { keepLogs }: { keepLogs: boolean }): string | undefined {
  const logs = path.join(own, 'logs');
  const kept = keepLogs && existsSync(logs) ? `${own}-logs` : undefined;
  if (kept !== undefined) renameSync(logs, kept);
  rmSync(own, { recursive: true, force: true });
  return kept;
}
