import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { registry } from '../observability/metrics.js';
import { whyReadOnly } from '../store/database.js';
import { itemMetrics } from './item-metrics.js';
import type { Dependencies } from './shared/dependencies.js';

const ANSWER_WITHIN_MS = 2_500;
/** How long one write that found no room speaks for the next. */
const FULL_FOR_MS = 10_000;

const SUPPORT_PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>PSA to QuickBooks transfer: support</title></head>
<body>
<h1>PSA to QuickBooks transfer</h1>
<p>This server gives the QuickBooks Web Connector what the PSA wants in QuickBooks Desktop.</p>
<p>When a session fails, the Web Connector shows the reason in its Status column, and the Transfer History of the item
tells what QuickBooks answered and what to do. For anything else ask the person who runs this server.</p>
</body>
</html>
`;

/**
 * What operators and the Web Connector ask without a login. /healthz: the process lives; /readyz/soap: it can serve the
 * Web Connector, for a balancer; /readyz: and a worker does the rest, for whoever starts the product; /metrics; and
 * /support of the .qwc file.
 */
export async function health(app: FastifyInstance, deps: Dependencies): Promise<void> {
  const items = itemMetrics(deps.database);

  app.get('/healthz', () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const [database, hasWorker] = await Promise.all([whatDatabaseLacks(deps), within(deps.isWorkerPolling(), false)]);
    const missing = [...database, ...(hasWorker ? [] : [NO_WORKER])];
    if (missing.length === 0) return { status: 'ready' };
    return reply.code(503).send({ status: 'not ready', soap: database.length === 0, worker: hasWorker, missing });
  });

  // Sessions go on without Temporal and the worker: a balancer that asked for them would end all of them.
  app.get('/readyz/soap', async (_request, reply) => {
    const missing = await whatDatabaseLacks(deps);
    return missing.length === 0 ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', missing });
  });

  app.get('/metrics', async (_request, reply) => {
    const texts = await Promise.all([registry.metrics(), items.metrics()]);
    return reply.type(registry.contentType).send(texts.join('\n'));
  });

  app.get('/support', (_request, reply) => reply.type('text/html; charset=utf-8').send(SUPPORT_PAGE));
}

const NO_WORKER = 'No worker polls the task queue: start the worker, or check TEMPORAL_ADDRESS.';
const LACKS = {
  away: ['PostgreSQL does not answer: check DATABASE_URL and the server.'],
  full: ['PostgreSQL has no room for what is written: look into its log, and make room on its disk.'],
  readOnly: ['PostgreSQL may only be read: DATABASE_URL names a standby, or somebody has set it so.'],
} as const;

/** What PostgreSQL lacks for SOAP, in a sentence, if anything. */
async function whatDatabaseLacks({ database }: Dependencies): Promise<readonly string[]> {
  const why = await within<keyof typeof LACKS | undefined>(whyReadOnly(database, FULL_FOR_MS), 'away');
  return why === undefined ? [] : LACKS[why];
}

/** The answer, or `otherwise` for one that fails or does not come soon. */
async function within<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  const waiting = new AbortController();
  const late = sleep(ANSWER_WITHIN_MS, otherwise, { signal: waiting.signal }).catch(() => otherwise);
  try {
    return await Promise.race([answer.catch(() => otherwise), late]);
  } finally {
    waiting.abort();
  }
}
