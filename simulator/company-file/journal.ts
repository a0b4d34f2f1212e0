import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Change } from './tables.js';

const header = 'QuickBooks company file of the simulator, version 1';

type Entry = readonly [table: string, key: string, row: unknown];

/**
 * The company file on disk: a header line, then a line per commit, `checksum json`. A commit is one append and one
 * fdatasync; what kill -9 or a power cut leaves of a line fails its checksum and is cut off at the next opening.
 */
export class Journal {
  readonly #path: string;
  readonly #durable: boolean;
  #file: number;
  /** Where the last good commit ends, while another is being written. */
  #end = 0;
  /** Whether a part of a failed commit may still stand behind `#end`. */
  #isTorn = false;
  /** Rows written since the last compaction. */
  rowsWritten = 0;

  private constructor(path: string, durable: boolean) {
    this.#path = path;
    this.#durable = durable;
    this.#file = openSync(path, 'a');
  }

  /** Makes a new file with its first content; it appears under its name only when it is complete. */
  static create(path: string, changes: readonly Change[], durable: boolean): Journal {
    writeWhole(path, changes);
    return new Journal(path, durable);
  }

  /** Opens a file and hands every committed change to `apply`, in order. */
  static open(path: string, durable: boolean, apply: (change: Change) => void): Journal {
    const text = readFileSync(path);
    let at = text.indexOf(0x0a) + 1;
    if (text.toString('utf8', 0, at) !== `${header}\n`) throw new Error(`${path} is no company file of the simulator`);
    let rows = 0;
    while (at < text.length) {
      const end = text.indexOf(0x0a, at);
      const entries = end < 0 ? undefined : readLine(text.toString('utf8', at, end));
      if (!entries) {
        if (end >= 0 && end + 1 < text.length) throw new Error(`${path} is damaged at byte ${at}`);
        break;
      }
      for (const [table, key, row] of entries) apply({ table, key, row });
      rows += entries.length;
      at = end + 1;
    }
    const journal = new Journal(path, durable);
    journal.rowsWritten = rows;
    if (at < text.length) ftruncateSync(journal.#file, at);
    return journal;
  }

  /** Appends a commit. When the disk takes only a part of it, that part is cut off again: it is kept in whole or not at all. */
  append(changes: readonly Change[]): void {
    if (this.#isTorn) this.#cutBack();
    this.#end = fstatSync(this.#file).size;
    this.#isTorn = true;
    try {
      writeAll(this.#file, writeLine(changes));
      if (this.#durable) fdatasyncSync(this.#file);
    } catch (error) {
      this.#cutBack();
      throw notWritten(this.#path, error);
    }
    this.#isTorn = false;
    this.rowsWritten += changes.length;
  }

  /** Rewrites the file with just the present rows. */
  compact(changes: readonly Change[]): void {
    writeWhole(this.#path, changes);
    closeSync(this.#file);
    this.#file = openSync(this.#path, 'a');
    this.rowsWritten = changes.length;
  }

  close(): void {
    closeSync(this.#file);
  }

  #cutBack(): void {
    ftruncateSync(this.#file, this.#end);
    this.#isTorn = false;
  }
}

function writeWhole(path: string, changes: readonly Change[]): void {
  const temporary = `${path}.${process.pid}.new`;
  try {
    writeNew(temporary, `${header}\n${changes.length > 0 ? writeLine(changes) : ''}`);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw notWritten(path, error);
  }
  renameSync(temporary, path);
  const folder = openSync(dirname(path), 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function writeNew(path: string, text: string): void {
  const file = openSync(path, 'w');
  try {
    writeAll(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** A nearly full disk takes a part and says how much; only the next call fails. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function notWritten(path: string, error: unknown): Error {
  const why = error instanceof Error ? error.message : String(error);
  return new Error(`${path} cannot be written (${why}), and is as it was: is the disk full?`, { cause: error });
}

function writeLine(changes: readonly Change[]): string {
  const json = JSON.stringify(changes.map(({ table, key, row }): Entry => [table, key, row]));
  return `${checksum(json)} ${json}\n`;
}

function readLine(line: string): readonly Entry[] | undefined {
  const json = line.slice(9);
  return checksum(json) === line.slice(0, 8) ? (JSON.parse(json) as Entry[]) : undefined;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** Whether there is a company file at the path. */
export function companyFileExists(path: string): boolean {
  return existsSync(path);
}
