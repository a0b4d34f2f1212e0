import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Keeps a second process from opening the same company file. A lock whose process is gone (kill -9) does not count. */
export class FileLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  static take(file: string): FileLock {
    const path = `${file}.lock`;
    const mine = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
    writeFileSync(mine, ownerOf(process.pid));
    try {
      return FileLock.#takeWith(file, path, mine);
    } finally {
      rmSync(mine, { force: true });
    }
  }

  static #takeWith(file: string, path: string, mine: string): FileLock {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if (link(mine, path)) return new FileLock(path);
      const owner = readOwner(path);
      if (isAlive(owner))
        throw new Error(`${file} is open in process ${Number.parseInt(owner, 10)}: end that one first`);
      putAside(path, `${mine}.stale`);
    }
    throw new Error(`${file} is being opened by another process: try again`);
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

/** A link appears at once and complete, or not at all. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Removes a stale lock. It is moved, not deleted: what is there by now may be the lock of one that was faster. */
function putAside(path: string, stale: string): void {
  try {
    renameSync(path, stale);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (isAlive(readOwner(stale))) link(stale, path);
  rmSync(stale, { force: true });
}

/** A process id with its start time, where the system tells it, because ids are used again. */
function ownerOf(pid: number): string {
  return `${pid} ${statOf(pid)[19] ?? ''}`;
}

/** The fields of /proc/PID/stat behind the name: its state is the first. None where the system has no such file. */
function statOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return [];
  }
}

function readOwner(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A zombie has ended: it only waits for its parent to hear of it. */
function isAlive(owner: string): boolean {
  const pid = Number.parseInt(owner, 10);
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!hasCode(error, 'EPERM')) return false;
  }
  return owner === ownerOf(pid) && !/^[ZX]/.test(statOf(pid)[0] ?? '');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
