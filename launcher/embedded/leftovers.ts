import { existsSync, rmSync } from 'node:fs';
import { isLockOurs, lockDataDir } from './data-dir-lock.js';
import { clearCluster } from './postgres-cluster.js';
import { isRunning } from './process-identity.js';
import { readRecord, stopRecorded } from './process-record.js';

/** Ends the servers that a killed process left under `dataDir`; leaves alone a folder whose process still runs. */
export async function stopLeftovers(dataDir: string, { remove }: { remove: boolean }): Promise<void> {
  if (!existsSync(dataDir)) return;
  let unlock: () => void;
  try {
    unlock = lockDataDir(dataDir);
  } catch {
    return;
  }
  await Promise.all([
    clearCluster(dataDir),
    ...['gateway', 'worker', 'temporal'].map((name) => stopRecorded(dataDir, name)),
  ]);
  if (remove) rmSync(dataDir, { recursive: true, force: true });
  unlock();
}

/**
 * By force and at once: for the way out when a clean one takes too long. What is stored survives it. Leaves alone a folder
 * that is another's.
 */
export function killRecorded(dataDir: string): void {
  if (!isLockOurs(dataDir)) return;
  for (const name of ['gateway', 'worker', 'temporal', 'postgres']) {
    const left = readRecord(dataDir, name);
    // SIGQUIT makes PostgreSQL take its children with it.
    if (left !== undefined && isRunning(left)) process.kill(left.pid, name === 'postgres' ? 'SIGQUIT' : 'SIGKILL');
  }
}
