import { AppError } from '../../domain/errors.js';
import { ITEM_KINDS, type ItemKind, isItemKind } from '../../domain/kinds.js';
import { BATCH_COLUMNS } from './batch-columns.js';
import { columnsOf } from './columns.js';
import type { Call } from './page.js';

/** The search pages, as their addresses call them: one for each kind of item, and one for the batches of invoices. */
export type SearchPage = ItemKind | typeof BATCHES;
export const BATCHES = 'invoice-batches';

/** The search page of a path. */
export function searchPageOfPath({ path }: Call): SearchPage {
  const page = path.kind ?? '';
  if (page === BATCHES || isItemKind(page)) return page;
  throw new AppError('notFound', `There is no such search page; there are ${[...ITEM_KINDS, BATCHES].join(', ')}.`);
}

/** What can be chosen to be shown on a search page. */
export const columnKeys = (page: SearchPage): string[] =>
  (page === BATCHES ? BATCH_COLUMNS : columnsOf(page)).map(({ key }) => key);
