import { readFileSync, statfsSync } from 'node:fs';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** An error of the file system in words of what to do; others as they are. */
export function explained(error: unknown, dataDir: string): Error {
  const cause = { cause: error };
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Error(`no space left on the disk of ${dataDir}; free some, or set DATA_DIR to another disk`, cause);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    // What Node makes of a folder that cannot be made.
    case 'ENOENT':
      return new Error(`cannot write to ${dataDir} (${codeOf(error)}); make it writable, or set DATA_DIR`, cause);
    case 'ENOTDIR':
    case 'EEXIST':
      return new Error(`${dataDir} is no folder; remove what is there, or set DATA_DIR to a folder`, cause);
    default:
      return error instanceof Error ? error : new Error(String(error));
  }
}

/** The last lines of a log file. */
export function tailOf(file: string, lines = 5): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}

/** A start needs some megabytes; a program that runs out of them may die without a word. */
const NEEDED_BYTES = 16 * 1024 * 1024;

function isDiskFull(dataDir: string): boolean {
  const { bavail, bsize } = statfsSync(dataDir);
  return bavail * bsize < NEEDED_BYTES;
}

/** Why a program of ours ended at its start: in words where its log gives a reason that we know. */
export function startFailure(program: string, tail: string, logFile: string, dataDir: string): Error {
  if (/no space left on device|disk is full/i.test(tail) || isDiskFull(dataDir)) {
    return explained(Object.assign(new Error(tail), { code: 'ENOSPC' }), dataDir);
  }
  const last = tail.split('\n').at(-1)?.trim() ?? '';
  return new Error(`${program} does not start: ${last || 'it said nothing'}; its log is ${logFile}`, {
    cause: tail,
  });
}

/** Whether a log says that the port was taken by another, between our choice and its use. */
export function isPortTaken(tail: string): boolean {
  return /address already in use|could not bind|bind: /i.test(tail);
}
