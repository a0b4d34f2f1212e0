import type { Connection } from '../../../store/connections.js';
import { type Exchange, exchanges } from '../../../store/console-item.js';
import type { HistoryEntry } from '../../../store/history.js';
import { recordsOfItems } from '../../../store/records.js';
import { mayAs } from '../access/roles.js';
import { HISTORY_WORDS } from '../history-words.js';
import { type Hole, type Html, html } from '../html.js';
import { connectionUrl, sessionUrl } from '../layout.js';
import type { Call } from '../page.js';
import { elementOf, prettyXml } from '../xml-view.js';
import { causeUrl } from './cause-link.js';
import { time } from './marks.js';

/** A Transfer History, newest first; what was sent and answered only for those who may see customers' data. */
export async function historyList(
  call: Call,
  connection: Connection,
  itemId: number,
  entries: readonly HistoryEntry[],
): Promise<Html> {
  if (entries.length === 0) return html`<p class="muted">Nothing has happened to it yet.</p>`;
  const maySee = mayAs(call.user.role, 'operator');
  const sets = entries.flatMap(({ messageSetId }) => (messageSetId === undefined ? [] : [messageSetId]));
  const [found, records] = maySee
    ? await Promise.all([
        exchanges(call.deps.database, connection.id, [...new Set(sets)]),
        recordsOfItems(call.deps.database, [itemId]),
      ])
    : [[], []];
  const byId = new Map(found.map((set) => [set.id, set]));
  const own = new Map<string, string[]>();
  for (const { messageSetId, requestId } of records)
    if (messageSetId !== null && requestId !== null)
      own.set(messageSetId, [...(own.get(messageSetId) ?? []), requestId]);
  const shown = new Set<string>();
  return html`<ol class="history" reversed>${[...entries].reverse().map((entry) => {
    const set = byId.get(entry.messageSetId ?? '');
    const isFirst = set !== undefined && !shown.has(set.id);
    if (set !== undefined) shown.add(set.id);
    return entryOf(connection, entry, isFirst && exchange(connection, set, own.get(set.id) ?? []));
  })}</ol>
  ${!maySee && sets.length > 0 && html`<p class="muted">What was sent and answered is shown to operators.</p>`}`;
}

function entryOf(connection: Connection, entry: HistoryEntry, details: Hole): Html {
  const { at, event, sessionId, statusCode, code, message, hint, by } = entry;
  const { title, mark } = HISTORY_WORDS[event];
  return html`<li><div class="when"><span class="mark ${mark}">${title}</span>
  <span class="muted">${time(at)}</span>${by !== undefined && html`<span>by ${by}</span>`}
  ${sessionId !== undefined && html`<a href="${sessionUrl(connection.id, sessionId)}">session</a>`}
  ${statusCode !== undefined && statusCode !== 0 && html`<a href="${causeUrl(String(statusCode))}">status code ${statusCode}</a>`}
  ${code !== undefined && html`<a href="${causeUrl(code)}">${code}</a>`}</div>
  ${message !== undefined && html`<p>${message}</p>`}${hint !== undefined && hint !== '' && html`<p><strong>What to do:</strong> ${hint}</p>`}${details}</li>`;
}

/** Of a message set with many items, what belongs to this one; the whole is one click away. */
function exchange(connection: Connection, set: Exchange, requestIds: readonly string[]): Html {
  const requests = requestIds.flatMap((id) => elementOf(set.request, id) ?? []);
  const responses = requestIds.flatMap((id) => elementOf(set.response, id) ?? []);
  const url = `${connectionUrl(connection.id)}/message-sets/${encodeURIComponent(set.id)}`;
  return html`<details><summary>Request and response</summary>
  ${requests.length > 0 && html`<h3>Request</h3><pre tabindex="0">${requests.map(prettyXml).join('\n\n')}</pre>`}
  ${responses.length > 0 && html`<h3>Response</h3><pre tabindex="0">${responses.map(prettyXml).join('\n\n')}</pre>`}
  <p><a href="${url}">The whole message set ${set.id}</a></p></details>`;
}
