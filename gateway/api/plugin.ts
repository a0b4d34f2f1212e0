import type { FastifyInstance } from 'fastify';
import type { Dependencies } from '../shared/dependencies.js';
import { Door } from '../shared/door.js';
import { authorize } from './authorize.js';
import { acceptJsonOnly } from './json-body.js';
import { answerOtherMethods } from './method-not-allowed.js';
import { serveDocumentation } from './openapi.js';
import { sendProblem, sendThrown } from './problems.js';
import type { Api } from './route.js';
import { addBatchCommandRoutes } from './routes/batch-commands.js';
import { addBatchRoutes } from './routes/batches.js';
import { addChangeRoutes } from './routes/changes.js';
import { addClearErrorRoute } from './routes/clear-error.js';
import { addConnectionRoutes } from './routes/connections.js';
import { addGetItemRoutes } from './routes/get-item.js';
import { addListItemsRoute } from './routes/list-items.js';
import { addMoveRoute } from './routes/move-to-new-file.js';
import { addPutConnectionRoute } from './routes/put-connection.js';
import { addPutItemRoute } from './routes/put-item.js';
import { addReadyRoutes } from './routes/ready.js';
import { addSessionRoutes } from './routes/sessions.js';
import { addSettleRoute } from './routes/settle.js';

const ADD_ROUTES: readonly ((api: Api) => void)[] = [
  addConnectionRoutes,
  addPutConnectionRoute,
  addListItemsRoute,
  addGetItemRoutes,
  addPutItemRoute,
  addReadyRoutes,
  addClearErrorRoute,
  addSettleRoute,
  addMoveRoute,
  addBatchRoutes,
  addBatchCommandRoutes,
  addSessionRoutes,
  addChangeRoutes,
];

/** REST for the PSA and for people, under /api/v1, with its documentation at /api/docs. */
export async function api(app: FastifyInstance, deps: Dependencies): Promise<void> {
  await serveDocumentation(app, '/api/docs');
  await app.register((scope) => underApi(scope, deps), { prefix: '/api' });
}

async function underApi(app: FastifyInstance, deps: Dependencies): Promise<void> {
  app.setErrorHandler((error, _request, reply) => sendThrown(reply, error));
  app.setNotFoundHandler((request, reply) => {
    void sendProblem(
      reply,
      'notFound',
      `There is nothing at ${request.method} ${request.url.split('?')[0]}. See /api/docs.`,
    );
  });
  acceptJsonOnly(app);
  await app.register((scope) => versionOne(scope, deps), { prefix: '/v1' });
}

async function versionOne(app: FastifyInstance, deps: Dependencies): Promise<void> {
  app.addHook('onRequest', authorize(deps.apiToken, new Door('api', deps.monotonicMs)));
  const routes: Api = { app, deps, routes: [] };
  for (const add of ADD_ROUTES) add(routes);
  answerOtherMethods(routes);
}
