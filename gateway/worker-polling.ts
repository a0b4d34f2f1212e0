import type { Connection } from '@temporalio/client';
import type { Database } from '../store/database.js';
import { hasBeaten } from '../store/worker-heartbeats.js';

/** Kinds of pollers in temporal.api.enums.v1.TaskQueueType. */
const WORKFLOW_TASKS = 1;
/** A worker polls at least once a minute; one that has not is gone. */
const POLLED_WITHIN_MS = 90_000;
/** A worker says every two seconds that it runs. */
const BEATEN_WITHIN_MS = 10_000;

/** Where to look for workers. */
export type WorkerPlace = { connection: Connection; database: Database; namespace: string; taskQueue: string };

/**
 * Whether a worker takes workflow tasks of a task queue; false also when Temporal does not answer. Temporal tells whether one
 * polls, but knows a killed one for a minute and more; the heartbeat tells that one lives, but not that Temporal hears it.
 */
export async function isWorkerPolling(place: WorkerPlace): Promise<boolean> {
  const answers = await Promise.all([isPolled(place), hasBeaten(place.database, place.taskQueue, BEATEN_WITHIN_MS)]);
  return answers.every(Boolean);
}

async function isPolled({ connection, namespace, taskQueue }: WorkerPlace): Promise<boolean> {
  try {
    const { pollers } = await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name: taskQueue },
        taskQueueType: WORKFLOW_TASKS,
      }),
    );
    return (pollers ?? []).some(
      (poller) => Date.now() - 1_000 * Number(poller.lastAccessTime?.seconds ?? 0) < POLLED_WITHIN_MS,
    );
  } catch {
    return false;
  }
}
