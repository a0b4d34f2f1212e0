import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  type NativeConnection,
  Worker,
  type WorkerOptions,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import type { ActivityDependencies } from '../activities/dependencies.js';
import { createActivities } from '../activities/index.js';

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** The workflow code, bundled once per process. What it imports is evaluated anew for every run: domain rules only. */
export function workflowBundle(): Promise<WorkflowBundleWithSourceMap> {
  bundle ??= bundleWorkflowCode({ workflowsPath: fileURLToPath(new URL('../workflows/index.ts', import.meta.url)) });
  return bundle;
}

/** A worker for a task queue. An idle workflow that leaves the cache costs a short replay, so the cache is kept small. */
export async function createWorker(options: {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  activities: ActivityDependencies;
  maxCachedWorkflows?: number;
  /** One that was made before: making it takes seconds. */
  bundle?: NonNullable<WorkerOptions['workflowBundle']>;
}): Promise<Worker> {
  return Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowBundle: options.bundle ?? (await workflowBundle()),
    activities: createActivities(options.activities),
    maxCachedWorkflows: options.maxCachedWorkflows ?? 1_000,
    shutdownGraceTime: '10 seconds',
    shutdownForceTime: '15 seconds',
  });
}
