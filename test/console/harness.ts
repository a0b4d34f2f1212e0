import type { FastifyBaseLogger, FastifyInstance, LightMyRequestResponse } from 'fastify';
import { transition } from '../../domain/lifecycle.js';
import { buildApp } from '../../gateway/app.js';
import type { Dependencies } from '../../gateway/shared/dependencies.js';
import { hashPassword } from '../../gateway/shared/password.js';
import { type Database, openDatabase } from '../../store/database.js';
import { eventsAfter } from '../../store/item-events.js';
import { projectState, readItems } from '../../store/items.js';
import { insertUser, type Role } from '../../store/users.js';
import { CHEAP } from '../helpers/cheap-passwords.js';
import { testDatabase } from '../helpers/services.js';

const TOKEN = 'a-token-of-the-console-tests';

/** Somebody's browser, as far as cookies go. */
export type Browser = {
  get(url: string): Promise<LightMyRequestResponse>;
  /** Sends a form with the CSRF token of the page that was loaded last. */
  post(url: string, fields?: Record<string, string | string[]>): Promise<LightMyRequestResponse>;
  signIn(name: string, password: string): Promise<LightMyRequestResponse>;
  cookies: Map<string, string>;
  csrf: string;
};

export type ConsoleHarness = {
  app: FastifyInstance;
  database: Database;
  databaseUrl: string;
  browser(): Browser;
  /** A browser in which a new user of the role is signed in. */
  as(role: Role): Promise<Browser>;
  rest(method: 'GET' | 'PUT' | 'POST', path: string, body?: unknown): Promise<LightMyRequestResponse>;
  clock: { offsetMs: number };
  /** The clock that never jumps, for delays. */
  steady: { offsetMs: number };
  /** How long the played workflows take. */
  pace: { appliedAfterMs: number };
  close(): Promise<void>;
};

/** The gateway on a real database, with the item workflows played by the same `transition`. */
export async function startConsole(
  options: Partial<Dependencies> = {},
  pace = { appliedAfterMs: 0 },
  logger?: FastifyBaseLogger,
): Promise<ConsoleHarness> {
  const { databaseUrl } = await testDatabase();
  const database = openDatabase(databaseUrl);
  const clock = { offsetMs: 0 };
  const steady = { offsetMs: 0 };
  const app = await buildApp(
    {
      database,
      signals: {
        tellItems: (events) => {
          const apply = (): void => {
            for (const { item } of events) void applyItem(database, item.id);
          };
          if (pace.appliedAfterMs === 0) apply();
          else setTimeout(apply, pace.appliedAfterMs);
        },
        tellSession: () => undefined,
      },
      now: () => new Date(Date.now() + clock.offsetMs).toISOString(),
      monotonicMs: () => performance.now() + steady.offsetMs,
      publicUrl: 'http://localhost:8080',
      apiToken: TOKEN,
      passwordCost: CHEAP,
      applyTimeoutMs: 5_000,
      isWorkerPolling: async () => true,
      temporalUi: { url: 'http://temporal.example.com', namespace: 'default' },
      ...options,
    },
    logger,
  );
  const browser = (): Browser => newBrowser(app);
  let users = 0;
  return {
    app,
    database,
    databaseUrl,
    clock,
    steady,
    pace,
    browser,
    async as(role) {
      return signedIn({ app, database }, role, `${role}${++users}`);
    },
    rest: (method, path, body) =>
      app.inject({
        method,
        url: `/api/v1/connections/acme${path}`,
        headers: { authorization: `Bearer ${TOKEN}` },
        ...(body === undefined ? {} : { payload: body as object }),
      }),
    async close() {
      await app.close();
      await database.end();
    },
  };
}

/** A browser in which a new user is signed in. */
export async function signedIn(
  { app, database }: { app: FastifyInstance; database: Database },
  role: Role,
  name: string,
): Promise<Browser> {
  const password = `password of ${name}`;
  const passwordHash = await hashPassword(password, { cost: CHEAP });
  await insertUser(database, { name, role, passwordHash, at: new Date().toISOString() });
  const browser = newBrowser(app);
  await browser.signIn(name, password);
  return browser;
}

function newBrowser(app: FastifyInstance): Browser {
  const cookies = new Map<string, string>();
  const keep = (response: LightMyRequestResponse): LightMyRequestResponse => {
    for (const { name, value } of response.cookies) cookies.set(name, value);
    browser.csrf = /name="_csrf" value="([^"]+)"/.exec(response.body)?.[1] ?? browser.csrf;
    return response;
  };
  const header = () => ({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') });
  const browser: Browser = {
    cookies,
    csrf: '',
    get: async (url) => keep(await app.inject({ url, headers: header() })),
    async post(url, fields = {}) {
      const form = new URLSearchParams({ _csrf: browser.csrf });
      for (const [name, value] of Object.entries(fields))
        for (const each of [value].flat()) {
          if (name === '_csrf') form.set(name, each);
          else form.append(name, each);
        }
      const headers = { ...header(), 'content-type': 'application/x-www-form-urlencoded' };
      return keep(await app.inject({ method: 'POST', url, headers, payload: form.toString() }));
    },
    async signIn(name, password) {
      await browser.get('/console/sign-in');
      const response = await browser.post('/console/sign-in', { name, password, next: '/console' });
      await browser.get('/console/account');
      return response;
    },
  };
  return browser;
}

/** What an item's workflow does: its events in order, then the projection. */
async function applyItem(database: Database, itemId: number): Promise<void> {
  const [item] = await readItems(database, [itemId]);
  if (item === undefined) return;
  let { state } = item;
  for (const event of await eventsAfter(database, itemId, state.appliedSeq)) state = transition(state, event).state;
  await projectState(database, itemId, state);
}

export const CONNECTION = { displayName: 'Acme', username: 'acme-qb', password: 'secret-of-acme' };

export async function startWithConnection(
  options: Partial<Dependencies> = {},
  pace = { appliedAfterMs: 0 },
): Promise<ConsoleHarness> {
  const harness = await startConsole(options, pace);
  const made = await harness.rest('PUT', '', CONNECTION);
  if (made.statusCode !== 201) throw new Error(made.body);
  return harness;
}
