import { AppError } from '../../../domain/errors.js';
import { commandGiven } from '../../../observability/events.js';
import { clearError } from '../../../transfers/items/commands.js';
import { replyApplied, tellAndAwait } from '../../shared/await-applied.js';
import { viewItem } from '../../shared/item-view.js';
import { itemIdOf } from '../../shared/lookups.js';
import { clearErrorBody, itemView, notApplied } from '../../shared/schemas/item.js';
import { idPath } from '../../shared/schemas/paths.js';
import { type Api, addRoute, noQuery } from '../route.js';

/** POST that clears the transfer error of an invoice (S12). */
export function addClearErrorRoute(api: Api): void {
  const { deps } = api;
  addRoute(api, {
    method: 'POST',
    url: '/connections/:c/invoices/:id/clear-error',
    operationId: 'clearError',
    tag: 'Items',
    summary: 'Clear the transfer error of an invoice',
    params: idPath,
    query: noQuery,
    body: clearErrorBody,
    replies: {
      200: { description: 'The invoice', schema: 'Item' },
      202: { description: 'The invoice, which does not show it yet', schema: itemView.extend(notApplied) },
    },
    errors: ['notFound', 'refused', 'tooLarge', 'unsupportedMediaType'],
    async handle({ params: { c: connectionId, id }, body: { reason }, reply }) {
      const itemId = await itemIdOf(deps.database, { c: connectionId, kind: 'invoices', id });
      const outcome = await clearError(deps.database, { connectionId, psaId: id, reason, at: deps.now() });
      const refusal = outcome.results.find((result) => !result.ok);
      const named = { connectionId, kind: 'invoices', items: 1, refused: refusal === undefined ? 0 : 1 } as const;
      commandGiven(reply.log, { command: 'clearError', ...named, via: 'api', by: null });
      if (refusal !== undefined) throw new AppError('refused', refusal.reason ?? 'The error cannot be cleared.');
      const isApplied = await tellAndAwait(deps, { connectionId, kind: 'invoices', psaIds: [id] }, outcome.events);
      return replyApplied(reply, isApplied, await viewItem(deps.database, itemId));
    },
  });
}
