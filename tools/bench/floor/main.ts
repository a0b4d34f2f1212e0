import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createFloorActivities } from './activities.js';

const [address = '', taskQueue = ''] = process.argv.slice(2);
Runtime.install({ logger: new DefaultLogger('ERROR') });

/** A worker process with the settings of the real one; its parent asks it how many lifecycles have come how far. */
const applied = new Map<number, number>();
const connection = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection,
  taskQueue,
  workflowBundle: await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('./workflow.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  }),
  activities: createFloorActivities(applied),
  maxCachedWorkflows: 1_000,
});
process.on('message', (seq: number) => process.send?.(applied.get(seq) ?? 0));
process.on('disconnect', () => worker.shutdown());
process.send?.('ready');
await worker.run();
await connection.close();
