import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { FastifyInstance } from 'fastify';
import { expect, vi } from 'vitest';
import { buildApp } from '../../gateway/app.js';
import { hashPassword } from '../../gateway/shared/password.js';
import { createSignals } from '../../gateway/signals.js';
import type { Psa } from '../../psa/port.js';
import {
  type CompanyFile,
  type Misbehaviour,
  openInMemoryCompanyFile,
  parseQwc,
  runSession,
  type SessionResult,
} from '../../simulator/simulator.js';
import { DEFAULT_SETTINGS, putConnection } from '../../store/connections.js';
import { type Database, inTransaction, openDatabase } from '../../store/database.js';
import type { SignalTarget } from '../../temporal/signals.js';
import { createWorker } from '../../worker/create-worker.js';
import { relayOnce } from '../../worker/relay.js';
import { bootstrapTemporal } from '../../worker/temporal-bootstrap.js';
import { CHEAP } from './cheap-passwords.js';
import { type TestTemporal, testBundle, testDatabase, testTemporal } from './services.js';

/** The whole product in this process, on the run's real PostgreSQL and Temporal: gateway, worker, relay. */
export type Product = {
  url: string;
  token: string;
  database: Database;
  databaseUrl: string;
  client: Client;
  temporal: TestTemporal;
  signals: SignalTarget;
  taskQueue: string;
  /** Prefix for connection ids: Temporal is shared by all test files. */
  prefix: string;
  /** A clock that tests may turn forward. */
  clock: { offsetMs: number };
  app: FastifyInstance;
  relay: () => Promise<void>;
  /** Ends everything, after it has replayed every history that the tests made. */
  stop: () => Promise<void>;
};

/** What stands in .qwc files and links; the gateway itself listens on a free port. */
const PUBLIC_URL = 'http://localhost:8080';

let isRuntimeInstalled = false;

export async function startProduct(
  options: {
    psa?: Psa;
    applyTimeoutMs?: number;
    lostAfterMs?: number;
    /** Instead of one of its own: after a disaster. */
    databaseUrl?: string;
    temporal?: TestTemporal;
    maxCachedWorkflows?: number;
  } = {},
): Promise<Product> {
  if (!isRuntimeInstalled) Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });
  isRuntimeInstalled = true;
  const databaseUrl = options.databaseUrl ?? (await testDatabase()).databaseUrl;
  const temporal = options.temporal ?? testTemporal();
  const database = openDatabase(databaseUrl);
  const connection = await Connection.connect({ address: temporal.address });
  const native = await NativeConnection.connect({ address: temporal.address });
  await bootstrapTemporal(native, { namespace: temporal.namespace });
  const client = new Client({ connection, namespace: temporal.namespace });
  const { taskQueue } = temporal;
  const signals: SignalTarget = {
    client,
    taskQueue,
    lostAfterMs: options.lostAfterMs ?? 60_000,
    consoleUrl: `${PUBLIC_URL}/console`,
  };
  const clock = { offsetMs: 0 };
  const now = (): string => new Date(Date.now() + clock.offsetMs).toISOString();
  const worker = await createWorker({
    connection: native,
    namespace: temporal.namespace,
    taskQueue,
    activities: { database, signals, psa: options.psa, now, log: { info: () => undefined } },
    bundle: testBundle(),
    ...(options.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: options.maxCachedWorkflows }),
  });
  const token = 'test-token';
  const app = await buildApp({
    database,
    signals: createSignals(signals, { warn: () => undefined }),
    now,
    publicUrl: PUBLIC_URL,
    apiToken: token,
    passwordCost: CHEAP,
    applyTimeoutMs: options.applyTimeoutMs ?? 20_000,
    isWorkerPolling: async () => true,
    temporalUi: { url: 'http://temporal.example.com', namespace: temporal.namespace },
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const running = worker.run();
  const relay = (): Promise<void> =>
    relayOnce({
      database,
      signals,
      log: { warn: () => undefined, info: () => undefined },
      delivers: options.psa !== undefined,
      now,
      everyMs: 1,
      staleAfterMs: 0,
    });
  const stop = async (): Promise<void> => {
    await app.close();
    worker.shutdown();
    await running;
    await replayAll(client, taskQueue);
    await database.end();
    await connection.close();
    await native.close();
  };
  return {
    url,
    token,
    database,
    databaseUrl,
    client,
    temporal,
    signals,
    taskQueue,
    prefix: temporal.idPrefix,
    clock,
    app,
    relay,
    stop,
  };
}

/** Every history that the tests made replays: a workflow that is not deterministic fails its test file. */
async function replayAll(client: Client, taskQueue: string): Promise<void> {
  const histories = client.workflow
    .list({ query: `TaskQueue = '${taskQueue}'`, pageSize: 100 })
    .intoHistories({ concurrency: 10 });
  const results = Worker.runReplayHistories({ workflowBundle: testBundle() }, histories);
  for await (const { workflowId, error } of results) expect(error, `replay of ${workflowId}`).toBeUndefined();
}

// biome-ignore lint/suspicious/noExplicitAny: tests read JSON that they assert the shape of
type Json = any;

/** A connection as tests use it: REST for one connection, and a company file whose Web Connector has its .qwc file. */
export type TestConnection = {
  id: string;
  company: CompanyFile;
  qwc: { ownerId: string; fileId: string };
  userName: string;
  password: string;
  rest: (method: string, path: string, body?: unknown) => Promise<{ status: number; body: Json }>;
  /** Runs one session of the simulated Web Connector. */
  session: (options?: {
    misbehave?: readonly Misbehaviour[];
    company?: CompanyFile;
    transcript?: string;
  }) => Promise<SessionResult>;
  /** Waits until every accepted event of the connection is applied and shown. */
  settled: () => Promise<void>;
};

/** One password for all connections of the tests, hashed once per process: scrypt is made to be slow. */
const PASSWORD = 'p&w <secret> ';
let passwordHash: Promise<string> | undefined;

async function makeWithPassword({ database }: Product, id: string): Promise<void> {
  passwordHash ??= hashPassword(PASSWORD);
  const connection = { id, displayName: id, username: id, passwordHash: await passwordHash };
  const defaults = { companyFile: '', runEveryMinutes: null, settings: DEFAULT_SETTINGS };
  await inTransaction(database, (tx) => putConnection(tx, { ...connection, ...defaults }));
}

/** Makes a connection, or takes one that is there already; all but its password by REST. */
export async function testConnection(
  product: Product,
  name: string,
  options: { settings?: object; company?: CompanyFile } = {},
): Promise<TestConnection> {
  const id = `${product.prefix}${name}`;
  const rest = async (method: string, path: string, body?: unknown): Promise<{ status: number; body: Json }> => {
    const response = await fetch(`${product.url}/api/v1/connections/${id}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${product.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text,
    };
  };
  await makeWithPassword(product, id);
  const made = await rest('PUT', '', {
    displayName: name,
    username: id,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  expect(made.status, JSON.stringify(made.body)).toBeLessThan(300);
  const { ownerId, fileId } = parseQwc((await rest('GET', '/qwc')).body as string);
  const qwc = { ownerId, fileId };
  const company = options.company ?? openInMemoryCompanyFile();
  company.writeFileId(ownerId, fileId);
  return {
    id,
    company,
    qwc,
    userName: id,
    password: PASSWORD,
    rest,
    session: (session = {}) =>
      runSession({
        url: `${product.url}/qbwc`,
        userName: id,
        password: PASSWORD,
        companyFile: session.company ?? company,
        qwc,
        ...(session.misbehave === undefined ? {} : { misbehave: session.misbehave }),
        ...(session.transcript === undefined ? {} : { transcript: session.transcript }),
      }),
    settled: () => settled(product, id),
  };
}

async function settled(product: Product, connectionId: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await product.database.query(
        `select (select count(*) from items where connection_id = $1 and last_seq > applied_seq)::int as items,
           (select count(*) from sessions where connection_id = $1 and last_seq > applied_seq)::int as sessions`,
        [connectionId],
      );
      expect(rows[0]).toEqual({ items: 0, sessions: 0 });
    },
    { timeout: 30_000, interval: 15 },
  );
}
