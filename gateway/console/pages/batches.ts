import { findBatches, readBatches } from '../../../store/batch-list.js';
import type { Connection } from '../../../store/connections.js';
import { chosenColumns, savedViews } from '../../../store/user-pages.js';
import { mayAs } from '../access/roles.js';
import { BATCH_COLUMNS, type BatchRow } from '../batch-columns.js';
import { bulkNotice } from '../bulk/notice.js';
import { type Column, formatAmount, shownColumns } from '../columns.js';
import { VERBS } from '../commands.js';
import { type Hole, type Html, html } from '../html.js';
import { csrfField, itemsUrl, page } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { columnChooser, filterForm, viewMenu } from '../parts/filters.js';
import { grid, gridCell, tick } from '../parts/grid.js';
import { actionsUrl } from '../parts/item-table.js';
import { statusMark, thousands } from '../parts/marks.js';
import { pager, sizes } from '../parts/pager.js';
import { BATCHES } from '../search-pages.js';
import { isFiltered, readState, type SearchState, toBatchSort, toFilter, toQuery } from '../search-state.js';

/** Search page of the batches of invoices (S16, S26). */
export function addBatchesPage(console: Console): void {
  addPage(console, { method: 'GET', url: `/c/:c/${BATCHES}`, role: 'viewer', handle: batchesPage });
}

export const batchesUrl = (connection: Connection): string => itemsUrl(connection.id, BATCHES);

async function batchesPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const { database } = call.deps;
  const state = readState(call.query);
  const filter = toFilter(state, { connectionId: connection.id, kind: 'invoices', zone: call.zone });
  const [{ ids, total }, chosen, views, notice] = await Promise.all([
    findBatches(database, filter, toBatchSort(state), { limit: state.size, offset: (state.page - 1) * state.size }),
    chosenColumns(database, call.user.id, BATCHES),
    savedViews(database, call.user.id, BATCHES),
    bulkNotice(call, connection.id, 'invoices'),
  ]);
  const batches = await readBatches(database, connection.id, ids);
  const columns = shownColumns(BATCH_COLUMNS, state.cols?.split(',') ?? chosen);
  const url = batchesUrl(connection);
  const csv = `${itemsUrl(connection.id, `export/${BATCHES}`)}${toQuery(state, { cols: columns.map(({ key }) => key).join(',') })}`;
  const rows = batches.map((batch): BatchRow => ({ batch, zone: call.zone }));
  return page(call, {
    title: 'Invoice Batches',
    active: BATCHES,
    connection,
    connections,
    aside: html`<div class="tools" id="tools">${viewMenu(call, url, state, { views, shown: columns })}${columnChooser(call, url, state, { all: BATCH_COLUMNS, shown: columns })}
      <a class="button" href="${csv}">CSV</a></div>`,
    body: html`${notice}${filterForm(url, state, { searched: 'Part of the id', withResync: false })}
    <div id="results">${rows.length === 0 ? none(url, state, total) : table(call, connection, { state, columns, rows, total })}</div>`,
  });
}

function none(url: string, state: SearchState, total: number): Html {
  if (total > 0)
    return html`<p class="empty">There is no page ${state.page}. <a href="${url}${toQuery(state)}">To the first page</a></p>`;
  return isFiltered(state)
    ? html`<div class="empty"><h2>Nothing matches</h2><p><a href="${url}">Show all batches</a></p></div>`
    : html`<div class="empty"><h2>No invoice batches yet</h2><p>They appear here as soon as the PSA sends them.</p></div>`;
}

type Found = { state: SearchState; columns: readonly Column<BatchRow>[]; rows: readonly BatchRow[]; total: number };

function table(call: Call, connection: Connection, { state, columns, rows, total }: Found): Html {
  const url = batchesUrl(connection);
  const hasTicks = mayAs(call.user.role, 'operator');
  const lines = rows.map(
    (row) =>
      html`<tr data-row>${hasTicks && tick('batch', row.batch.id, `batch ${row.batch.id}`)}${columns.map((column) => gridCell(column, cell(url, column, row)))}</tr>`,
  );
  return html`<div class="bar">${hasTicks && bulkBar(call, connection, state)}${sizes(url, state)}
  ${pager({ page: state.page, size: state.size, total, link: (to) => `${url}${toQuery(state, { page: to })}` })}</div>
  ${grid({ url, state, columns, hasTicks, hasMenus: false, rows: lines })}`;
}

const bulkBar = (call: Call, connection: Connection, state: SearchState): Html =>
  html`<form id="bulk" method="post" action="${actionsUrl(connection.id, 'invoices')}">${csrfField(call)}
  <input type="hidden" name="back" value="${batchesUrl(connection)}${toQuery(state, { page: state.page })}">
  <details class="menu"><summary data-count="Selected">Selected</summary><div class="panel"><ul><li><button class="item" name="verb" value="ready">${VERBS.ready.many}</button></li>
  <li><button class="item" name="verb" value="notReady">${VERBS.notReady.many}</button></li></ul></div></details></form>`;

function cell(url: string, column: Column<BatchRow>, row: BatchRow): Hole {
  const { batch } = row;
  const text = column.text(row);
  switch (column.key) {
    case 'batch':
      return html`<a href="${url}/${encodeURIComponent(batch.id)}">${text}</a>`;
    case 'status':
      return statusMark(batch.transferStatus);
    case 'amount':
      return formatAmount(batch.amount);
    default:
      return column.isNumber && text !== '' ? thousands(Number(text)) : text;
  }
}
