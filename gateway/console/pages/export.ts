import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { searchSorted } from '../../../store/console-list.js';
import { chosenColumns } from '../../../store/user-pages.js';
import { viewItems } from '../../api/item-view.js';
import { type Column, shownColumns } from '../columns.js';
import { csvLine } from '../csv.js';
import { connectionOfPath, kindOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { readState, toFilter, toSort } from '../search-state.js';

const CHUNK = 2_000;
/** Excel opens a CSV file as UTF-8 only with this mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/** All that a search finds, with the columns that are shown, as a CSV file. */
export function addExportPage(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/export/:kind', role: 'viewer', handle: exportCsv });
}

async function exportCsv(call: Call): Promise<FastifyReply> {
  const { connection } = await connectionOfPath(call);
  const kind = kindOfPath(call);
  const state = readState(call.query);
  const chosen = state.cols?.split(',') ?? (await chosenColumns(call.deps.database, call.user.id, kind));
  const columns = shownColumns(kind, chosen);
  return call.reply
    .type('text/csv; charset=utf-8')
    .header(
      'content-disposition',
      `attachment; filename="${connection.id}-${kind}-${call.deps.now().slice(0, 10)}.csv"`,
    )
    .send(Readable.from(lines(call, columns)));
}

/** Some rows at a time: 100,000 of them never stand in memory at once. */
async function* lines(call: Call, columns: readonly Column[]): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLine(columns.map(({ title }) => title));
  const state = readState(call.query);
  const filter = toFilter(state, call.path.c ?? '', kindOfPath(call));
  for (let offset = 0; ; offset += CHUNK) {
    const { items } = await searchSorted(call.deps.database, filter, toSort(state), { limit: CHUNK, offset });
    const views = await viewItems(call.deps.database, items);
    const rows = items.flatMap((item, index) => {
      const view = views[index];
      return view === undefined ? [] : [csvLine(columns.map((column) => column.text({ item, view })))];
    });
    yield rows.join('');
    if (items.length < CHUNK) return;
  }
}
