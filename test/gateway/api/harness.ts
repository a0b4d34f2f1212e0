import Fastify, { type FastifyInstance, type InjectOptions, type LightMyRequestResponse } from 'fastify';
import { transition } from '../../../domain/lifecycle.js';
import type { NewLifecycleEvent } from '../../../domain/lifecycle-events.js';
import { frameworkErrors } from '../../../gateway/api/framework-errors.js';
import { api } from '../../../gateway/api/plugin.js';
import { health } from '../../../gateway/health.js';
import type { Dependencies } from '../../../gateway/shared/dependencies.js';
import { type Database, inTransaction, openDatabase } from '../../../store/database.js';
import type { AddressedEvents } from '../../../store/item-events.js';
import { appendEvents, eventsAfter } from '../../../store/item-events.js';
import { itemIds, projectState, readItems, writeJudged } from '../../../store/items.js';
import { CHEAP } from '../../helpers/cheap-passwords.js';
import { testDatabase } from '../../helpers/services.js';
import { checkAgainst } from './documented.js';

export const TOKEN = 'a-token-of-the-tests';

/** The gateway's REST part on a real database, with the item workflows played by the same `transition`. */
export type Harness = {
  app: FastifyInstance;
  database: Database;
  databaseUrl: string;
  /** The workflows of a Temporal that is down apply nothing. */
  temporal: { isUp: boolean };
  call(method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown): Promise<LightMyRequestResponse>;
  send(options: InjectOptions): Promise<LightMyRequestResponse>;
  /** Lets something happen to an item that a session would write. */
  happen(
    kind: 'invoices' | 'purchase-orders' | 'timesheets' | 'expense-reports',
    id: string,
    event: NewLifecycleEvent,
  ): Promise<void>;
  close(): Promise<void>;
};

export async function startHarness(options: Partial<Dependencies> = {}): Promise<Harness> {
  const { databaseUrl } = await testDatabase();
  const database = openDatabase(databaseUrl);
  const temporal = { isUp: true };
  const deps: Dependencies = {
    database,
    signals: {
      tellItems: (events) => {
        if (temporal.isUp) void applyAll(database, events);
      },
      tellSession: () => undefined,
    },
    now: () => new Date().toISOString(),
    publicUrl: 'https://transfer.example.com',
    apiToken: TOKEN,
    passwordCost: CHEAP,
    applyTimeoutMs: 5_000,
    isWorkerPolling: async () => true,
    ...options,
  };
  const app = Fastify({ bodyLimit: 1_048_576, routerOptions: { maxParamLength: 1_000 }, frameworkErrors });
  await app.register(health, deps);
  await app.register(api, deps);
  await app.ready();
  const objectionTo = checkAgainst((await app.inject({ url: '/api/docs/json' })).json());
  // Every answer that a test sees is as the OpenAPI document says.
  const send: Harness['send'] = async (request) => {
    const reply = await app.inject({ ...request, headers: { authorization: `Bearer ${TOKEN}`, ...request.headers } });
    const { method = 'GET', url } = request;
    const objection = typeof url === 'string' && url.startsWith('/api/v1') && objectionTo(method, url, reply);
    if (objection) throw new Error(objection);
    return reply;
  };
  return {
    app,
    database,
    databaseUrl,
    temporal,
    send,
    call: (method, path, body) =>
      send({ method, url: `/api/v1${path}`, ...(body === undefined ? {} : { payload: body as object }) }),
    happen: (kind, id, event) => happen(database, kind, id, event),
    close: async () => {
      await app.close();
      await database.end();
    },
  };
}

async function applyAll(database: Database, events: readonly AddressedEvents[]): Promise<void> {
  for (const { item } of events) await applyItem(database, item.id);
}

/** What an item's workflow does: its events in order, then the projection. */
async function applyItem(database: Database, itemId: number): Promise<void> {
  const [item] = await readItems(database, [itemId]);
  if (item === undefined) return;
  let { state } = item;
  for (const event of await eventsAfter(database, itemId, state.appliedSeq)) state = transition(state, event).state;
  await projectState(database, itemId, state);
}

async function happen(
  database: Database,
  kind: Parameters<Harness['happen']>[0],
  psaId: string,
  event: NewLifecycleEvent,
) {
  const [found] = await itemIds(database, 'acme', kind, [psaId]);
  const [item] = await readItems(database, [found?.id ?? 0]);
  if (item === undefined) throw new Error(`no item ${psaId}`);
  await inTransaction(database, async (tx) => {
    const seq = item.lastSeq + 1;
    await writeJudged(tx, [{ ...item, lastSeq: seq, lastEventAt: event.at }]);
    await appendEvents(tx, [{ itemId: item.id, event: { ...event, seq } as never, sessionId: null, sessionSeq: null }]);
  });
  await applyItem(database, item.id);
}

/** A connection `acme` that the tests of items use. */
export const CONNECTION = { displayName: 'Acme', username: 'acme-qb', password: 'secret-of-acme' };

export async function startWithConnection(options: Partial<Dependencies> = {}): Promise<Harness> {
  const harness = await startHarness(options);
  const made = await harness.call('PUT', '/connections/acme', CONNECTION);
  if (made.statusCode !== 201) throw new Error(made.body);
  return harness;
}

export const INVOICE = {
  date: '2026-01-05',
  customer: { name: 'Blue Bottle' },
  delivery: 'none',
  total: '100.00',
  voided: false,
  lines: [{ item: 'Labor', amount: '100.00' }],
};
export const PURCHASE_ORDER = {
  number: 'PO-1',
  status: 'Submitted',
  vendor: { name: 'Ingram' },
  date: '2026-01-05',
  lines: [{ id: '1', product: 'Switch', quantity: '2', unitCost: '10.00', received: '0' }],
};
export const TIMESHEET = {
  resource: { name: 'Ann' },
  periodStart: '2026-01-05',
  periodEnd: '2026-01-11',
  status: 'Approved',
  entries: [{ id: 'e1', date: '2026-01-05', minutes: 90, billable: true }],
};
export const EXPENSE_REPORT = {
  number: 'ER-1',
  status: 'Approved for Payment',
  submitter: { name: 'Bob' },
  weekEnding: '2026-01-10',
  items: [{ id: 'x1', date: '2026-01-05', account: 'Travel', amount: '12.00', billable: false, reimbursable: true }],
};
