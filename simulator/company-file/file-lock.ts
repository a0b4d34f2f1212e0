import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** Keeps a second process from opening the same company file. A lock whose process is gone (kill -9) does not count. */
export class FileLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  static take(file: string): FileLock {
    const path = `${file}.lock`;
    const mine = `${path}.${process.pid}`;
    writeFileSync(mine, ownerOf(process.pid));
    try {
      return FileLock.#takeWith(file, path, mine);
    } finally {
      rmSync(mine, { force: true });
    }
  }

  /** A link appears at once and complete, or not at all. */
  static #takeWith(file: string, path: string, mine: string): FileLock {
    for (let attempt = 0; attempt < 2; attempt += 1) {
      try {
        linkSync(mine, path);
        return new FileLock(path);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
        const owner = readOwner(path);
        if (isAlive(owner))
          throw new Error(`${file} is open in process ${Number.parseInt(owner, 10)}: end that one first`);
        rmSync(path, { force: true });
      }
    }
    throw new Error(`${file} is being opened by another process: try again`);
  }

  release(): void {
    rmSync(this.#path, { force: true });
  }
}

/** A process id with its start time, where the system tells it, because ids are used again. */
function ownerOf(pid: number): string {
  try {
    return `${pid} ${
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')[19] ?? ''
    }`;
  } catch {
    return `${pid} `;
  }
}

function readOwner(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isAlive(owner: string): boolean {
  const pid = Number.parseInt(owner, 10);
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return owner === ownerOf(pid);
}
