import type { Worker } from '@temporalio/worker';
import type { Database } from '../store/database.js';
import { beat } from '../store/worker-heartbeats.js';
import { type Repeated, repeat } from './repeat.js';

/** What the heartbeat works with. */
export type HeartbeatOptions = Omit<Repeated, 'name'> & {
  database: Database;
  taskQueue: string;
  worker: Pick<Worker, 'getState'>;
};

/**
 * Says in the database that the worker runs, as long as it does: Temporal alone forgets a worker that was killed only after a
 * minute and more. Ends when `signal` aborts.
 */
export function runHeartbeat(options: HeartbeatOptions, signal: AbortSignal): Promise<void> {
  const { database, taskQueue, worker } = options;
  const sayIt = async (): Promise<void> => {
    if (worker.getState() === 'RUNNING') await beat(database, taskQueue);
  };
  return repeat({ ...options, name: 'the heartbeat' }, sayIt, signal);
}
