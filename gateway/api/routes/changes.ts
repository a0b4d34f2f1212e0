import { z } from 'zod';
import { changesAfter } from '../../../store/changes.js';
import { connectionOf } from '../../shared/lookups.js';
import { changeView } from '../../shared/schemas/events.js';
import { connectionPath } from '../../shared/schemas/paths.js';
import { type Api, addRoute } from '../route.js';

const PAGE_SIZE = 1_000;

const after = z
  .preprocess(
    (value) => (value === '' ? undefined : value),
    z
      .string()
      .regex(/^\d{1,15}$/, 'expected a cursor that an answer gave as "next"')
      .default('0'),
  )
  .meta({ description: 'The `next` of the answer before; absent: from the beginning.' });

/** GET of what the PSA should know, for a PSA that asks instead of being told. */
export function addChangeRoutes(api: Api): void {
  const { database } = api.deps;
  addRoute(api, {
    method: 'GET',
    url: '/connections/:c/changes',
    operationId: 'getChanges',
    tag: 'Changes',
    summary: 'What has changed after a cursor, oldest first',
    params: connectionPath,
    query: z.strictObject({ after }),
    replies: {
      200: {
        description:
          'Up to 1,000 changes; ask with `next` as `after` the next time. Nothing new: `next` equals `after`.',
        schema: z.object({ changes: z.array(changeView), next: z.string() }),
      },
    },
    errors: ['notFound'],
    async handle({ params, query }) {
      const { id: connectionId } = await connectionOf(database, params.c);
      const found = await changesAfter(database, connectionId, Number(query.after), PAGE_SIZE);
      const changes = found.map((change) => ({ ...change, cursor: String(change.cursor) }));
      return { changes, next: changes.at(-1)?.cursor ?? query.after };
    },
  });
}
