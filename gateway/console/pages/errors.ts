import { AppError } from '../../../domain/errors.js';
import { groupBy } from '../../../domain/group-by.js';
import { listConnections } from '../../../store/connections.js';
import { failedWithCode } from '../../../store/console-connections.js';
import { BASE } from '../access/cookies.js';
import { allCauses, CAUSE_GROUPS, causeOf } from '../catalogue.js';
import { type Html, html } from '../html.js';
import { connectionUrl, page } from '../layout.js';
import { addPage, type Call, type Console } from '../page.js';
import { causeUrl } from '../parts/cause-link.js';
import { plural } from '../parts/marks.js';

/** The catalogue of causes: each has a code, a plain sentence, what to do, and a page of its own. */
export function addErrorPages(console: Console): void {
  addPage(console, { method: 'GET', url: '/errors', role: 'viewer', handle: listPage });
  addPage(console, { method: 'GET', url: '/errors/:code', role: 'viewer', handle: causePage });
}

async function listPage(call: Call): Promise<Html> {
  const groups = groupBy(allCauses(), ({ group }) => group);
  return page(call, {
    title: 'Error catalogue',
    active: 'errors',
    connections: await listConnections(call.deps.database),
    body: CAUSE_GROUPS.map(
      (
        group,
      ) => html`<section class="card"><h2>${group}</h2><div class="scroll-x" tabindex="0" role="region" aria-label="${group}"><table class="grid">
      <thead><tr><th scope="col">Code</th><th scope="col">What it is</th><th scope="col">What to do</th></tr></thead>
      <tbody>${(groups.get(group) ?? []).map(
        (cause) =>
          html`<tr><td><a href="${causeUrl(cause.code)}">${cause.code}</a></td><td>${cause.title}</td><td>${cause.todo}</td></tr>`,
      )}</tbody></table></div></section>`,
    ),
  });
}

async function causePage(call: Call): Promise<Html> {
  const cause = causeOf(call.path.code ?? '');
  if (cause === undefined) throw new AppError('notFound', 'The catalogue has no such code.');
  const connections = await listConnections(call.deps.database);
  const counts = await failedWithCode(call.deps.database, cause.code);
  return page(call, {
    title: `${cause.code}: ${cause.title}`,
    active: 'errors',
    connections,
    aside: html`<a href="${BASE}/errors">The whole catalogue</a>`,
    body: html`<section class="card"><dl class="facts"><dt>Code</dt><dd><code>${cause.code}</code></dd><dt>Where from</dt><dd>${cause.group}</dd>
    <dt>What to do</dt><dd>${cause.todo}</dd><dt>What happens next</dt><dd>${cause.next}</dd></dl></section>
    <section class="card"><h2>Items with it now</h2>${
      counts.length === 0
        ? html`<p class="muted">None.</p>`
        : html`<ul>${counts.map(({ connectionId, count }) => html`<li><a href="${connectionUrl(connectionId)}/failures">${connections.find(({ id }) => id === connectionId)?.displayName ?? connectionId}</a>: ${plural(count, 'item')}</li>`)}</ul>`
    }</section>`,
  });
}
