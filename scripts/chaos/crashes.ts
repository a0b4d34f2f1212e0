import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Instrumented } from './faults.js';

const fileOf = (dataDir: string): string => path.join(dataDir, 'run', 'crashes');

/** Writes down, in a line, an error that nobody took and that ends this program: it would be started again unseen. */
export function watchCrashes(dataDir: string, program: Instrumented): void {
  process.on('uncaughtExceptionMonitor', (error) => {
    mkdirSync(path.dirname(fileOf(dataDir)), { recursive: true });
    appendFileSync(fileOf(dataDir), `the ${program} ended by an error: ${String(error.stack).replaceAll('\n', ' ')}\n`);
  });
}

/** What programs have ended by since this was asked last. */
export function takeCrashes(dataDir: string): string[] {
  if (!existsSync(fileOf(dataDir))) return [];
  const lines = readFileSync(fileOf(dataDir), 'utf8').trim().split('\n');
  rmSync(fileOf(dataDir));
  return lines;
}
