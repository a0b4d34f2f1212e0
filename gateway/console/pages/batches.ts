import { AppError } from '../../../domain/errors.js';
import { TRANSFER_STATUSES } from '../../../domain/transfer-status.js';
import { type CountedBatch, searchBatches } from '../../../store/batch-list.js';
import type { Connection } from '../../../store/connections.js';
import { memberItems } from '../../../store/invoice-batches.js';
import { readItems } from '../../../store/items.js';
import { viewBatch } from '../../../transfers/items/invoice-batches.js';
import { viewItems } from '../../api/item-view.js';
import { mayAs } from '../access/roles.js';
import { bulkNotice } from '../bulk/notice.js';
import { VERBS } from '../commands.js';
import { type Html, html } from '../html.js';
import { connectionUrl, csrfField, itemUrl, page } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { actionsUrl } from '../parts/item-table.js';
import { statusMark, thousands } from '../parts/marks.js';
import { pager } from '../parts/pager.js';
import { isFiltered, readState, type SearchState, toFilter, toQuery } from '../search-state.js';

/** Search page of the invoice batches (S16), and one batch with its invoices. */
export function addBatchPages(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/invoice-batches', role: 'viewer', handle: listPage });
  addPage(console, { method: 'GET', url: '/c/:c/invoice-batches/:id', role: 'viewer', handle: batchPage });
}

const batchesUrl = (connection: Connection): string => `${connectionUrl(connection.id)}/invoice-batches`;

async function listPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const state = readState(call.query);
  const [{ items, total }, notice] = await Promise.all([
    searchBatches(call.deps.database, toFilter(state, connection.id, 'invoices'), {
      limit: state.size,
      offset: (state.page - 1) * state.size,
    }),
    bulkNotice(call, connection.id),
  ]);
  const url = batchesUrl(connection);
  const none = isFiltered(state)
    ? html`<div class="empty"><h2>Nothing matches</h2><p><a href="${url}">Show all batches</a></p></div>`
    : html`<div class="empty"><h2>No invoice batches yet</h2><p>They appear here as soon as the PSA sends them.</p></div>`;
  return page(call, {
    title: 'Invoice Batches',
    active: 'invoice-batches',
    connection,
    connections,
    body: html`${notice}${filters(url, state)}<div id="results">${items.length === 0 ? none : table(call, connection, state, items, total)}</div>`,
  });
}

const filters = (url: string, state: SearchState): Html =>
  html`<form class="filters" method="get" action="${url}" role="search"><label>Search <input type="search" name="q" value="${state.q}" maxlength="200" placeholder="Part of the id"></label>
  <label>QuickBooks Transfer Status <select name="status"><option value="">[blank]</option>${TRANSFER_STATUSES.map((status) => html`<option ${status === state.status && 'selected'}>${status}</option>`)}</select></label>
  <fieldset><legend>QuickBooks Transfer Date</legend><label>from <input type="date" name="from" value="${state.from}"></label> <label>to <input type="date" name="to" value="${state.to}"></label></fieldset>
  <button class="primary">Search</button></form>`;

function table(
  call: Call,
  connection: Connection,
  state: SearchState,
  items: readonly CountedBatch[],
  total: number,
): Html {
  const url = batchesUrl(connection);
  const mayChange = mayAs(call.user.role, 'operator');
  const bulk = html`<form id="bulk" method="post" action="${actionsUrl(connection.id, 'invoices')}">${csrfField(call)}<input type="hidden" name="back" value="${url}${toQuery(state, { page: state.page })}">
    <details class="menu"><summary data-count="Selected">Selected</summary><div class="panel"><ul><li><button class="item" name="verb" value="ready">${VERBS.ready.many}</button></li>
    <li><button class="item" name="verb" value="notReady">${VERBS.notReady.many}</button></li></ul></div></details></form>`;
  return html`<div class="bar">${mayChange && bulk}${pager({ page: state.page, size: state.size, total, link: (to) => `${url}${toQuery(state, { page: to })}` })}</div>
  <div class="scroll" tabindex="0" role="region" aria-label="Search results"><table class="grid"><thead><tr><th class="tick"><input type="checkbox" data-all aria-label="Select all rows of this page"></th><th scope="col">Batch</th><th scope="col">In the PSA</th><th scope="col">QuickBooks Transfer Status</th>
  ${TRANSFER_STATUSES.map((status) => html`<th scope="col" class="number">${status}</th>`)}</tr></thead>
  <tbody>${items.map(
    (
      batch,
    ) => html`<tr data-row><td class="tick"><input type="checkbox" form="bulk" name="batch" value="${batch.id}" aria-label="Select batch ${batch.id}"></td>
    <td><a href="${url}/${encodeURIComponent(batch.id)}">${batch.id}</a></td><td>${batch.status}</td><td>${statusMark(batch.transferStatus)}</td>
    ${TRANSFER_STATUSES.map((status) => html`<td class="number">${batch.counts[status] === 0 ? '' : thousands(batch.counts[status])}</td>`)}</tr>`,
  )}</tbody></table></div>`;
}

async function batchPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const { database } = call.deps;
  const id = call.path.id ?? '';
  const batch = await viewBatch(database, connection.id, id);
  if (batch === undefined) throw new AppError('notFound', 'There is no such batch.');
  const members = (await memberItems(database, connection.id, id)).slice(0, 500);
  const items = await viewItems(
    database,
    await readItems(
      database,
      members.map((member) => member.id),
    ),
  );
  const back = `${batchesUrl(connection)}/${encodeURIComponent(id)}`;
  const button = (verb: 'ready' | 'notReady'): Html =>
    html`<form method="post" action="${actionsUrl(connection.id, 'invoices')}">${csrfField(call)}<input type="hidden" name="batch" value="${id}"><input type="hidden" name="back" value="${back}"><button name="verb" value="${verb}">${VERBS[verb].one}</button></form>`;
  return page(call, {
    title: `Invoice Batch ${id}`,
    active: 'invoice-batches',
    connection,
    connections,
    aside: html`<a href="${batchesUrl(connection)}">All batches</a>`,
    body: html`${await bulkNotice(call, connection.id)}<section class="card"><dl class="facts"><dt>QuickBooks Transfer Status</dt><dd>${statusMark(batch.transferStatus)}</dd><dt>In the PSA</dt><dd>${batch.status}</dd>
    ${TRANSFER_STATUSES.map((status) => html`<dt>${status}</dt><dd>${thousands(batch.counts[status])}</dd>`)}</dl>
    ${mayAs(call.user.role, 'operator') && html`<div class="buttons">${button('ready')}${button('notReady')}</div>`}</section>
    <section class="card"><h2>Invoices</h2><div class="scroll-x" tabindex="0" role="region" aria-label="Invoices"><table class="grid"><thead><tr><th scope="col">Invoice No.</th><th scope="col">QuickBooks Transfer Status</th><th scope="col">QuickBooks Transfer Date</th><th scope="col">Remark</th></tr></thead>
    <tbody>${items.map((item) => html`<tr><td><a href="${itemUrl(connection.id, 'invoices', item.id)}">${item.number || item.id}</a></td><td>${statusMark(item.transferStatus)}</td><td>${item.transferDate}</td><td>${item.reason ?? ''}</td></tr>`)}</tbody></table></div></section>`,
  });
}
