import { z } from 'zod';
import { AppError } from '../../../domain/errors.js';
import { searchBatches } from '../../../store/batch-list.js';
import type { Queryable } from '../../../store/database.js';
import { type BatchView, putBatch, viewBatch } from '../../../transfers/items/invoice-batches.js';
import { replyApplied, tellAndAwait } from '../../shared/await-applied.js';
import { connectionOf } from '../../shared/lookups.js';
import { batchBody, batchStatus, batchView } from '../../shared/schemas/batch.js';
import { notApplied } from '../../shared/schemas/item.js';
import { connectionPath, idPath, newBatchPath } from '../../shared/schemas/paths.js';
import { itemFilters, pageOf, paging } from '../../shared/schemas/queries.js';
import { type Api, addRoute, noQuery } from '../route.js';

/** The batch of a path, or 404. */
export async function batchOf(db: Queryable, connectionId: string, id: string): Promise<BatchView> {
  const batch = await viewBatch(db, connectionId, id);
  if (batch !== undefined) return batch;
  throw new AppError('notFound', `No invoice batch "${id}" has arrived from the PSA. Send it with PUT first.`);
}

/** PUT and GET of a batch of invoices, and GET of many (S16). */
export function addBatchRoutes(api: Api): void {
  const { deps } = api;
  addRoute(api, {
    method: 'GET',
    url: '/connections/:c/invoice-batches',
    operationId: 'listInvoiceBatches',
    tag: 'Invoice batches',
    summary: 'Search the invoice batches',
    description: 'The dates and needsResync select batches with such an invoice; q is part of the id of the batch.',
    params: connectionPath,
    query: z.strictObject({
      ...itemFilters,
      q: itemFilters.q.meta({ description: 'Part of the id of the batch; upper and lower case are the same.' }),
      status: z.preprocess((value) => (value === '' ? undefined : value), batchStatus.optional()),
      ...paging,
    }),
    replies: {
      200: { description: 'A page, by id', schema: z.object({ items: z.array(batchView), total: z.int() }) },
    },
    errors: ['notFound'],
    async handle({ params, query }) {
      const { id: connectionId } = await connectionOf(deps.database, params.c);
      return searchBatches(deps.database, { connectionId, ...query }, pageOf(query));
    },
  });
  addRoute(api, {
    method: 'GET',
    url: '/connections/:c/invoice-batches/:id',
    operationId: 'getInvoiceBatch',
    tag: 'Invoice batches',
    summary: 'One batch with the status that it shows for its invoices',
    params: idPath,
    query: noQuery,
    replies: { 200: { description: 'The batch', schema: 'InvoiceBatch' } },
    errors: ['notFound'],
    async handle({ params }) {
      const { id: connectionId } = await connectionOf(deps.database, params.c);
      return batchOf(deps.database, connectionId, params.id);
    },
  });
  addRoute(api, {
    method: 'PUT',
    url: '/connections/:c/invoice-batches/:id',
    operationId: 'putInvoiceBatch',
    tag: 'Invoice batches',
    summary: 'Tell what a batch is now in the PSA',
    description:
      'A finished batch that marks makes each of its eligible invoices ready, at most once ever. At most 500 ids.',
    params: newBatchPath,
    query: noQuery,
    body: batchBody,
    replies: {
      200: { description: 'The batch', schema: 'InvoiceBatch' },
      202: { description: 'The batch, which does not show everything yet', schema: batchView.extend(notApplied) },
    },
    errors: ['notFound', 'tooLarge', 'unsupportedMediaType'],
    async handle({ params: { c, id }, body: { invoiceIds, ...body }, reply }) {
      const { id: connectionId } = await connectionOf(deps.database, c);
      const psaIds = [...new Set(invoiceIds)];
      const batch = { connectionId, id, ...body, invoiceIds: psaIds, at: deps.now() };
      const { events } = await putBatch(deps.database, batch);
      const isApplied = await tellAndAwait(deps, { connectionId, kind: 'invoices', psaIds }, events);
      return replyApplied(reply, isApplied, await batchOf(deps.database, connectionId, id));
    },
  });
}
