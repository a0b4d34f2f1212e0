import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Instrumented } from './faults.js';

const fileOf = (dataDir: string): string => path.join(dataDir, 'run', 'breakdowns.log');

/** A program that ends by an error of its own would go unseen, because it is started again: it writes that down first. */
export function watchBreakdowns(dataDir: string, program: Instrumented): void {
  process.on('uncaughtExceptionMonitor', (error: unknown) => {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    appendFileSync(fileOf(dataDir), `the ${program} broke down: ${what.replace(/\s*\n\s*/g, ' | ').slice(0, 1_000)}\n`);
  });
}

/** The programs that broke down since the last time this was asked, a sentence each. */
export function takeBreakdowns(dataDir: string): string[] {
  try {
    const found = readFileSync(fileOf(dataDir), 'utf8');
    rmSync(fileOf(dataDir));
    return found.trim().split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
