import { z } from 'zod';
import { listConnections } from '../../../store/connections.js';
import { connectionOf } from '../../shared/lookups.js';
import { qwcFile } from '../../shared/qwc-file.js';
import { connectionView } from '../../shared/schemas/connection.js';
import { connectionPath } from '../../shared/schemas/paths.js';
import { viewConnection } from '../connection-view.js';
import { type Api, addRoute, noQuery } from '../route.js';

/** GET of one connection, of all, and of the .qwc file of one. */
export function addConnectionRoutes(api: Api): void {
  const { database, publicUrl } = api.deps;
  addRoute(api, {
    method: 'GET',
    url: '/connections',
    operationId: 'listConnections',
    tag: 'Connections',
    summary: 'All connections',
    params: z.object({}),
    query: noQuery,
    replies: {
      200: { description: 'By id', schema: z.object({ items: z.array(connectionView), total: z.int() }) },
    },
    async handle() {
      const items = (await listConnections(database)).map(viewConnection);
      return { items, total: items.length };
    },
  });
  addRoute(api, {
    method: 'GET',
    url: '/connections/:c',
    operationId: 'getConnection',
    tag: 'Connections',
    summary: 'One connection',
    params: connectionPath,
    query: noQuery,
    replies: { 200: { description: 'The connection', schema: 'Connection' } },
    errors: ['notFound'],
    handle: async ({ params }) => viewConnection(await connectionOf(database, params.c)),
  });
  addRoute(api, {
    method: 'GET',
    url: '/connections/:c/qwc',
    operationId: 'getQwcFile',
    tag: 'Connections',
    summary: 'The .qwc file that makes a Web Connector know the connection',
    params: connectionPath,
    query: noQuery,
    replies: { 200: { description: 'The file', schema: 'application/xml' } },
    errors: ['notFound'],
    async handle({ params, reply }) {
      const connection = await connectionOf(database, params.c);
      return reply
        .type('application/xml')
        .header('content-disposition', `attachment; filename="${connection.id}.qwc"`)
        .send(qwcFile(connection, publicUrl));
    },
  });
}
