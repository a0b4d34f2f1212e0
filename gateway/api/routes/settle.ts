import { commandGiven } from '../../../observability/events.js';
import { settleByHand } from '../../../transfers/items/settle-by-hand.js';
import { replyApplied, tellAndAwait } from '../../shared/await-applied.js';
import { viewItem } from '../../shared/item-view.js';
import { itemIdOf } from '../../shared/lookups.js';
import { itemView, notApplied } from '../../shared/schemas/item.js';
import { itemPath } from '../../shared/schemas/paths.js';
import { settleBody } from '../../shared/schemas/settle.js';
import { type Api, addRoute, noQuery } from '../route.js';

/** POST that settles a record whose outcome is unknown, by the word of a person. */
export function addSettleRoute(api: Api): void {
  const { deps } = api;
  addRoute(api, {
    method: 'POST',
    url: '/connections/:c/:kind/:id/settle',
    operationId: 'settleByHand',
    tag: 'Items',
    summary: 'Settle a record whose outcome is unknown',
    description:
      'Only for a record in state "unknown"; the history names the transactions that it may be. The same word again changes nothing.',
    params: itemPath,
    query: noQuery,
    body: settleBody,
    replies: {
      200: { description: 'The item', schema: 'Item' },
      202: { description: 'The item, which does not show it yet', schema: itemView.extend(notApplied) },
    },
    errors: ['notFound', 'refused', 'tooLarge', 'unsupportedMediaType'],
    async handle({ params: { c: connectionId, kind, id }, body, reply }) {
      const itemId = await itemIdOf(deps.database, { c: connectionId, kind, id });
      const named = { connectionId, kind, psaId: id };
      const { events } = await settleByHand(deps.database, { ...named, ...body, at: deps.now() });
      const given = { connectionId, kind, items: 1, refused: 0, via: 'api', by: body.by ?? null } as const;
      commandGiven(reply.log, { command: 'settle', ...given });
      const isApplied = await tellAndAwait(deps, { connectionId, kind, psaIds: [id] }, events);
      return replyApplied(reply, isApplied, await viewItem(deps.database, itemId));
    },
  });
}
