import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Instrumented, TARGETS } from './faults.js';

/** A fault that waits for a program to come to a place for the nth time. */
const armed = z.object({
  id: z.string(),
  in: z.enum(['gateway', 'worker']),
  at: z.string(),
  nth: z.int(),
  kills: z.array(z.enum(TARGETS)),
  /** Milliseconds between the place and the kill: a COMMIT may or may not have come through by then. */
  waitMs: z.number(),
});
export type Armed = z.infer<typeof armed>;

const folderOf = (dataDir: string): string => path.join(dataDir, 'run', 'chaos');
const fileOf = (dataDir: string): string => path.join(folderOf(dataDir), 'armed.json');

/** What has become of a fault: a program came to its place, the lock that it is to wait for is held, its wait failed, it has happened. */
export type Mark = 'taken' | 'held' | 'failed' | 'hit';
const markOf = (dataDir: string, mark: Mark, id: string): string => path.join(folderOf(dataDir), `${mark}-${id}`);

/** Says in a file what is armed: the programs look at it wherever they come to a named place. */
export function arm(dataDir: string, faults: readonly Armed[]): void {
  mkdirSync(folderOf(dataDir), { recursive: true });
  const file = fileOf(dataDir);
  writeFileSync(`${file}.new`, JSON.stringify(faults));
  renameSync(`${file}.new`, file);
}

export function note(dataDir: string, mark: Mark, id: string): void {
  mkdirSync(markOf(dataDir, mark, id), { recursive: true });
}

export const isNoted = (dataDir: string, mark: Mark, id: string): boolean => existsSync(markOf(dataDir, mark, id));

/** Says that a fault has really happened: a process was killed, QuickBooks did misbehave. */
export const noteHit = (dataDir: string, id: string): void => note(dataDir, 'hit', id);

export const isHit = (dataDir: string, id: string): boolean => isNoted(dataDir, 'hit', id);

/** Where a program says which lock it is about to wait for. */
export const lockFileOf = (dataDir: string, id: string): string => path.join(folderOf(dataDir), `lock-${id}.json`);

/** Nothing is armed any more, nothing has happened. */
export function disarm(dataDir: string): void {
  rmSync(folderOf(dataDir), { recursive: true, force: true });
}

/** What is armed for a place of a program. */
export function armedAt(dataDir: string, program: Instrumented, at: string): Armed[] {
  let text: string;
  try {
    text = readFileSync(fileOf(dataDir), 'utf8');
  } catch {
    return [];
  }
  return z
    .array(armed)
    .parse(JSON.parse(text))
    .filter((fault) => fault.in === program && fault.at === at);
}

/** Takes a fault; false when another has it: a folder is made once. */
export function take(dataDir: string, { id }: Armed): boolean {
  try {
    mkdirSync(markOf(dataDir, 'taken', id));
    return true;
  } catch {
    return false;
  }
}
