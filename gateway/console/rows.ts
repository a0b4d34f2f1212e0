import type { ListedItem } from '../../store/console-list.js';
import { viewItems } from '../shared/item-view.js';
import type { Row } from './columns.js';
import type { Call } from './page.js';

/** Listed items as rows of a table, for one user. */
export async function viewRows({ deps, zone }: Call, items: readonly ListedItem[]): Promise<Row[]> {
  const views = await viewItems(deps.database, items);
  return items.flatMap((item, index) => {
    const view = views[index];
    return view === undefined ? [] : [{ item, view, zone }];
  });
}
