import { connectionMoved } from '../../../observability/events.js';
import { moveToNewFile } from '../../../transfers/connections/move-to-new-file.js';
import { connectionOf } from '../../shared/lookups.js';
import { connectionPath } from '../../shared/schemas/paths.js';
import { moveBody } from '../../shared/schemas/settle.js';
import { viewConnection } from '../connection-view.js';
import { type Api, addRoute, noQuery } from '../route.js';

/** POST that moves a connection to another company file: a deliberate act, confirmed by the connection's name. */
export function addMoveRoute(api: Api): void {
  const { deps } = api;
  addRoute(api, {
    method: 'POST',
    url: '/connections/:c/move-to-new-file',
    operationId: 'moveToNewFile',
    tag: 'Connections',
    summary: 'Move a connection to another company file',
    description:
      'The connection gets a new FileID: download its .qwc file again and add it to the new company file. What is in the old file stays there and is not asked about any more; what is not transferred yet goes to the new one.',
    params: connectionPath,
    query: noQuery,
    body: moveBody,
    replies: { 200: { description: 'The connection with its new FileID', schema: 'Connection' } },
    errors: ['notFound', 'refused', 'tooLarge', 'unsupportedMediaType'],
    async handle({ params, body, reply }) {
      const { id, fileId } = await connectionOf(deps.database, params.c);
      const { connection, events } = await moveToNewFile(deps.database, { connectionId: id, ...body, at: deps.now() });
      const moved = { connectionId: id, fromFileId: fileId, toFileId: connection.fileId };
      connectionMoved(reply.log, { ...moved, via: 'api', by: body.by ?? null });
      deps.signals.tellItems(events);
      return viewConnection(connection);
    },
  });
}
