import { AppError } from '../../../domain/errors.js';
import { TRANSFER_STATUSES, transferDate } from '../../../domain/transfer-status.js';
import type { Connection } from '../../../store/connections.js';
import { readListed } from '../../../store/console-list.js';
import { memberItems } from '../../../store/invoice-batches.js';
import { type BatchView, viewBatch } from '../../../transfers/items/invoice-batches.js';
import { mayAs } from '../access/roles.js';
import { bulkNotice } from '../bulk/notice.js';
import { formatAmount, type Row } from '../columns.js';
import { VERBS, type Verb } from '../commands.js';
import { type Html, html } from '../html.js';
import { csrfField, itemUrl, page } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { actionsUrl, greyedOut } from '../parts/item-table.js';
import { statusMark, thousands } from '../parts/marks.js';
import { pager } from '../parts/pager.js';
import { viewRows } from '../rows.js';
import { BATCHES } from '../search-pages.js';
import { readState } from '../search-state.js';
import { batchesUrl } from './batches.js';

/** One batch: its status, what can be done with it as a whole, and its invoices. */
export function addBatchPage(console: Console): void {
  addPage(console, { method: 'GET', url: `/c/:c/${BATCHES}/:id`, role: 'viewer', handle: batchPage });
}

const PAGE_SIZE = 100;

async function batchPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const { database } = call.deps;
  const id = call.path.id ?? '';
  const batch = await viewBatch(database, connection.id, id);
  if (batch === undefined) throw new AppError('notFound', 'There is no such batch.');
  const members = await memberItems(database, connection.id, id);
  const { page: number } = readState(call.query);
  const ids = members.slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE).map((member) => member.id);
  const rows = await viewRows(call, await readListed(database, ids));
  const url = `${batchesUrl(connection)}/${encodeURIComponent(id)}`;
  const pages = { page: number, size: PAGE_SIZE, total: members.length, link: (to: number) => `${url}?page=${to}` };
  return page(call, {
    title: `Invoice Batch ${id}`,
    active: BATCHES,
    connection,
    connections,
    aside: html`<a href="${batchesUrl(connection)}">All batches</a>`,
    body: html`${await bulkNotice(call, connection.id, 'invoices')}<div id="results">${statusCard(call, connection, batch, url)}
    <section class="card"><h2>Invoices</h2>${members.length === 0 ? html`<p class="muted">None of its invoices has arrived from the PSA yet.</p>` : html`${members.length > PAGE_SIZE && pager(pages)}${invoices(connection, rows)}`}</section></div>`,
  });
}

const statusCard = (call: Call, connection: Connection, batch: BatchView, url: string): Html =>
  html`<section class="card" aria-label="Status"><dl class="facts"><dt>QuickBooks Transfer Status</dt><dd>${statusMark(batch.transferStatus)}</dd>
  <dt>In the PSA</dt><dd>${batch.status}</dd>${TRANSFER_STATUSES.map((status) => html`<dt>${status}</dt><dd>${thousands(batch.counts[status])}</dd>`)}</dl>
  <div class="buttons steps-next">${button(call, connection, batch, 'ready', url)}${button(call, connection, batch, 'notReady', url)}</div></section>`;

/** A command for the whole batch; what is not allowed stands there greyed out, with the reason. */
function button(call: Call, connection: Connection, batch: BatchView, verb: Verb, back: string): Html {
  if (!mayAs(call.user.role, 'operator')) return greyedOut(verb, `Your role "${call.user.role}" may only read.`);
  if (verb === 'ready' && batch.status === 'processing')
    return greyedOut(verb, 'The batch is still processing in the PSA; it can be set ready when it has finished.');
  return html`<form method="post" action="${actionsUrl(connection.id, 'invoices')}">${csrfField(call)}<input type="hidden" name="batch" value="${batch.id}">
  <input type="hidden" name="back" value="${back}"><button name="verb" value="${verb}">${VERBS[verb].one}</button></form>`;
}

const invoices = (connection: Connection, rows: readonly Row[]): Html =>
  html`<div class="scroll-x" tabindex="0" role="region" aria-label="Invoices"><table class="grid"><thead><tr><th scope="col">Invoice No.</th><th scope="col">Customer</th>
  <th scope="col" class="number">Total</th><th scope="col">QuickBooks Transfer Status</th><th scope="col">QuickBooks Transfer Date</th><th scope="col">Remark</th></tr></thead>
  <tbody>${rows.map(
    ({ item, view, zone }) =>
      html`<tr><td><a href="${itemUrl(connection.id, 'invoices', view.id)}">${view.number || view.id}</a></td><td>${item.party}</td><td class="number">${formatAmount(item.amount)}</td>
    <td>${statusMark(view.transferStatus)}</td><td>${transferDate(item.state, zone)}</td><td>${view.reason}</td></tr>`,
  )}</tbody></table></div>`;
