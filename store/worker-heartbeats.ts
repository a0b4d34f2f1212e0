import type { Database } from './database.js';

/** Says that a worker of a task queue runs now, by the clock of the database. */
export async function beat(database: Database, taskQueue: string): Promise<void> {
  await database.query(
    `insert into worker_heartbeats (task_queue, beat_at) values ($1, now())
     on conflict (task_queue) do update set beat_at = excluded.beat_at`,
    [taskQueue],
  );
}

/** Whether a worker of a task queue has said within `withinMs` that it runs, by the clock of the database. */
export async function hasBeaten(database: Database, taskQueue: string, withinMs: number): Promise<boolean> {
  const { rowCount } = await database.query(
    `select from worker_heartbeats where task_queue = $1 and beat_at > now() - $2 * interval '1 millisecond'`,
    [taskQueue, withinMs],
  );
  return rowCount === 1;
}
