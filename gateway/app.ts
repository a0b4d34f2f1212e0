import cookie from '@fastify/cookie';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { frameworkErrors } from './api/framework-errors.js';
import { api } from './api/plugin.js';
import { consolePages } from './console/plugin.js';
import { health } from './health.js';
import { qbwc } from './qbwc/plugin.js';
import type { Dependencies } from './shared/dependencies.js';
import { addSecurityHeaders } from './shared/security-headers.js';

const HEADERS_WITHIN_MS = 15_000;
const REQUEST_WITHIN_MS = 130_000;

/** The gateway: SOAP for the Web Connector, REST for the PSA, the console for people, health for operators. Listens to nothing by itself. */
export async function buildApp(deps: Dependencies, logger?: FastifyBaseLogger): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors,
    // Of others, X-Forwarded-For is what anybody may claim.
    trustProxy:
      deps.trustedProxies === undefined || deps.trustedProxies.length === 0 ? false : [...deps.trustedProxies],
    // Nobody keeps a connection by sending slowly: headers have seconds, a body what an answer of QuickBooks may take.
    http: { headersTimeout: HEADERS_WITHIN_MS, connectionsCheckingInterval: 2_000 },
    requestTimeout: REQUEST_WITHIN_MS,
    // A PSA id may have 100 characters, each up to 12 once it is encoded in the path.
    routerOptions: { maxParamLength: 1_500 },
  });
  // Each part says itself which bodies it takes; what goes nowhere is not parsed.
  app.removeAllContentTypeParsers();
  hangUpWhenClosing(app);
  await addSecurityHeaders(app);
  await app.register(cookie);
  await app.register(qbwc, deps);
  await app.register(health, deps);
  await app.register(api, deps);
  await app.register(consolePages, deps);
  return app;
}

/** A call that is under way when the gateway closes gets its answer, and its connection does not keep the process. */
function hangUpWhenClosing(app: FastifyInstance): void {
  let isClosing = false;
  app.addHook('preClose', async () => {
    isClosing = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
}
