import { AppError } from '../../../domain/errors.js';
import { exchanges } from '../../../store/console-item.js';
import { type Html, html } from '../html.js';
import { page, sessionUrl } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { time } from '../parts/marks.js';
import { prettyXml } from '../xml-view.js';

/** A message set with all that was sent and answered: customers' data, for operators only. */
export function addMessageSetPage(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/message-sets/:id', role: 'operator', handle: messageSetPage });
}

async function messageSetPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const [set] = await exchanges(call.deps.database, connection.id, [call.path.id ?? '']);
  if (set === undefined) throw new AppError('notFound', 'There is no such message set.');
  return page(call, {
    title: `Message set ${set.id}`,
    active: 'sessions',
    connection,
    connections,
    aside: html`<a href="${sessionUrl(connection.id, set.sessionId)}">The session</a>`,
    body: html`<section class="card"><dl class="facts"><dt>Made</dt><dd>${time(set.createdAt)}</dd><dt>State</dt><dd>${set.state}</dd>
    <dt>Settled</dt><dd>${time(set.settledAt)}</dd>${set.hresult !== null && html`<dt>hresult</dt><dd>${set.hresult} ${set.message}</dd>`}</dl></section>
    <section class="card"><h2>Request</h2><pre tabindex="0">${prettyXml(set.request)}</pre></section>
    <section class="card"><h2>Response</h2>${set.response === null ? html`<p class="muted">None has come.</p>` : html`<pre tabindex="0">${prettyXml(set.response)}</pre>`}</section>`,
  });
}
