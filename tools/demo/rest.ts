import type { ItemKind } from '../../domain/kinds.js';
import type { SnapshotOf } from '../../domain/snapshots/snapshot.js';
import type { SessionView } from '../../gateway/shared/schemas/events.js';
import type { ItemView } from '../../gateway/shared/schemas/item.js';
import { DemoFailure } from './failure.js';

/** Something that the PSA should know, as `changes` tells it. */
export type Change = { cursor: string; kind: ItemKind; id: string; type: string; value: string; reason?: string };
export type CommandAnswer = { id: string; ok: boolean; transferStatus: string; reason?: string };
export type BatchAnswer = { transferStatus: string; counts: Readonly<Record<string, number>> };
type HistoryEntry = { event: string; statusCode?: number; message?: string; hint?: string };

/** The REST API for one connection, as a PSA and its people use it. */
export type Rest = ReturnType<typeof createRest>;

export function createRest(server: { url: string; token: string; connection: string }) {
  const call = async (method: string, path: string, body?: unknown): Promise<string> => {
    const response = await fetch(`${server.url}/api/v1/connections/${server.connection}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${server.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return text;
    throw new DemoFailure(`${method} ${path}: found HTTP ${response.status}, expected success: ${text.slice(0, 500)}`);
  };
  const json = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> =>
    JSON.parse(await call(method, path, body)) as Answer;
  const put = <Kind extends ItemKind>(kind: Kind, id: string, snapshot: SnapshotOf[Kind]): Promise<ItemView> =>
    json('PUT', `/${kind}/${encodeURIComponent(id)}`, snapshot);
  const command = async (path: string, body: object): Promise<CommandAnswer[]> =>
    (await json<{ results: CommandAnswer[] }>('POST', path, body)).results;
  return {
    putConnection: (body: object) => json('PUT', '', body),
    qwc: () => call('GET', '/qwc'),
    put,
    /** One after the other: who arrives first is sent first. */
    async putAll<Kind extends ItemKind>(kind: Kind, snapshots: Readonly<Record<string, SnapshotOf[Kind]>>) {
      for (const [id, snapshot] of Object.entries(snapshots)) await put(kind, id, snapshot);
    },
    items: async (kind: ItemKind): Promise<ItemView[]> =>
      (await json<{ items: ItemView[] }>('GET', `/${kind}?pageSize=500`)).items,
    ready: (kind: ItemKind, ids: readonly string[]) => command(`/${kind}/ready`, { ids }),
    notReady: (kind: ItemKind, ids: readonly string[]) => command(`/${kind}/not-ready`, { ids }),
    putBatch: (id: string, status: 'processing' | 'finished', invoiceIds: readonly string[]) =>
      json<BatchAnswer>('PUT', `/invoice-batches/${id}`, { status, markReadyToTransfer: true, invoiceIds }),
    batch: (id: string) => json<BatchAnswer>('GET', `/invoice-batches/${id}`),
    history: async (kind: ItemKind, id: string): Promise<HistoryEntry[]> =>
      (await json<{ entries: HistoryEntry[] }>('GET', `/${kind}/${encodeURIComponent(id)}/history`)).entries,
    changes: (after: string) => json<{ changes: Change[]; next: string }>('GET', `/changes?after=${after}`),
    sessions: async (): Promise<SessionView[]> =>
      (await json<{ items: SessionView[] }>('GET', '/sessions')).items.toReversed(),
  };
}
