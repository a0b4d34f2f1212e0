import { existsSync, realpathSync } from 'node:fs';
import { clusterPaths } from '../embedded/postgres-cluster.js';
import { isRunning, processesIn } from '../embedded/process-identity.js';
import { readRecord } from '../embedded/process-record.js';
import type { Target } from './faults.js';

/** The processes of a target: of PostgreSQL the server and all that it has forked. */
function pidsOf(dataDir: string, target: Target): number[] {
  const { cluster } = clusterPaths(dataDir);
  const forked = target === 'postgres' && existsSync(cluster) ? processesIn(realpathSync(cluster)) : [];
  const started = readRecord(dataDir, target);
  const server = started !== undefined && isRunning(started) ? [started.pid] : [];
  return [...new Set([...server, ...forked.map(({ pid }) => pid)])];
}

/** kill -9, at once; of oneself last. */
export function killAtOnce(dataDir: string, targets: readonly Target[]): void {
  const pids = targets.flatMap((target) => pidsOf(dataDir, target));
  for (const pid of [...pids.filter((other) => other !== process.pid), ...pids.filter((own) => own === process.pid)]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}
