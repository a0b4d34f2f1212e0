import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { temporalProgram } from '../../launcher/embedded/embedded-temporal.js';
import { type Database, openDatabase } from '../../store/database.js';
import { signalSession } from '../../temporal/signals.js';
import { createWorker } from '../../worker/create-worker.js';
import { bootstrapTemporal } from '../../worker/temporal-bootstrap.js';
import { sessionWorkflowId } from '../../workflows/messages.js';
import { testBundle, testDatabase } from '../helpers/services.js';

/** The server suggests a new run after so many events in history, by default after 4,096; it ends one of 51,200. */
const SUGGESTED_AFTER = 60;
const TASK_QUEUE = 'long-sessions';

let environment: TestWorkflowEnvironment;
let database: Database;
beforeAll(async () => {
  database = openDatabase((await testDatabase()).databaseUrl);
  environment = await TestWorkflowEnvironment.createLocal({
    server: {
      executable: { type: 'existing-path', path: await temporalProgram('.data') },
      extraArgs: ['--dynamic-config-value', `limit.historyCount.suggestContinueAsNew=${SUGGESTED_AFTER}`],
    },
  });
  await bootstrapTemporal(environment.nativeConnection, { namespace: 'default' });
});
afterAll(async () => {
  await environment?.teardown();
  await database?.end();
});

it('a session that never falls silent goes on in new runs, before the server would end it, and loses nothing', async () => {
  const { client, nativeConnection } = environment;
  await database.query(
    `insert into connections (id, display_name, username, password_hash, settings) values ('acme', 'Acme', 'acme', '', '{}')`,
  );
  await database.query(
    `insert into sessions (id, connection_id, ticket_hash, state, started_at, last_call_at, ended_at, last_seq)
     values ('endless', 'acme', '\\x00', 'closed', now(), now(), now(), 3000)`,
  );
  await database.query(
    `insert into session_events (session_id, seq, at, type, payload)
     select 'endless', seq, now(), 'batchSent', '{"messageSetId":"x","purpose":"closing","records":0}'::jsonb from generate_series(1, 2999) as seq
     union all select 'endless', 3000, now(), 'ended', '{"state":"closed","summary":"At last."}'`,
  );
  const signals = { client, taskQueue: TASK_QUEUE };
  const activities = {
    database,
    signals,
    psa: undefined,
    log: { info: () => undefined },
    now: () => new Date().toISOString(),
  };
  const worker = await createWorker({
    connection: nativeConnection,
    namespace: 'default',
    taskQueue: TASK_QUEUE,
    activities,
    bundle: testBundle(),
  });

  // Its last event alone: until that is applied there is always something to do.
  const session = { sessionId: 'endless', connectionId: 'acme' };
  const ended = {
    type: 'ended',
    seq: 3000,
    at: new Date().toISOString(),
    state: 'closed',
    summary: 'At last.',
  } as const;
  await signalSession(signals, session, [ended]);
  const workflowId = sessionWorkflowId(session);
  const summary = await worker.runUntil(() => client.workflow.getHandle(workflowId).result());

  expect(summary).toBe('At last.');
  const { rows } = await database.query(`select applied_seq from sessions where id = 'endless'`);
  expect(rows).toEqual([{ applied_seq: 3000 }]);
  const lengthsOfRuns = async (): Promise<number[]> => {
    const lengths: number[] = [];
    for await (const { historyLength, status } of client.workflow.list({ query: `WorkflowId = '${workflowId}'` }))
      if (status.name !== 'RUNNING') lengths.push(historyLength ?? 0);
    return lengths;
  };
  await expect.poll(async () => (await lengthsOfRuns()).length, { timeout: 10_000 }).toBeGreaterThan(2);
  expect(Math.max(...(await lengthsOfRuns()))).toBeLessThan(2 * SUGGESTED_AFTER);
});
