import { groupBy } from '../../../domain/group-by.js';
import { isItemKind } from '../../../domain/kinds.js';
import { type FailureGroup, failureGroups } from '../../../store/console-connections.js';
import { causeOf, todoFor } from '../catalogue.js';
import { type Html, html } from '../html.js';
import { KIND_TITLE } from '../kinds.js';
import { itemsUrl, itemUrl, page } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { causeUrl } from '../parts/cause-link.js';
import { plural, thousands } from '../parts/marks.js';
import { failedInTemporal } from '../parts/temporal-links.js';

/** All that failed, by cause: one mend often helps many items. */
export function addFailuresPage(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/failures', role: 'viewer', handle: failuresPage });
}

const titleOf = (kind: string): string => (isItemKind(kind) ? KIND_TITLE[kind] : kind);

async function failuresPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const groups = await failureGroups(call.deps.database, connection.id);
  const byCode = [...groupBy(groups, ({ code }) => code)];
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return page(call, {
    title: 'Failures',
    active: 'failures',
    connection,
    connections,
    aside: html`${total > 0 && html`<span class="muted">${plural(total, 'item')} Pending/Failed, by cause</span>`}${failedInTemporal(call, connection.id)}`,
    body:
      total === 0
        ? html`<div class="empty"><h2>Nothing has failed</h2><p>No item of this connection is Pending/Failed.</p></div>`
        : byCode.map(([code, those]) => causeCard(connection.id, code, those)),
  });
}

function causeCard(connectionId: string, code: string, groups: readonly FailureGroup[]): Html {
  const cause = causeOf(code);
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  const todos = new Set(
    groups.flatMap(({ kind, message }) => (isItemKind(kind) ? [todoFor(kind, { code, message })] : [])),
  );
  return html`<section class="card problem"><h2>${cause?.title ?? 'Failed'} <span class="muted">${plural(count, 'item')} · <a href="${causeUrl(code)}">${code}</a></span></h2>
  ${[...todos].slice(0, 5).map((todo) => html`<p><strong>What to do:</strong> ${todo}</p>`)}
  <div class="scroll-x" tabindex="0" role="region" aria-label="Failures with ${code}"><table class="grid"><thead><tr><th scope="col">Message</th><th scope="col">Kind</th><th scope="col" class="number">Items</th><th scope="col" class="number">Held</th><th scope="col">Such as</th></tr></thead>
  <tbody>${groups.map(
    (
      group,
    ) => html`<tr><td>${group.message}</td><td><a href="${itemsUrl(connectionId, group.kind)}?status=Pending%2FFailed">${titleOf(group.kind)}</a></td>
    <td class="number">${thousands(group.count)}</td><td class="number">${group.held === 0 ? '' : thousands(group.held)}</td>
    <td>${group.examples.map(({ psaId, number }, index) => html`${index > 0 && ', '}<a href="${itemUrl(connectionId, group.kind, psaId)}">${number || psaId}</a>`)}</td></tr>`,
  )}</tbody></table></div></section>`;
}
