import { z } from 'zod';
import { AppError } from '../../../domain/errors.js';
import { findSession, listSessions, type Session } from '../../../store/sessions.js';
import { connectionOf } from '../../shared/lookups.js';
import { type SessionView, sessionView } from '../../shared/schemas/events.js';
import { connectionPath } from '../../shared/schemas/paths.js';
import { pageOf, paging } from '../../shared/schemas/queries.js';
import { type Api, addRoute, noQuery } from '../route.js';

/** GET of the Web Connector's sessions. */
export function addSessionRoutes(api: Api): void {
  const { database } = api.deps;
  addRoute(api, {
    method: 'GET',
    url: '/connections/:c/sessions',
    operationId: 'listSessions',
    tag: 'Sessions',
    summary: 'The sessions of a connection',
    params: connectionPath,
    query: z.strictObject(paging),
    replies: {
      200: { description: 'A page, newest first', schema: z.object({ items: z.array(sessionView), total: z.int() }) },
    },
    errors: ['notFound'],
    async handle({ params, query }) {
      const { id: connectionId } = await connectionOf(database, params.c);
      const { items, total } = await listSessions(database, connectionId, pageOf(query));
      return { items: items.map(viewSession), total };
    },
  });
  addRoute(api, {
    method: 'GET',
    url: '/connections/:c/sessions/:id',
    operationId: 'getSession',
    tag: 'Sessions',
    summary: 'One session',
    params: connectionPath.extend({ id: z.string().describe('The id of the session.') }),
    query: noQuery,
    replies: { 200: { description: 'The session', schema: 'Session' } },
    errors: ['notFound'],
    async handle({ params }) {
      const { id: connectionId } = await connectionOf(database, params.c);
      const session = await findSession(database, params.id);
      if (session?.connectionId === connectionId) return viewSession(session);
      throw new AppError('notFound', `There is no session "${params.id}" of this connection.`);
    },
  });
}

const viewSession = (session: Session): SessionView => ({
  id: session.id,
  startedAt: session.startedAt,
  endedAt: session.endedAt,
  state: session.state,
  recordsSent: session.recordsSent,
  recordsSucceeded: session.recordsSucceeded,
  recordsFailed: session.recordsFailed,
  lastError: session.lastError,
});
