import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { identityOf, type SignalStep, stopProcess } from './process-identity.js';

const record = z.object({ pid: z.number(), startedAt: z.string(), ports: z.array(z.number()) });

/** What a start left written about one of its processes. */
type ProcessRecord = z.infer<typeof record>;

/** Time to end cleanly, then none. */
export const GENTLE: readonly SignalStep[] = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 5_000],
];

function fileOf(dataDir: string, name: string): string {
  return path.join(dataDir, 'run', `${name}.json`);
}

/** What is written about `name`; undefined when nothing is, or it is torn. */
export function readRecord(dataDir: string, name: string): ProcessRecord | undefined {
  try {
    return record.safeParse(JSON.parse(readFileSync(fileOf(dataDir, name), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Writes down a process just started, so that a start after a kill -9 of us finds it, and gives it its ports again. */
export function writeRecord(dataDir: string, name: string, pid: number, ports: readonly number[]): void {
  const file = fileOf(dataDir, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const startedAt = identityOf(pid)?.startedAt ?? '';
  writeFileSync(`${file}.new`, JSON.stringify({ pid, startedAt, ports }));
  renameSync(`${file}.new`, file);
}

/** Ends the process that a former start left running under `name`, if it left one. */
export async function stopRecorded(dataDir: string, name: string, steps: readonly SignalStep[] = GENTLE) {
  const left = readRecord(dataDir, name);
  if (left !== undefined) await stopProcess(left, steps);
}
