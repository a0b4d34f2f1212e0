import { Worker } from '@temporalio/worker';
import pg from 'pg';
import { statementOf, wrap } from './instrument.js';

/** Patience for production, which would only make rounds long: sticky queues and what the relay calls stale. */
export function hurry(): void {
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
