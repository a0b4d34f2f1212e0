import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { api } from './api/plugin.js';
import type { Dependencies } from './dependencies.js';
import { health } from './health.js';
import { qbwc } from './qbwc/plugin.js';

/** The gateway: SOAP for the Web Connector, REST for the PSA, health for operators. Listens to nothing by itself. */
export async function buildApp(
  deps: Dependencies,
  logger: FastifyServerOptions['logger'] = false,
): Promise<FastifyInstance> {
  const app = Fastify({ logger: logger ?? false, bodyLimit: 1_048_576, routerOptions: { maxParamLength: 1_000 } });
  await app.register(qbwc, deps);
  await app.register(health, deps);
  await app.register(api, deps);
  return app;
}
