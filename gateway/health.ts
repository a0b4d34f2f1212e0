import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { registry } from '../observability/metrics.js';
import { itemMetrics } from './item-metrics.js';
import type { Dependencies } from './shared/dependencies.js';

const ANSWER_WITHIN_MS = 2_500;

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

/** What operators and the Web Connector ask without a login: /healthz, /readyz, /metrics, and /support of the .qwc file. */
export async function health(app: FastifyInstance, deps: Dependencies): Promise<void> {
  const items = itemMetrics(deps.database);

  app.get('/healthz', () => ({ status: 'ok' }));

  app.get('/readyz', async (_request, reply) => {
    const missing = await whatIsMissing(deps);
    return missing.length === 0 ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', missing });
  });

  app.get('/metrics', async (_request, reply) => {
    const texts = await Promise.all([registry.metrics(), items.metrics()]);
    return reply.type(registry.contentType).send(texts.join('\n'));
  });

  app.get('/support', (_request, reply) => reply.type('text/html; charset=utf-8').send(SUPPORT_PAGE));
}

/** What keeps the product from working: SOAP needs PostgreSQL, the items need a worker. */
async function whatIsMissing({ database, isWorkerPolling }: Dependencies): Promise<string[]> {
  const [hasDatabase, hasWorker] = await Promise.all([
    isTrue(database.query('select 1').then(() => true)),
    isTrue(isWorkerPolling()),
  ]);
  return [
    ...(hasDatabase ? [] : ['PostgreSQL does not answer: check DATABASE_URL and the server.']),
    ...(hasWorker ? [] : ['No worker polls the task queue: start the worker, or check TEMPORAL_ADDRESS.']),
  ];
}

/** False also for what fails, and for what does not answer soon. */
async function isTrue(answer: Promise<boolean>): Promise<boolean> {
  const waiting = new AbortController();
  const late = sleep(ANSWER_WITHIN_MS, false, { signal: waiting.signal }).catch(() => false);
  try {
    return await Promise.race([answer.catch(() => false), late]);
  } finally {
    waiting.abort();
  }
}
