import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from '@temporalio/worker';
import { WorkflowCodeBundler } from '@temporalio/worker/lib/workflow/bundler.js';
import pg from 'pg';
import { statementOf, wrap } from './instrument.js';

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
