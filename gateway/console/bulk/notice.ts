import type { ItemKind } from '../../../domain/kinds.js';
import { type BulkAction, bulkProgress, findBulkAction, openBulkActions } from '../../../store/bulk-actions.js';
import { VERBS } from '../commands.js';
import { type Html, html } from '../html.js';
import { itemsUrl } from '../layout.js';
import type { Call } from '../page.js';
import { thousands } from '../parts/marks.js';

const isId = (text: string): boolean => /^[\da-f-]{36}$/.test(text);

/**
 * What the command came to from which people come back (`?action=`), and those for this kind that still go on. While their
 * own one does, the page follows it: the notice, and what the page has under `results`.
 */
export async function bulkNotice(call: Call, connectionId: string, kind: ItemKind): Promise<Html> {
  const { database } = call.deps;
  const id = call.query.get('action') ?? '';
  const [named, open] = await Promise.all([
    isId(id) ? findBulkAction(database, id) : undefined,
    openBulkActions(database, connectionId, kind),
  ]);
  const own = named?.connectionId === connectionId ? named : undefined;
  const shown = [...(own === undefined ? [] : [own]), ...open.filter((action) => action.id !== id)];
  const follow = html`hx-get="${call.url}" hx-trigger="every 1s" hx-select="#notices" hx-swap="outerHTML" hx-select-oob="#results"`;
  return html`<div id="notices" ${own?.endedAt === null && follow}>${await Promise.all(shown.map((action) => notice(call, action)))}</div>`;
}

async function notice(call: Call, action: BulkAction): Promise<Html> {
  const { done, ok, reasons } = await bulkProgress(call.deps.database, action.id);
  const url = itemsUrl(action.connectionId, `actions/run/${action.id}`);
  const [first] = reasons;
  const isOpen = action.endedAt === null;
  const refused = done > ok ? `, ${thousands(done - ok)} refused` : '';
  const style = isOpen ? 'wait' : ok === done ? 'good' : 'bad';
  return html`<div class="notice ${style}" role="status"><strong>${VERBS[action.verb].one}:</strong> ${thousands(ok)} of ${thousands(action.total)} done${refused}${isOpen && '; it goes on'}.
  ${first !== undefined && html`<span>${first.reason}</span>`} <a id="action-${action.id}" href="${url}">${isOpen ? 'Follow it' : 'Details'}</a></div>`;
}
