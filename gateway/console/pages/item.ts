import { transferDate } from '../../../domain/transfer-status.js';
import type { Connection } from '../../../store/connections.js';
import { historyOfItem } from '../../../store/history.js';
import { type ItemRow, readItems } from '../../../store/items.js';
import { viewItem } from '../../shared/item-view.js';
import { itemIdOf } from '../../shared/lookups.js';
import type { ItemView } from '../../shared/schemas/item.js';
import { mayAs } from '../access/roles.js';
import { bulkNotice } from '../bulk/notice.js';
import { externalPoNumber } from '../columns.js';
import { type Html, html } from '../html.js';
import { KIND_ONE, KIND_TITLE } from '../kinds.js';
import { itemsUrl, page } from '../layout.js';
import { connectionOfPath, kindOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { failureCard } from '../parts/failure-card.js';
import { historyList } from '../parts/history-list.js';
import { commandButton } from '../parts/item-table.js';
import { statusMark, time } from '../parts/marks.js';
import { workflowLink } from '../parts/temporal-links.js';

/** One item: where it stands, what QuickBooks has of it, its Transfer History, and the next step. */
export function addItemPage(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/:kind/:id', role: 'viewer', handle: itemPage });
}

async function itemPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const kind = kindOfPath(call);
  const { database } = call.deps;
  const itemId = await itemIdOf(database, { c: connection.id, kind, id: call.path.id ?? '' });
  const [view, [row], entries, notice] = await Promise.all([
    viewItem(database, itemId),
    readItems(database, [itemId]),
    historyOfItem(database, itemId),
    bulkNotice(call, connection.id, kind),
  ]);
  return page(call, {
    title: `${KIND_ONE[kind]} ${view.number || view.id}`,
    active: kind,
    connection,
    connections,
    aside: html`<a href="${itemsUrl(connection.id, kind)}">All ${KIND_TITLE[kind].toLowerCase()}</a>`,
    body: html`${notice}<div id="results">
    <div class="cards">${statusCard(call, connection, view, row)}${row !== undefined && failureCard(call, connection, view, row)}</div>
    ${recordsCard(view)}
    <section class="card" id="history"><h2>Transfer History</h2>${await historyList(call, connection, itemId, entries)}</section>
    ${mayAs(call.user.role, 'operator') && snapshotCard(row)}</div>`,
  });
}

function statusCard(call: Call, connection: Connection, view: ItemView, row: ItemRow | undefined): Html {
  const { kind } = view;
  const back = call.url.split('?')[0] ?? call.url;
  return html`<section class="card" aria-label="Status"><dl class="facts">
  <dt>QuickBooks Transfer Status</dt><dd>${statusMark(view.transferStatus)}</dd>
  <dt>QuickBooks Transfer Date</dt><dd>${(row !== undefined && transferDate(row.state, call.zone)) || '–'}</dd>
  ${view.needsResync && html`<dt>QuickBooks Needs Resync</dt><dd>✓ yes</dd>`}
  <dt>Ready</dt><dd>${view.ready ? 'yes: it goes out in the next session' : 'no'}</dd>
  ${kind === 'purchase-orders' && html`<dt>External P.O. #</dt><dd>${(row !== undefined && externalPoNumber({ item: row, view })) || '–'}</dd>`}
  ${kind === 'invoices' && html`<dt>Paid date</dt><dd>${view.paidDate ?? '–'}</dd>`}
  <dt>PSA id</dt><dd>${view.id}</dd></dl>
  <div class="buttons steps-next">${commandButton(call, connection.id, kind, 'ready', view, back)}
  ${commandButton(call, connection.id, kind, 'notReady', view, back)}
  ${workflowLink(call.deps, { connectionId: connection.id, kind, psaId: view.id })}</div></section>`;
}

const RECORD_STATE: Readonly<Record<ItemView['records'][number]['state'], string>> = {
  sent: 'sent, answer awaited',
  added: 'in QuickBooks',
  deleted: 'deleted in QuickBooks',
  refused: 'refused',
  notProcessed: 'not processed',
  unknown: 'outcome unknown',
};

function recordsCard(view: ItemView): Html {
  if (view.records.length === 0)
    return html`<section class="card"><h2>Records in QuickBooks</h2><p class="muted">QuickBooks has nothing of it: nothing has been sent yet.</p></section>`;
  return html`<section class="card"><h2>Records in QuickBooks</h2><div class="scroll-x" tabindex="0" role="region" aria-label="Records"><table class="grid">
  <thead><tr><th scope="col">Record</th><th scope="col">Type</th><th scope="col">State</th><th scope="col">QuickBooks No.</th><th scope="col">TxnID</th><th scope="col" class="number">Status code</th></tr></thead>
  <tbody>${view.records.map(
    (
      record,
    ) => html`<tr><td>${record.key}${record.generation > 1 && html` <span class="muted">(transfer ${record.generation})</span>`}</td>
    <td>${record.txnType}</td><td>${RECORD_STATE[record.state]}</td><td>${record.refNumber ?? ''}</td><td><code>${record.txnId ?? ''}</code></td>
    <td class="number">${record.statusCode ?? ''}</td></tr>`,
  )}</tbody></table></div></section>`;
}

/** With addresses and notes of customers: for operators only. */
function snapshotCard(row: ItemRow | undefined): Html | undefined {
  if (row === undefined) return undefined;
  return html`<section class="card"><details><summary>As it came from the PSA (version ${row.snapshotVersion}${row.readyAt !== null && html`, ready since ${time(row.readyAt)}`})</summary>
  <pre tabindex="0">${JSON.stringify(row.snapshot, null, 2)}</pre></details></section>`;
}
