import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemKind } from '../../domain/kinds.js';
import type { ItemView } from '../../gateway/api/schemas/item.js';
import { TOKEN } from './services.js';

/** How long the PSA goes on asking. */
const PATIENCE_MS = 60_000;

/** What the PSA is told of an item. */
export type Heard = { kind: ItemKind; id: string; type: string; value: string };

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
  return {
    putConnection: (body: object) => json('PUT', '', body),
    qwc: () => call('GET', '/qwc'),
    put: (kind: ItemKind, id: string, snapshot: object) => json<ItemView>('PUT', `/${kind}/${id}`, snapshot),
    get: (kind: ItemKind, id: string) => json<ItemView>('GET', `/${kind}/${id}`),
    /** Sets ready; whatever is refused is a mistake of ours. */
    async ready(kind: ItemKind, ids: readonly string[], retransfer: boolean): Promise<void> {
      type Result = { id: string; ok: boolean; reason?: string };
      const { results } = await json<{ results: Result[] }>('POST', `/${kind}/ready`, { ids, retransfer });
      const refused = results.find(({ ok }) => !ok);
      if (refused !== undefined) throw new Error(`${kind} ${refused.id} cannot be set ready: ${refused.reason}`);
    },
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
