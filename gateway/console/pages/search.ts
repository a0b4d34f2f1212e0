import type { ItemKind } from '../../../domain/kinds.js';
import { searchSorted } from '../../../store/console-list.js';
import { chosenColumns, savedViews } from '../../../store/user-pages.js';
import { mayAs } from '../access/roles.js';
import { bulkNotice } from '../bulk/notice.js';
import { columnsOf, shownColumns } from '../columns.js';
import { VERBS } from '../commands.js';
import { type Html, html } from '../html.js';
import { KIND_TITLE, PARTY_TITLE } from '../kinds.js';
import { csrfField, itemsUrl, page } from '../layout.js';
import { connectionOfPath, kindOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { columnChooser, filterForm, viewMenu } from '../parts/filters.js';
import { actionsUrl, itemTable, type Table } from '../parts/item-table.js';
import { plural, thousands } from '../parts/marks.js';
import { pager, sizes } from '../parts/pager.js';
import { temporalMenu } from '../parts/temporal-links.js';
import { viewRows } from '../rows.js';
import { isFiltered, readState, type SearchState, toFilter, toQuery, toSort } from '../search-state.js';

/** More are not taken by one command: the dry run looks at each. */
export const MAX_BULK = 5_000;

/** The search page of a kind (S26): filters, rows, a menu per row and one for all that are selected. */
export function addSearchPage(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/:kind', role: 'viewer', handle: searchPage });
}

async function searchPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const kind = kindOfPath(call);
  const state = readState(call.query);
  const { database } = call.deps;
  const offset = (state.page - 1) * state.size;
  const [found, chosen, views, notice] = await Promise.all([
    searchSorted(database, toFilter(state, { connectionId: connection.id, kind, zone: call.zone }), toSort(state), {
      limit: state.size,
      offset,
    }),
    chosenColumns(database, call.user.id, kind),
    savedViews(database, call.user.id, kind),
    bulkNotice(call, connection.id, kind),
  ]);
  const rows = await viewRows(call, found.items);
  const all = columnsOf(kind);
  const columns = shownColumns(all, state.cols?.split(',') ?? chosen);
  const url = itemsUrl(connection.id, kind);
  const table: Table = { call, connection, kind, state, columns, rows };
  return page(call, {
    title: KIND_TITLE[kind],
    active: kind,
    connection,
    connections,
    aside: html`<div class="tools" id="tools">${temporalMenu(call, connection.id, kind)}${viewMenu(call, url, state, { views, shown: columns })}${columnChooser(call, url, state, { all, shown: columns })}
      <a class="button" href="${itemsUrl(connection.id, `export/${kind}`)}${toQuery(state, { cols: columns.map(({ key }) => key).join(',') })}">CSV</a></div>`,
    body: html`${notice}${filterForm(url, state, { searched: `Number, id or ${PARTY_TITLE[kind].toLowerCase()}`, withResync: kind === 'purchase-orders' })}${results(table, found.total)}`,
  });
}

function results(table: Table, total: number): Html {
  const { connection, kind, state, rows } = table;
  const url = itemsUrl(connection.id, kind);
  if (total === 0) return html`<div id="results">${empty(kind, state, url)}</div>`;
  if (rows.length === 0)
    return html`<div id="results"><p class="empty">There is no page ${state.page}. <a href="${url}${toQuery(state)}">To the first page</a></p></div>`;
  return html`<div id="results">
  <div class="bar">${bulkBar(table, total)}
  ${sizes(url, state)}
  ${pager({ page: state.page, size: state.size, total, link: (to) => `${url}${toQuery(state, { page: to })}` })}</div>
  ${itemTable(table)}</div>`;
}

function bulkBar({ call, connection, kind, state, rows }: Table, total: number): Html {
  if (!mayAs(call.user.role, 'operator')) return html`<span class="muted">${plural(total, 'item')}</span>`;
  const back = `${itemsUrl(connection.id, kind)}${toQuery(state, { page: state.page })}`;
  return html`<form id="bulk" method="post" action="${actionsUrl(connection.id, kind)}">${csrfField(call)}
  <input type="hidden" name="back" value="${back}"><input type="hidden" name="query" value="${toQuery(state)}">
  <details class="menu"><summary data-count="Selected">Selected</summary><div class="panel"><ul>
  <li><button class="item" name="verb" value="ready">${VERBS.ready.many}</button></li>
  <li><button class="item" name="verb" value="notReady">${VERBS.notReady.many}</button></li></ul></div></details>
  ${
    total > rows.length &&
    html`<label class="check"><input type="checkbox" name="all" value="1"> Select all ${thousands(total)} that match${total > MAX_BULK && html` <span class="muted">(the first ${thousands(MAX_BULK)} at once)</span>`}</label>`
  }</form>`;
}

function empty(kind: ItemKind, state: SearchState, url: string): Html {
  const title = KIND_TITLE[kind].toLowerCase();
  return isFiltered(state)
    ? html`<div class="empty"><h2>Nothing matches</h2><p>No ${title} match these filters. <a href="${url}">Show all ${title}</a></p></div>`
    : html`<div class="empty"><h2>No ${title} yet</h2><p>They appear here as soon as the PSA sends them.
      How that goes stands in the <a href="/api/docs">documentation of the REST API</a>.</p></div>`;
}
