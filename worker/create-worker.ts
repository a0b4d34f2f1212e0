import { fileURLToPath } from 'node:url';
import {
  bundleWorkflowCode,
  type Logger,
  type NativeConnection,
  Worker,
  type WorkerOptions,
  type WorkflowBundleWithSourceMap,
} from '@temporalio/worker';
import type { ActivityDependencies } from '../activities/dependencies.js';
import { createActivities } from '../activities/index.js';

let bundle: Promise<WorkflowBundleWithSourceMap> | undefined;

/** Where the build has put the workflow code; a worker that runs from sources has none. */
const BUILT = import.meta.url.endsWith('.js')
  ? { codePath: fileURLToPath(new URL('../workflow-bundle.js', import.meta.url)) }
  : undefined;

/**
 * The workflow code from its sources, bundled once per process. What it imports is evaluated anew for every run: domain
 * rules only.
 *
 * @param logger where webpack reports; by default the standard error, whatever LOG_LEVEL says
 */
export function workflowBundle(logger?: Logger): Promise<WorkflowBundleWithSourceMap> {
  const workflowsPath = fileURLToPath(new URL('../workflows/index.ts', import.meta.url));
  bundle ??= bundleWorkflowCode({ workflowsPath, ...(logger === undefined ? {} : { logger }) });
  return bundle;
}

/** A worker for a task queue. An idle workflow that leaves the cache costs a short replay, so the cache is kept small. */
export async function createWorker(options: {
  connection: NativeConnection;
  namespace: string;
  taskQueue: string;
  activities: ActivityDependencies;
  maxCachedWorkflows?: number;
  logger?: Logger;
  /** One that was made before: making it takes seconds. */
  bundle?: NonNullable<WorkerOptions['workflowBundle']>;
}): Promise<Worker> {
  return Worker.create({
    connection: options.connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowBundle: options.bundle ?? BUILT ?? (await workflowBundle(options.logger)),
    activities: createActivities(options.activities),
    maxCachedWorkflows: options.maxCachedWorkflows ?? 1_000,
    shutdownGraceTime: '10 seconds',
    shutdownForceTime: '15 seconds',
  });
}
