import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from '@temporalio/worker';
import { WorkflowCodeBundler } from '@temporalio/worker/lib/workflow/bundler.js';
import pg from 'pg';
import { statementOf, wrap } from './instrument.js';

/** Time-outs of our PostgreSQL connections become so much shorter: 20 s, below QBWC's 100 s, as 2.5 s below the 4 s of ours. */
const HURRIED = 8;
const TIMEOUTS = ['query_timeout', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

/** Shortens how long statements and locks are waited for, wherever the pool is told: as a setting or in its options. */
export function hurryDatabase(): void {
  const hurried = new WeakSet<object>();
  wrap(pg.Pool.prototype, 'newClient', (former, pool, args) => {
    const options = Reflect.get(pool, 'options') as Record<string, unknown>;
    if (!hurried.has(pool)) Object.assign(options, shortened(options));
    hurried.add(pool);
    return former(...args);
  });
}

/** What differs of a pool's options. */
export function shortened(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const numbers = TIMEOUTS.filter((name) => Number(options[name]) > 0).map((name) => [
    name,
    Math.ceil(Number(options[name]) / HURRIED),
  ]);
  const inText = new RegExp(`(${TIMEOUTS.join('|')})=(\\d+)(ms|s|min)?`, 'g');
  const text = typeof options.options === 'string' ? options.options : undefined;
  const replaced = text?.replace(inText, (_, name, count, unit = 'ms') => {
    const ms = Number(count) * { ms: 1, s: 1_000, min: 60_000 }[unit as 'ms' | 's' | 'min'];
    return `${name}=${Math.ceil(ms / HURRIED)}ms`;
  });
  return { ...Object.fromEntries(numbers), ...(replaced === undefined ? {} : { options: replaced }) };
}

/** Patience for production, which would only make rounds long: sticky queues, what the relay calls stale, webpack at each start. */
export function hurry(dataDir: string): void {
  const kept = path.join(dataDir, 'workflow-bundle.json');
  wrap(WorkflowCodeBundler.prototype, 'createBundle', async (former) => {
    if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
    const bundle = await former();
    writeFileSync(`${kept}.${process.pid}`, JSON.stringify(bundle));
    renameSync(`${kept}.${process.pid}`, kept);
    return bundle;
  });
  wrap(Worker, 'create', (former, _worker, [options]) =>
    former({ ...(options as object), stickyQueueScheduleToStartTimeout: '1 second' }),
  );
  wrap(pg.Pool.prototype, 'query', (former, _pool, args) => {
    const statement = statementOf(args[0]);
    if (statement?.name !== 'stale-events' && statement?.name !== 'stale-sessions') return former(...args);
    const [now, , ...rest] = statement.values;
    return former({ ...statement, values: [now, 700, ...rest] });
  });
}
