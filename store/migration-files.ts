import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../domain/errors.js';

/**
 * One statement outside of a transaction, safe to run again. `repeated`: until it changes no row, each time in a
 * transaction of its own.
 */
export type Step = { what: string; sql: string; repeated: boolean; index: string | undefined };

/** All of a migration in one transaction, or its steps one by one while the product goes on. */
export type Migration = { name: string } & ({ sql: string } | { steps: readonly Step[] });

const NAME = /^\d{6}(?<online>\.online)?\.sql$/;
const MARK = /^-- (step|repeat): (.+)$/m;
const CONCURRENT_INDEX = /\bcreate\s+(?:unique\s+)?index\s+concurrently\s+(?<kept>if\s+not\s+exists\s+)?(?<name>\w+)/i;

/** The names of the migrations in a folder, in their order. */
export async function migrationNames(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
}

/** Reads a migration; throws `invalid` for a file with steps that is not of their form (docs/migrations.md). */
export async function readMigration(folder: string, name: string): Promise<Migration> {
  const sql = await readFile(path.join(folder, name), 'utf8');
  return NAME.exec(name)?.groups?.online === undefined ? { name, sql } : { name, steps: readSteps(name, sql) };
}

function readSteps(name: string, text: string): Step[] {
  const [head = '', ...marked] = text.split(MARK);
  if (marked.length === 0 || /^(?!--).*\S/m.test(head)) {
    throw invalid(name, 'comments and then statements, each after a line "-- step: WHAT" or "-- repeat: WHAT"');
  }
  const steps: Step[] = [];
  for (let at = 0; at < marked.length; at += 3) {
    const [mark = '', what = '', body = ''] = marked.slice(at, at + 3);
    const sql = body.replace(/^--.*$/gm, '').trim();
    if (!/^[^;]+;?$/.test(sql)) throw invalid(name, `one statement in "${what}"`);
    steps.push({ what, sql, repeated: mark === 'repeat', index: concurrentIndex(name, sql) });
  }
  return steps;
}

function concurrentIndex(name: string, sql: string): string | undefined {
  const found = CONCURRENT_INDEX.exec(sql)?.groups;
  if (found !== undefined && found.kept === undefined) {
    throw invalid(name, '"create index concurrently if not exists", because a step may run again');
  }
  return found?.name;
}

const invalid = (name: string, expected: string): AppError =>
  new AppError('invalid', `${name}: found something else, expected ${expected}; see docs/migrations.md`);
