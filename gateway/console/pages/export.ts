import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { ItemKind } from '../../../domain/kinds.js';
import { minuteIn } from '../../../domain/time-zone.js';
import { findBatches, readBatches } from '../../../store/batch-list.js';
import { allIds, readListed } from '../../../store/console-list.js';
import { chosenColumns } from '../../../store/user-pages.js';
import { BATCH_COLUMNS } from '../batch-columns.js';
import { columnsOf, shownColumns } from '../columns.js';
import { csvLine } from '../csv.js';
import { connectionOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { viewRows } from '../rows.js';
import { BATCHES, searchPageOfPath } from '../search-pages.js';
import { readState, type SearchState, toBatchSort, toFilter, toSort } from '../search-state.js';

const CHUNK = 1_000;
/** Excel opens a CSV file as UTF-8 only with this mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/** All that a search finds, with the columns that are shown, as a CSV file. */
export function addExportPage(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/export/:kind', role: 'viewer', handle: exportCsv });
}

async function exportCsv(call: Call): Promise<FastifyReply> {
  const { connection } = await connectionOfPath(call);
  const page = searchPageOfPath(call);
  const state = readState(call.query);
  const wanted = state.cols?.split(',') ?? (await chosenColumns(call.deps.database, call.user.id, page));
  const lines =
    page === BATCHES
      ? linesOfBatches(call, state, connection.id, wanted)
      : linesOfItems(call, state, { connectionId: connection.id, kind: page }, wanted);
  const day = minuteIn(call.zone, call.deps.now()).slice(0, 10);
  return call.reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${connection.id}-${page}-${day}.csv"`)
    .send(Readable.from(lines));
}

type Wanted = readonly string[] | undefined;

const headline = (columns: readonly { title: string }[]): string =>
  BYTE_ORDER_MARK + csvLine(columns.map(({ title }) => title));

/** Some rows at a time: 100,000 of them never stand in memory at once, only their ids do. */
async function* linesOfItems(
  call: Call,
  state: SearchState,
  where: { connectionId: string; kind: ItemKind },
  wanted: Wanted,
): AsyncGenerator<string> {
  const { database } = call.deps;
  const columns = shownColumns(columnsOf(where.kind), wanted);
  yield headline(columns);
  const ids = await allIds(database, toFilter(state, { ...where, zone: call.zone }), toSort(state));
  for (let at = 0; at < ids.length; at += CHUNK) {
    const rows = await viewRows(call, await readListed(database, ids.slice(at, at + CHUNK)));
    yield rows.map((row) => csvLine(columns.map((column) => column.text(row)))).join('');
  }
}

async function* linesOfBatches(
  call: Call,
  state: SearchState,
  connectionId: string,
  wanted: Wanted,
): AsyncGenerator<string> {
  const { database } = call.deps;
  const columns = shownColumns(BATCH_COLUMNS, wanted);
  yield headline(columns);
  const filter = toFilter(state, { connectionId, kind: 'invoices', zone: call.zone });
  const { ids } = await findBatches(database, filter, toBatchSort(state), { limit: null, offset: 0 });
  for (let at = 0; at < ids.length; at += CHUNK) {
    const batches = await readBatches(database, connectionId, ids.slice(at, at + CHUNK));
    yield batches.map((batch) => csvLine(columns.map((column) => column.text({ batch, zone: call.zone })))).join('');
  }
}
