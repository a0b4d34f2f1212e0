import { z } from 'zod';
import { historyOfItem } from '../../../store/history.js';
import { viewItem } from '../../shared/item-view.js';
import { itemIdOf } from '../../shared/lookups.js';
import { historyEntry } from '../../shared/schemas/events.js';
import { itemPath } from '../../shared/schemas/paths.js';
import { type Api, addRoute, noQuery } from '../route.js';

/** GET of an item and of its Transfer History. */
export function addGetItemRoutes(api: Api): void {
  const { database } = api.deps;
  addRoute(api, {
    method: 'GET',
    url: '/connections/:c/:kind/:id',
    operationId: 'getItem',
    tag: 'Items',
    summary: 'One item and where its transfer stands',
    params: itemPath,
    query: noQuery,
    replies: { 200: { description: 'The item', schema: 'Item' } },
    errors: ['notFound'],
    handle: async ({ params }) => viewItem(database, await itemIdOf(database, params)),
  });
  addRoute(api, {
    method: 'GET',
    url: '/connections/:c/:kind/:id/history',
    operationId: 'getItemHistory',
    tag: 'Items',
    summary: 'The Transfer History of an item',
    params: itemPath,
    query: noQuery,
    replies: { 200: { description: 'Oldest first', schema: z.object({ entries: z.array(historyEntry) }) } },
    errors: ['notFound'],
    async handle({ params }) {
      const entries = await historyOfItem(database, await itemIdOf(database, params));
      return { entries: entries.map((entry) => ({ ...entry, messageSetId: undefined, code: undefined })) };
    },
  });
}
