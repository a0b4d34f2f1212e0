import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import type { LifecycleState } from '../../domain/lifecycle-state.js';
import { transferStatus } from '../../domain/transfer-status.js';
import type { Database } from '../../store/database.js';
import { itemIds, readItems } from '../../store/items.js';
import { itemWorkflowId } from '../../workflows/messages.js';
import type { ChaosItem } from './items.js';
import { innocent, type Verdict } from './verdict.js';

/** The workflows of items against their rows: closed, with the state that the projection shows, also in Temporal's search. */
export async function compareWorkflows(
  client: Client,
  database: Database,
  connectionId: string,
  items: readonly ChaosItem[],
): Promise<Verdict> {
  const verdict = innocent();
  const searched = await searchable(client, connectionId, items);
  await Promise.all(
    items.map(async (item) => {
      const [found] = await itemIds(database, connectionId, item.kind, [item.id]);
      const [row] = await readItems(database, [found?.id ?? 0]);
      if (row === undefined) return;
      const workflowId = itemWorkflowId(row);
      const handle = client.workflow.getHandle(workflowId);
      const { status } = await handle.describe();
      if (status.name !== 'COMPLETED') {
        verdict.stuck.push(`${workflowId}: its workflow is ${status.name}`);
        return;
      }
      const state = (await handle.result()) as LifecycleState;
      if (!isDeepStrictEqual(state, row.state)) {
        verdict.lost.push(
          `${workflowId}: its workflow closed as ${JSON.stringify(state)}, its row is ${JSON.stringify(row.state)}`,
        );
      }
      const shown = searched.get(workflowId);
      if (shown !== transferStatus(row.state)) {
        verdict.lost.push(`${workflowId}: Temporal's search says ${shown}, its row ${transferStatus(row.state)}`);
      }
    }),
  );
  return verdict;
}

/** The TransferStatus of the newest run of each item, as a search finds it. */
async function searchable(
  client: Client,
  connectionId: string,
  items: readonly ChaosItem[],
): Promise<Map<string, string>> {
  if (items.length === 0) return new Map();
  const shown = new Map<string, { at: number; status: string }>();
  const names = items.map((item) => `'${itemWorkflowId({ connectionId, kind: item.kind, psaId: item.id })}'`);
  const query = `WorkflowId IN (${names.join(', ')})`;
  for await (const run of client.workflow.list({ query })) {
    const at = run.startTime.getTime();
    if ((shown.get(run.workflowId)?.at ?? -1) > at) continue;
    const status = run.typedSearchAttributes.getAll().find(({ key }) => key.name === 'TransferStatus')?.value;
    shown.set(run.workflowId, { at, status: String(status) });
  }
  return new Map([...shown].map(([id, { status }]) => [id, status]));
}

/** Workflows of sessions that still run. */
export const openSessions = async (client: Client, connectionId: string): Promise<string[]> => {
  const query = `WorkflowType = 'qbwcSession' AND Connection = '${connectionId}' AND ExecutionStatus = 'Running'`;
  const found: string[] = [];
  for await (const run of client.workflow.list({ query })) found.push(run.workflowId);
  return found;
};
