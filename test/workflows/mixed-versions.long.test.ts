import type { History } from '@temporalio/common/lib/proto-utils.js';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { testBundle } from '../helpers/services.js';
import { type FormerRelease, formerRelease, RELEASED } from '../releases/former-worker.js';
import {
  expenseReport,
  invoice,
  orderLine,
  purchaseOrder,
  refusedInvoice,
  timeEntry,
  timesheet,
} from '../stories/snapshots.js';
import { beginStory, type Kind, type Story } from '../stories/story.js';

/** Workflows that a worker remembers: next to none, so that they change between the workers, each time by a replay. */
const CACHED = 1;

let product: Product;

beforeAll(async () => {
  product = await startProduct({ maxCachedWorkflows: CACHED });
});
afterAll(() => product.stop());

/** Starts the former worker on the product's task queue, database and Temporal. */
async function start(former: FormerRelease): Promise<() => Promise<void>> {
  const database = former.store.openDatabase(product.databaseUrl);
  const connection = await NativeConnection.connect({ address: product.temporal.address });
  const now = (): string => new Date().toISOString();
  const worker = await former.worker.createWorker({
    connection,
    namespace: product.temporal.namespace,
    taskQueue: product.taskQueue,
    activities: { database, signals: product.signals, psa: undefined, now, log: { info: () => undefined } },
    maxCachedWorkflows: CACHED,
  });
  const running = worker.run();
  return async () => {
    worker.shutdown();
    await running;
    await connection.close();
    await database.end();
  };
}

const ITEMS: readonly (readonly [Kind, id: string])[] = [
  ...['I1', 'I2', 'I3', 'I4', 'refused'].map((id) => ['invoices', id] as const),
  ['purchase-orders', 'P'],
  ['timesheets', 'T'],
  ['expense-reports', 'E'],
];

/** Everything that an item can go through, over two sessions and a change of mind. */
async function liveThrough(story: Story): Promise<void> {
  const { enqueue, put, ready, notReady, run } = story;
  for (const number of ['1', '2', '3', '4']) await enqueue('invoices', `I${number}`, invoice({ number }));
  await enqueue('invoices', 'refused', refusedInvoice({ number: '5' }));
  await enqueue('purchase-orders', 'P', purchaseOrder({ lines: [orderLine({ received: '3' })] }));
  await enqueue('timesheets', 'T', timesheet({ entries: [timeEntry(), timeEntry({ id: 'e2' })] }));
  await enqueue('expense-reports', 'E', expenseReport());
  await notReady('invoices', ['I4']);
  await run();
  await put('invoices', 'refused', invoice({ number: '5' }));
  await ready('invoices', ['refused', 'I4']);
  await ready('invoices', ['I3'], { retransfer: true });
  await run();
}

type Recorded = { workflowId: string; history: History };

async function historiesOf(story: Story): Promise<Recorded[]> {
  const found = product.client.workflow.list({ query: `TaskQueue = '${product.taskQueue}'` }).intoHistories();
  const recorded: Recorded[] = [];
  for await (const { workflowId, history } of found) {
    if (workflowId.startsWith(`${story.id}/`)) recorded.push({ workflowId, history: history as History });
  }
  return recorded;
}

/** The builds of the workflow code that took part in a history. */
const buildsOf = ({ history }: Recorded): (string | null | undefined)[] =>
  (history.events ?? []).flatMap(
    ({ workflowTaskCompletedEventAttributes: completed }) => completed?.workerVersion?.buildId ?? [],
  );

const failedTasksOf = ({ history }: Recorded): unknown[] =>
  (history.events ?? []).flatMap(({ workflowTaskFailedEventAttributes: failed }) => failed ?? []);

describe.each(RELEASED)('a worker of %s beside one of today', (version) => {
  let former: FormerRelease;
  beforeAll(async () => {
    former = await formerRelease(version);
  });
  afterAll(() => former.remove());

  it('brings every item to its end, once, and either replays what the other began', { timeout: 120_000 }, async () => {
    const story = await beginStory(product, `both-${version}`);
    const stopFormer = await start(former);
    await liveThrough(story);
    await stopFormer();

    const { company, get } = story;
    const numbers = company.transactions({ type: 'Invoice' }).map(({ refNumber }) => Number(refNumber));
    expect(numbers.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 3, 4, 5]);
    for (const type of ['PurchaseOrder', 'ItemReceipt', 'Bill'] as const) {
      expect(company.transactions({ type }), type).toHaveLength(1);
    }
    expect(company.transactions({ type: 'TimeTracking' })).toHaveLength(2);
    for (const [kind, id] of ITEMS) expect(await get(kind, id), id).toMatchObject({ transferStatus: 'Transferred' });

    const recorded = await historiesOf(story);
    expect(new Set(recorded.flatMap(buildsOf)).size, 'builds that took part').toBe(2);
    expect(recorded.flatMap(failedTasksOf)).toEqual([]);
    for (const bundle of [await former.worker.workflowBundle(), testBundle()]) {
      for (const { workflowId, history } of recorded) {
        await expect(Worker.runReplayHistory({ workflowBundle: bundle }, history, workflowId)).resolves.toBeUndefined();
      }
    }
  });
});
