import { z } from 'zod';
import { searchItems } from '../../../store/item-list.js';
import { viewItems } from '../../shared/item-view.js';
import { connectionOf } from '../../shared/lookups.js';
import { itemView } from '../../shared/schemas/item.js';
import { kindPath } from '../../shared/schemas/paths.js';
import { itemFilters, pageOf, paging } from '../../shared/schemas/queries.js';
import { type Api, addRoute } from '../route.js';

/** GET of the items of a kind: what the search pages show (S26). */
export function addListItemsRoute(api: Api): void {
  const { database } = api.deps;
  addRoute(api, {
    method: 'GET',
    url: '/connections/:c/:kind',
    operationId: 'listItems',
    tag: 'Items',
    summary: 'Search the items of a kind',
    params: kindPath,
    query: z.strictObject({ ...itemFilters, ...paging }),
    replies: {
      200: {
        description: 'A page, newest arrival first, and how many there are in all',
        schema: z.object({ items: z.array(itemView), total: z.int() }),
      },
    },
    errors: ['notFound'],
    async handle({ params: { c, kind }, query }) {
      const { id: connectionId } = await connectionOf(database, c);
      const { items, total } = await searchItems(database, { connectionId, kind, ...query }, pageOf(query));
      return { items: await viewItems(database, items), total };
    },
  });
}
