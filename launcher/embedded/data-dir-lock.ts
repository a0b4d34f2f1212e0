import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { explained } from './explain.js';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.js';

const identitySchema = z.object({ pid: z.number(), startedAt: z.string() });
const holderSchema = identitySchema.extend({ startedBy: z.array(identitySchema).default([]) });

/** Who has the lock, and the processes with which it ends. */
type Holder = z.infer<typeof holderSchema>;

/** Another process has the lock. */
export class DataDirInUse extends Error {
  readonly holder: ProcessIdentity;
  /** Whether one of those that started it has ended: then it ends by itself, unless it hangs. */
  readonly isOrphan: boolean;

  constructor(dataDir: string, holder: Holder) {
    super(`process ${holder.pid} is already running on ${dataDir}; stop it, or set DATA_DIR to another folder`);
    this.holder = holder;
    this.isOrphan = !holder.startedBy.every(isRunning);
  }
}

const fileOf = (dataDir: string): string => path.join(dataDir, 'run', 'lock.json');

function holderOf(file: string): Holder | undefined {
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

/** Whether this process has the lock of `dataDir`. */
export function isLockOurs(dataDir: string): boolean {
  const holder = holderOf(fileOf(dataDir));
  return holder?.pid === process.pid && isRunning(holder);
}

/**
 * Makes sure that one process at a time runs what lies under `dataDir`; returns what gives it free. A lock whose holder
 * was killed is taken over. Fails at once, with `DataDirInUse`, when another runs.
 *
 * @param startedBy the processes with which this one ends, see `whoStartedUs`
 */
export function lockDataDir(dataDir: string, startedBy: readonly ProcessIdentity[] = []): () => void {
  const file = fileOf(dataDir);
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(draft, JSON.stringify({ ...identityOf(process.pid), startedBy }));
  } catch (error) {
    throw explained(error, dataDir);
  }
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (link(draft, file)) return () => rmSync(file, { force: true });
      const holder = holderOf(file);
      if (holder !== undefined && isRunning(holder)) throw new DataDirInUse(dataDir, holder);
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
