import { existsSync, realpathSync } from 'node:fs';
import { clusterPaths } from '../../launcher/embedded/postgres-cluster.js';
import { isRunning, processesIn } from '../../launcher/embedded/process-identity.js';
import { readRecord } from '../../launcher/embedded/process-record.js';
import type { Target } from './faults.js';

/** The processes of a target: of PostgreSQL the server and all that it has forked. */
export function pidsOf(dataDir: string, target: Target): number[] {
  const { cluster } = clusterPaths(dataDir);
  const forked = target === 'postgres' && existsSync(cluster) ? processesIn(realpathSync(cluster)) : [];
  const started = readRecord(dataDir, target);
  const server = started !== undefined && isRunning(started) ? [started.pid] : [];
  return [...new Set([...server, ...forked.map(({ pid }) => pid)])];
}

/**
 * kill -9, at once; of oneself last.
 * @param onKilled hears how many processes it met, this one included: before this one ends
 */
export function killAtOnce(
  dataDir: string,
  targets: readonly Target[],
  onKilled: (count: number) => void = () => undefined,
): void {
  const pids = targets.flatMap((target) => pidsOf(dataDir, target));
  const others = pids.filter((pid) => pid !== process.pid).filter(kill);
  const isOurEnd = pids.includes(process.pid);
  onKilled(others.length + (isOurEnd ? 1 : 0));
  if (isOurEnd) kill(process.pid);
}

/** @returns false when the process had ended already */
function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}
