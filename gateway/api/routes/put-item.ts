import { z } from 'zod';
import type { ItemKind } from '../../../domain/kinds.js';
import { type Item, SNAPSHOT_SCHEMA } from '../../../domain/snapshots/snapshot.js';
import { putItem } from '../../../transfers/items/put-item.js';
import { replyApplied, tellAndAwait } from '../../shared/await-applied.js';
import { viewItem } from '../../shared/item-view.js';
import { connectionOf } from '../../shared/lookups.js';
import { itemView, notApplied } from '../../shared/schemas/item.js';
import { newItemPath } from '../../shared/schemas/paths.js';
import { validate } from '../../shared/validate.js';
import { SNAPSHOT_LIMIT } from '../json-body.js';
import { type Api, addRoute, noQuery } from '../route.js';

/** PUT of a PSA snapshot. */
export function addPutItemRoute(api: Api): void {
  const { deps } = api;
  addRoute(api, {
    method: 'PUT',
    url: '/connections/:c/:kind/:id',
    operationId: 'putItem',
    tag: 'Items',
    summary: 'Tell what an item is now in the PSA',
    description:
      'Idempotent. A `revision` lower than the stored one changes nothing. The body is the snapshot of the kind in the path.',
    params: newItemPath,
    query: noQuery,
    body: z.unknown(),
    bodyOf: ['InvoiceSnapshot', 'PurchaseOrderSnapshot', 'TimesheetSnapshot', 'ExpenseReportSnapshot'],
    bodyLimit: SNAPSHOT_LIMIT,
    replies: {
      200: { description: 'The item', schema: 'Item' },
      202: { description: 'The item, which does not show everything yet', schema: itemView.extend(notApplied) },
    },
    errors: ['notFound', 'tooLarge', 'unsupportedMediaType'],
    async handle({ params: { c, kind, id }, body, reply }) {
      const { id: connectionId } = await connectionOf(deps.database, c);
      const item = readItem(kind, body);
      const { itemId, events } = await putItem(deps.database, { connectionId, psaId: id, at: deps.now(), ...item });
      const isApplied = await tellAndAwait(deps, { connectionId, kind, psaIds: [id] }, events);
      return replyApplied(reply, isApplied, await viewItem(deps.database, itemId));
    },
  });
}

const readItem = (kind: ItemKind, body: unknown): Item =>
  ({ kind, snapshot: validate(SNAPSHOT_SCHEMA[kind], body, 'body') }) as Item;
