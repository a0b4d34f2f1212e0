import type { Connection } from '@temporalio/client';

/** Kinds of pollers in temporal.api.enums.v1.TaskQueueType. */
const WORKFLOW_TASKS = 1;
/** A worker polls at least once a minute; one that has not is gone. */
const POLLED_WITHIN_MS = 90_000;

/** Whether a worker takes workflow tasks of a task queue; false also when Temporal does not answer. */
export async function isWorkerPolling(connection: Connection, namespace: string, taskQueue: string): Promise<boolean> {
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
