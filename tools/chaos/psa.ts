import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemKind } from '../../domain/kinds.js';
import type { ItemView } from '../../gateway/shared/schemas/item.js';
import { TOKEN } from './services.js';

/** How long the PSA goes on asking. */
const PATIENCE_MS = 60_000;

/** What the PSA is told of an item, at its place in the stream. */
export type Heard = {
  cursor: string;
  kind: ItemKind;
  id: string;
  type: 'transferred' | 'deleted' | 'externalPoNumber' | 'paidDate';
  value: string;
};

/** The day on which customers pay. */
export const PAID_ON = '2026-01-20';

/** A PSA that repeats every call until it has an answer, as one does whose network is bad. */
export type Psa = ReturnType<typeof createPsa>;

export function createPsa(url: string, connection: string) {
  const once = async (method: string, path: string, body?: unknown): Promise<string> => {
    const response = await fetch(`${url}/api/v1/connections/${connection}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
    const text = await response.text();
    if (response.ok) return text;
    throw new Error(`${method} ${path}: HTTP ${response.status}: ${text.slice(0, 500)}`);
  };
  const call = async (method: string, path: string, body?: unknown): Promise<string> => {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await once(method, path, body);
      } catch (error) {
        if (Date.now() > until) throw error;
        await sleep(50);
      }
    }
  };
  const json = async <Answer>(method: string, path: string, body?: unknown): Promise<Answer> =>
    JSON.parse(await call(method, path, body)) as Answer;
  /** Whatever is refused is a mistake of ours. */
  const command = async (kind: ItemKind, verb: 'ready' | 'not-ready', body: object): Promise<void> => {
    type Result = { id: string; ok: boolean; reason?: string };
    const { results } = await json<{ results: Result[] }>('POST', `/${kind}/${verb}`, body);
    const refused = results.find(({ ok }) => !ok);
    if (refused !== undefined) throw new Error(`${kind} ${refused.id} cannot be set ${verb}: ${refused.reason}`);
  };
  return {
    putConnection: (body: object) => json('PUT', '', body),
    qwc: () => call('GET', '/qwc'),
    put: (kind: ItemKind, id: string, snapshot: object) => json<ItemView>('PUT', `/${kind}/${id}`, snapshot),
    get: (kind: ItemKind, id: string) => json<ItemView>('GET', `/${kind}/${id}`),
    ready: (kind: ItemKind, ids: readonly string[], retransfer: boolean) =>
      command(kind, 'ready', { ids, ...(retransfer ? { retransfer } : {}) }),
    notReady: (kind: ItemKind, ids: readonly string[]) => command(kind, 'not-ready', { ids }),
    /** A batch that has finished marks its invoices ready. */
    putBatch: (id: string, invoiceIds: readonly string[]) =>
      json('PUT', `/invoice-batches/${id}`, { status: 'finished', markReadyToTransfer: true, invoiceIds }),
    async changesAfter(cursor: string): Promise<{ changes: Heard[]; next: string }> {
      const heard: Heard[] = [];
      for (let next = cursor; ; ) {
        const page = await json<{ changes: Heard[]; next: string }>('GET', `/changes?after=${next}`);
        heard.push(...page.changes);
        if (page.changes.length === 0) return { changes: heard, next };
        next = page.next;
      }
    },
  };
}
