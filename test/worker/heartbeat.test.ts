import { Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWorkerPolling } from '../../gateway/worker-polling.js';
import { type Database, openDatabase } from '../../store/database.js';
import { beat, hasBeaten } from '../../store/worker-heartbeats.js';
import { createWorker } from '../../worker/create-worker.js';
import { runHeartbeat } from '../../worker/heartbeat.js';
import { testBundle, testDatabase, testTemporal } from '../helpers/services.js';

const log = { info: () => undefined, warn: () => undefined };

let databaseUrl: string;
let database: Database;
let connection: Connection;
beforeAll(async () => {
  Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  ({ databaseUrl } = await testDatabase());
  database = openDatabase(databaseUrl);
  connection = await Connection.connect({ address: testTemporal().address });
});
afterAll(async () => {
  await connection.close();
  await database.end();
});

/** As if the worker of a task queue had been killed some time ago. */
const age = (taskQueue: string, seconds: number) =>
  database.query("update worker_heartbeats set beat_at = now() - $2::int * interval '1 second' where task_queue = $1", [
    taskQueue,
    seconds,
  ]);

describe('the heartbeat of the worker', () => {
  it('beats while the worker runs, and only then', async () => {
    const state: { now: 'INITIALIZED' | 'RUNNING' | 'DRAINING' } = { now: 'INITIALIZED' };
    const stopping = new AbortController();
    const worker = { getState: () => state.now };
    const beating = runHeartbeat({ database, taskQueue: 'states', worker, log, everyMs: 10 }, stopping.signal);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await hasBeaten(database, 'states', 10_000)).toBe(false);

    state.now = 'RUNNING';
    await expect.poll(() => hasBeaten(database, 'states', 10_000), { timeout: 10_000 }).toBe(true);
    state.now = 'DRAINING';
    await new Promise((resolve) => setTimeout(resolve, 200));
    await age('states', 11);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await hasBeaten(database, 'states', 10_000)).toBe(false);

    stopping.abort();
    await beating;
  });

  it('goes on after the database was away, and says so once each', async () => {
    const said: string[] = [];
    const telling = pino({}, { write: (line: string) => void said.push(JSON.parse(line).msg) });
    const stopping = new AbortController();
    const worker = { getState: () => 'RUNNING' as const };
    const ours = await testDatabase();
    const flaky = openDatabase(ours.databaseUrl);
    await flaky.query('alter table worker_heartbeats rename to away');
    const options = { database: flaky, taskQueue: 'away', worker, log: telling, everyMs: 10 };
    const beating = runHeartbeat(options, stopping.signal);
    await expect.poll(() => said, { timeout: 10_000 }).toHaveLength(1);
    await flaky.query('alter table away rename to worker_heartbeats');
    await expect.poll(() => said, { timeout: 10_000 }).toHaveLength(2);
    expect(await hasBeaten(flaky, 'away', 10_000)).toBe(true);
    stopping.abort();
    await beating;
    await flaky.end();

    expect(said).toEqual(['the heartbeat cannot work; it goes on trying', 'the heartbeat works again']);
  });
});

describe('whether a worker polls', () => {
  it('is a no after some seconds without a heartbeat, though Temporal still knows the poller', async () => {
    const { address, namespace, taskQueue } = testTemporal();
    const place = { connection, database, namespace, taskQueue };
    const native = await NativeConnection.connect({ address });
    const log = { info: () => undefined };
    const activities = { database, signals: { client: undefined as never }, psa: undefined, now: () => '', log };
    const worker = await createWorker({ connection: native, namespace, taskQueue, activities, bundle: testBundle() });
    const running = worker.run();
    await beat(database, taskQueue);
    await expect.poll(() => isWorkerPolling(place), { timeout: 20_000 }).toBe(true);

    await age(taskQueue, 11);
    expect(await isWorkerPolling(place)).toBe(false);
    await age(taskQueue, 5);
    expect(await isWorkerPolling(place)).toBe(true);

    worker.shutdown();
    await running;
    await native.close();
  });

  it('is a no when a worker lives of which Temporal knows nothing', async () => {
    const { namespace, taskQueue } = testTemporal();
    await beat(database, taskQueue);

    expect(await isWorkerPolling({ connection, database, namespace, taskQueue })).toBe(false);
  });
});
