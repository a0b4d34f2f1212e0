import { setTimeout as sleep } from 'node:timers/promises';
import { DataDirInUse, lockDataDir } from './data-dir-lock.js';
import { type ProcessIdentity, type SignalStep, stopProcess } from './process-identity.js';

/** A process that is about to end gives the folder free within this. */
const PATIENCE_MS = 3_000;
/** One whose npm was killed stops all in order, which takes longer. */
const PATIENCE_WITH_ORPHANS_MS = 5_000;
/** What it leaves is ended as after any kill -9. */
const BY_FORCE: readonly SignalStep[] = [['SIGKILL', 5_000]];

/**
 * Locks `dataDir`, see `lockDataDir`; waits some seconds for a process that is about to end, and ends one that was left
 * alone by a kill -9 of its npm and does not end by itself.
 */
export async function takeDataDir(
  dataDir: string,
  { startedBy, log }: { startedBy: readonly ProcessIdentity[]; log: (line: string) => void },
): Promise<() => void> {
  const since = Date.now();
  let said = false;
  for (;;) {
    try {
      return lockDataDir(dataDir, startedBy);
    } catch (error) {
      if (!(error instanceof DataDirInUse)) throw error;
      const { holder, isOrphan } = error;
      const isLate = Date.now() - since >= (isOrphan ? PATIENCE_WITH_ORPHANS_MS : PATIENCE_MS);
      if (isLate && !isOrphan) throw error;
      if (isLate) await stopProcess(holder, BY_FORCE);
      else if (isOrphan && !said) {
        log(`process ${holder.pid} is left of an npm that was killed; waiting for its end`);
        said = true;
      }
    }
    await sleep(50);
  }
}
