import { renameSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { isNoted, lockFileOf, note } from './armed.js';
import type { Instrumented } from './faults.js';
import { createTurns, type Method, statementOf, wrap } from './instrument.js';

/** How long a program stands still until the harness holds the lock; then it goes on, and the fault is missed. */
const PATIENCE_MS = 3_000;

type Statement = { name: string; values: unknown[] };

/**
 * Stops before a statement that locks a row until the harness has locked it, so that the statement waits; what happens
 * meanwhile is the harness's, see row-lock.ts. Nothing is sent in another order: the program stands still.
 * @param operationOf what a statement is done for; undefined where it locks nothing that others may hold
 */
export function watchLocks(
  dataDir: string,
  program: Instrumented,
  operationOf: (statement: Statement, client: object) => string | undefined,
): void {
  const turns = createTurns(dataDir, program);
  wrap(pg.Client.prototype, 'query', (former, client, args) => {
    const statement = statementOf(args[0]);
    const operation = statement === undefined ? undefined : operationOf(statement, client);
    const [fault] = operation === undefined ? [] : turns(`${operation}.lock`);
    if (fault === undefined) return former(...args);
    const backend: unknown = Reflect.get(client, 'processID');
    const file = lockFileOf(dataDir, fault.id);
    writeFileSync(`${file}.new`, JSON.stringify({ backend, statement: args[0] }));
    renameSync(`${file}.new`, file);
    standStillUntil(() => isNoted(dataDir, 'held', fault.id));
    return whenFailed(former, args, () => note(dataDir, 'failed', fault.id));
  });
}

function standStillUntil(condition: () => boolean): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const until = Date.now() + PATIENCE_MS;
  while (!condition() && Date.now() < until) Atomics.wait(cell, 0, 0, 10);
}

/** A pool hands its clients a callback, transactions take the promise. */
function whenFailed(query: Method, args: unknown[], onFailure: () => void): unknown {
  const watched = args.map((each) => {
    if (typeof each !== 'function') return each;
    return (error: unknown, result: unknown): unknown => {
      if (error) onFailure();
      return Reflect.apply(each, undefined, [error, result]);
    };
  });
  const result = query(...watched);
  if (result instanceof Promise) result.catch(onFailure);
  return result;
}
