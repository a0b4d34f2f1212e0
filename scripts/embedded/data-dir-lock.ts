import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { explained } from './explain.js';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.js';

const holderSchema = z.object({ pid: z.number(), startedAt: z.string() });

function holderOf(file: string): ProcessIdentity | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Tries to link our draft as the lock: a link either makes the file or fails. */
function link(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Makes sure that one process at a time runs what lies under `dataDir`; returns what gives it free. A lock whose holder
 * was killed is taken over. Fails at once when another runs.
 */
export function lockDataDir(dataDir: string): () => void {
  const file = path.join(dataDir, 'run', 'lock.json');
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(draft, JSON.stringify(identityOf(process.pid)));
  } catch (error) {
    throw explained(error, dataDir);
  }
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (link(draft, file)) return () => rmSync(file, { force: true });
      const holder = holderOf(file);
      if (holder !== undefined && isRunning(holder)) {
        throw new Error(
          `process ${holder.pid} is already running on ${dataDir}; stop it, or set DATA_DIR to another folder`,
        );
      }
      // Moved away, not deleted: should another have taken it over in between, its lock is put back.
      const stale = `${draft}.stale`;
      try {
        renameSync(file, stale);
      } catch {
        continue;
      }
      const moved = holderOf(stale);
      if (moved !== undefined && isRunning(moved)) link(stale, file);
      rmSync(stale, { force: true });
    }
    throw new Error(`cannot lock ${dataDir}: ${file} changes all the time; is something else writing there?`);
  } finally {
    rmSync(draft, { force: true });
  }
}
