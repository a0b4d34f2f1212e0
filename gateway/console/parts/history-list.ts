import type { Connection } from '../../../store/connections.js';
import { type ExchangeOfItem, exchangesOfItem } from '../../../store/console-item.js';
import type { HistoryEntry } from '../../../store/history.js';
import { recordsOfItems } from '../../../store/records.js';
import { mayAs } from '../access/roles.js';
import { HISTORY_WORDS } from '../history-words.js';
import { type Hole, type Html, html } from '../html.js';
import { messageSetUrl, sessionUrl } from '../layout.js';
import type { Call } from '../page.js';
import { elementsOf, MOST_SHOWN, prettyXml } from '../xml-view.js';
import { causeUrl } from './cause-link.js';
import { time } from './marks.js';

/** Of so many message sets, the newest, stands in the page what was sent and answered; the others are one click away. */
const MOST_SETS = 20;

/** A Transfer History, newest first; what was sent and answered only for those who may see customers' data. */
export async function historyList(
  call: Call,
  connection: Connection,
  itemId: number,
  entries: readonly HistoryEntry[],
): Promise<Html> {
  if (entries.length === 0) return html`<p class="muted">Nothing has happened to it yet.</p>`;
  const maySee = mayAs(call.user.role, 'operator');
  const newestFirst = [...entries].reverse();
  const sets = new Set(newestFirst.flatMap(({ messageSetId }) => messageSetId ?? []));
  const [found, records] = maySee
    ? await Promise.all([
        exchangesOfItem(call.deps.database, connection.id, [...sets].slice(0, MOST_SETS)),
        recordsOfItems(call.deps.database, [itemId]),
      ])
    : [[], []];
  const byId = new Map(found.map((set) => [set.id, set]));
  const own = new Map<string, string[]>();
  for (const { messageSetId, requestId } of records)
    if (messageSetId !== null && requestId !== null)
      own.set(messageSetId, [...(own.get(messageSetId) ?? []), requestId]);
  const room = { left: MOST_SHOWN };
  const unshown = new Set(maySee ? sets : []);
  return html`<ol class="history" reversed>${newestFirst.map((entry) => {
    const setId = entry.messageSetId ?? '';
    const isFirst = unshown.delete(setId);
    return entryOf(
      connection,
      entry,
      isFirst && exchange(connection, setId, byId.get(setId), own.get(setId) ?? [], room),
    );
  })}</ol>
  ${!maySee && sets.size > 0 && html`<p class="muted">What was sent and answered is shown to operators.</p>`}`;
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

/** Of a message set with many items, what belongs to this one, as long as there is room; the whole is one click away. */
function exchange(
  connection: Connection,
  setId: string,
  set: ExchangeOfItem | undefined,
  requestIds: readonly string[],
  room: { left: number },
): Html {
  const request = shownOf(set?.request ?? null, requestIds, room);
  const response = shownOf(set?.response ?? null, requestIds, room);
  return html`<details><summary>Request and response</summary>
  ${request !== '' && html`<h3>Request</h3><pre tabindex="0">${request}</pre>`}
  ${response !== '' && html`<h3>Response</h3><pre tabindex="0">${response}</pre>`}
  <p><a href="${messageSetUrl(connection.id, setId)}">The whole message set ${setId}</a></p></details>`;
}

function shownOf(xml: string | null, requestIds: readonly string[], room: { left: number }): string {
  const texts: string[] = [];
  for (const element of elementsOf(xml, requestIds)) {
    if (room.left <= 0) break;
    const { text, isWhole } = prettyXml(element, room.left);
    room.left -= text.length;
    texts.push(isWhole ? text : `${text}…`);
  }
  return texts.join('\n\n');
}
