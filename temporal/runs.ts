import type { Client } from '@temporalio/client';
import { isItemKind } from '../domain/kinds.js';
import type { ItemName } from '../store/lifecycles.js';
import { QUERY, type RunState, TASK_QUEUE, type WORKFLOW } from '../workflows/messages.js';
import type { SignalTarget } from './signals.js';

/** A workflow that runs now. */
export type Run = { workflowId: string; runId: string };

type Type = (typeof WORKFLOW)[keyof typeof WORKFLOW];

/** The running workflows of a type, some at a time, as the server's visibility knows them. */
export async function* runningWorkflows(
  { client, taskQueue = TASK_QUEUE }: SignalTarget,
  type: Type,
  pageSize: number,
): AsyncGenerator<Run[]> {
  const query = `WorkflowType = '${type}' AND ExecutionStatus = 'Running' AND TaskQueue = '${taskQueue}'`;
  let page: Run[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query, pageSize })) {
    page.push({ workflowId, runId });
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** The item of a lifecycle's id, which is `{connection}/{kind}/{psaId}`. */
export function itemOf(workflowId: string): ItemName | undefined {
  const [connectionId = '', kind = '', ...rest] = workflowId.split('/');
  return isItemKind(kind) ? { connectionId, kind, psaId: rest.join('/') } : undefined;
}

/** The session of a session's id, which is `{connection}/session/{id}`. */
export const sessionOf = (workflowId: string): string => workflowId.split('/').slice(2).join('/');

/** How far a run has come; undefined where no worker answers, or one of an older version. */
export async function stateOf(
  client: Client,
  { workflowId, runId }: Run,
  patienceMs: number,
): Promise<RunState | undefined> {
  const handle = client.workflow.getHandle(workflowId, runId);
  return client.withDeadline(Date.now() + patienceMs, () => handle.query<RunState>(QUERY.state)).catch(() => undefined);
}

/** Ends a run for good; one that has ended meanwhile is as well. Nothing is lost: what it knows is in the database. */
export async function endRun(client: Client, { workflowId, runId }: Run, reason: string): Promise<void> {
  await client.workflow
    .getHandle(workflowId, runId)
    .terminate(reason)
    .catch((error: unknown) => {
      if (!(error instanceof Error && error.name === 'WorkflowNotFoundError')) throw error;
    });
}
