import { AppError } from '../../../domain/errors.js';
import { bulkProgress, findBulkAction } from '../../../store/bulk-actions.js';
import { VERBS } from '../commands.js';
import { type Html, html } from '../html.js';
import { KIND_TITLE } from '../kinds.js';
import { itemsUrl, page } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { whatToDo } from '../parts/cause-link.js';
import { plural, thousands, time } from '../parts/marks.js';

/** How far a command for many items is; the page may be left and loaded again. */
export function addActionRunPage(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/actions/run/:id', role: 'viewer', handle: runPage });
}

async function runPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const action = await findBulkAction(call.deps.database, call.path.id ?? '');
  if (action === undefined || action.connectionId !== connection.id)
    throw new AppError('notFound', 'There is no such action.');
  const { done, ok, reasons } = await bulkProgress(call.deps.database, action.id);
  const self = itemsUrl(connection.id, `actions/run/${action.id}`);
  const poll = html`hx-get="${self}" hx-trigger="every 1s" hx-select="#progress" hx-target="#progress" hx-swap="outerHTML"`;
  return page(call, {
    title: VERBS[action.verb].many,
    active: action.kind,
    connection,
    connections,
    body: html`<section class="card" id="progress" ${action.endedAt === null && poll}>
    <p>${KIND_TITLE[action.kind]} · begun ${time(action.createdAt)} by ${action.userName}${action.retransfer && ' · with duplicates of transferred ones'}</p>
    <p><progress max="${action.total}" value="${done}" aria-label="Progress"></progress> ${thousands(done)} of ${plural(action.total, 'item')}</p>
    <p role="status"><strong>${thousands(ok)}</strong> done, <strong>${thousands(done - ok)}</strong> refused${action.endedAt === null ? '; it goes on, also when you leave this page.' : html`, ended ${time(action.endedAt)}.`}</p>
    ${
      reasons.length > 0 &&
      html`<table class="grid"><thead><tr><th scope="col">Reason</th><th scope="col" class="number">Items</th><th scope="col">Such as</th></tr></thead>
      <tbody>${reasons.map((each) => html`<tr><td>${each.ok ? '' : html`<strong>Refused: </strong>`}${each.reason}${whatToDo(each.reason)}</td><td class="number">${thousands(each.count)}</td><td>${each.examples.join(', ')}</td></tr>`)}</tbody></table>`
    }
    <p><a class="button" href="${itemsUrl(connection.id, action.kind)}">To the ${KIND_TITLE[action.kind].toLowerCase()}</a></p></section>`,
  });
}
