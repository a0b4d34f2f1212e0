import type { AsyncLocalStorage } from 'node:async_hooks';
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import { WorkflowClient } from '@temporalio/client';
import pg from 'pg';
import { type Armed, armedAt, noteHit, take } from './armed.js';
import type { Instrumented } from './faults.js';
import { killAtOnce } from './kill.js';
import { operationOf } from './operation.js';

/** Tells that the program has come to a named place: if a fault is armed for it, this does not return. */
export type Reach = (at: string) => void;

/** The armed faults whose turn it is at a place; each is taken once. */
export function createTurns(dataDir: string, program: Instrumented): (at: string) => Armed[] {
  const seen = new Map<string, number>();
  return (at) =>
    armedAt(dataDir, program, at).filter((fault) => {
      const times = (seen.get(fault.id) ?? 0) + 1;
      seen.set(fault.id, times);
      return times >= fault.nth && take(dataDir, fault);
    });
}

export function createReach(dataDir: string, program: Instrumented): Reach {
  const turns = createTurns(dataDir, program);
  return (at) => {
    for (const fault of turns(at)) {
      if (fault.waitMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fault.waitMs);
      killAtOnce(dataDir, fault.kills, (count) => {
        if (count > 0) noteHit(dataDir, fault.id);
      });
    }
  };
}

/** The operation that the present code works for; none outside of a call. */
type Context = AsyncLocalStorage<string>;

export type Method = (...args: unknown[]) => unknown;

/** Replaces a method by one that gets the former; the only place here where types end. */
export function wrap(
  owner: object,
  name: string,
  by: (former: Method, self: object, args: unknown[]) => unknown,
): void {
  const former = Reflect.get(owner, name) as Method;
  Reflect.set(owner, name, function (this: object, ...args: unknown[]) {
    return by((...given) => Reflect.apply(former, this, given), this, args);
  });
}

/** Every request runs in the context of its operation, and tells when its answer is begun and has gone out. */
export function watchRequests(reach: Reach, context: Context): void {
  wrap(Server.prototype, 'emit', (former, _self, args) => {
    const [event, request, response] = args as [string, IncomingMessage, ServerResponse];
    const operation = event === 'request' ? operationOf(request) : undefined;
    if (operation === undefined) return former(...args);
    // The body comes by events of the socket, which know nothing of our context.
    wrap(request, 'emit', (emit, _request, given) => context.run(operation, () => emit(...given)));
    wrap(response, 'end', (end, _response, given) => {
      reach(`${operation}.beforeAnswer`);
      return end(...given);
    });
    response.once('finish', () => reach(`${operation}.afterAnswer`));
    return context.run(operation, () => former(...args));
  });
}

async function then(result: unknown, at: string, reach: Reach): Promise<unknown> {
  const value = await result;
  reach(at);
  return value;
}

/** Commits, by the operation for which they are made. */
export function watchCommits(reach: Reach, operationOfCommit: (client: object) => string | undefined): void {
  wrap(pg.Client.prototype, 'query', (former, client, args) => {
    const operation = args[0] === 'commit' ? operationOfCommit(client) : undefined;
    if (operation === undefined) return former(...args);
    reach(`${operation}.beforeCommit`);
    const committing = former(...args);
    reach(`${operation}.commit`);
    return then(committing, `${operation}.afterCommit`, reach);
  });
}

/** The named statement that a query is. */
export const statementOf = (query: unknown): { name: string; values: unknown[] } | undefined =>
  typeof query === 'object' && query !== null && 'name' in query && 'values' in query
    ? (query as { name: string; values: unknown[] })
    : undefined;

/** What is done before and after a named statement outside of a transaction. */
type Places = Readonly<Record<string, { before?: () => void; after?: string }>>;

export function watchStatements(reach: Reach, places: Places): void {
  wrap(pg.Pool.prototype, 'query', (former, _pool, args) => {
    const place = places[statementOf(args[0])?.name ?? ''];
    place?.before?.();
    const sent = former(...args);
    return place?.after === undefined ? sent : then(sent, place.after, reach);
  });
}

/** A session that nobody calls is lost after so long: longer than the Web Connector's patience with one call. */
const LOST_AFTER_MS = 6_000;

/**
 * Signals, by the operations of which they bring news. A task of a worker that was killed is given to the next after two
 * seconds instead of ten, and a session is lost after six instead of twenty minutes: nothing else of what is sent changes.
 */
export function watchSignals(reach: Reach, operationsOfSignal: (type: string, signalled: unknown) => string[]): void {
  wrap(WorkflowClient.prototype, 'signalWithStart', (former, _client, [type, given]) => {
    const options = given as { args: object[]; signalArgs: unknown[] };
    const args = options.args.map((each) => ('lostAfterMs' in each ? { ...each, lostAfterMs: LOST_AFTER_MS } : each));
    const operations = operationsOfSignal(String(type), options.signalArgs[0]);
    for (const operation of operations) reach(`${operation}.beforeSignal`);
    const signalling = former(type, { ...options, args, workflowTaskTimeout: '2 seconds' });
    return operations.reduce<unknown>((sent, operation) => then(sent, `${operation}.afterSignal`, reach), signalling);
  });
}
