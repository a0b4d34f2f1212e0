import { expect } from 'vitest';
import type { CompanyFile, Misbehaviour, SessionResult } from '../../simulator/simulator.js';
import { type Product, type TestConnection, testConnection } from '../helpers/product.js';

export type Kind = 'invoices' | 'purchase-orders' | 'timesheets' | 'expense-reports';
type Json = Awaited<ReturnType<TestConnection['rest']>>['body'];

/** A connection in the words of the stories; every call expects 200 unless it says otherwise. */
export type Story = TestConnection & {
  put: (kind: Kind, id: string, snapshot: object) => Promise<Json>;
  get: (kind: Kind, id: string) => Promise<Json>;
  history: (kind: Kind, id: string) => Promise<Json[]>;
  /** The results of ready, in the order of the ids. */
  ready: (kind: Kind, ids: readonly string[], more?: { retransfer: true }) => Promise<Json[]>;
  notReady: (kind: Kind, ids: readonly string[]) => Promise<Json[]>;
  /** Puts an item and sets it ready, which must be allowed. */
  enqueue: (kind: Kind, id: string, snapshot: object) => Promise<void>;
  /** What the PSA is told, of one type where it is given. */
  changes: (type?: string) => Promise<Json[]>;
  /** One session of the Web Connector, and the wait until everybody has heard of it. */
  run: (misbehave?: readonly Misbehaviour[]) => Promise<SessionResult>;
};

export async function beginStory(
  product: Product,
  name: string,
  options: { settings?: object; company?: CompanyFile } = {},
): Promise<Story> {
  const connection = await testConnection(product, name, options);
  const ok = async (method: string, path: string, body?: unknown): Promise<Json> => {
    const response = await connection.rest(method, path, body);
    expect(response.status, JSON.stringify(response.body)).toBe(200);
    return response.body;
  };
  const put: Story['put'] = (kind, id, snapshot) => ok('PUT', `/${kind}/${id}`, snapshot);
  const ready: Story['ready'] = async (kind, ids, more) =>
    (await ok('POST', `/${kind}/ready`, { ids, ...more })).results;
  return {
    ...connection,
    put,
    ready,
    get: (kind, id) => ok('GET', `/${kind}/${id}`),
    history: async (kind, id) => (await ok('GET', `/${kind}/${id}/history`)).entries,
    notReady: async (kind, ids) => (await ok('POST', `/${kind}/not-ready`, { ids })).results,
    enqueue: async (kind, id, snapshot) => {
      await put(kind, id, snapshot);
      expect(await ready(kind, [id])).toMatchObject([{ id, ok: true }]);
    },
    changes: async (type) =>
      (await ok('GET', '/changes')).changes.filter((change: Json) => type === undefined || change.type === type),
    run: async (misbehave = []) => {
      const result = await connection.session({ misbehave });
      await connection.settled();
      return result;
    },
  };
}

/** A misbehaviour that never happens, and the message sets that QuickBooks was given meanwhile. */
export function listen(): { sets: string[]; misbehave: Misbehaviour[] } {
  const sets: string[] = [];
  const at = ({ requestXml }: { requestXml: string }): boolean => {
    sets.push(requestXml);
    return false;
  };
  return { sets, misbehave: [{ do: 'delay', ms: 0, at }] };
}

/** The names of the requests of a message set, in their order. */
export const requestsIn = (set: string): string[] =>
  [...set.matchAll(/<(\w+)Rq requestID/g)].map(([, name]) => name ?? '');

/** The `RefNumber`s of a message set, in their order. */
export const numbersIn = (set: string): string[] =>
  [...set.matchAll(/<RefNumber>([^<]*)<\/RefNumber>/g)].map(([, number]) => number ?? '');
