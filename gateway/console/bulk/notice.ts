import { bulkProgress, findBulkAction } from '../../../store/bulk-actions.js';
import { VERBS } from '../commands.js';
import { type Html, html } from '../html.js';
import { itemsUrl } from '../layout.js';
import type { Call } from '../page.js';
import { thousands } from '../parts/marks.js';

const isId = (text: string): boolean => /^[\da-f-]{36}$/.test(text);

/** What the command came to from which people come back (`?action=`). */
export async function bulkNotice(call: Call, connectionId: string): Promise<Html | undefined> {
  const id = call.query.get('action') ?? '';
  const action = isId(id) ? await findBulkAction(call.deps.database, id) : undefined;
  if (action === undefined || action.connectionId !== connectionId) return undefined;
  const { done, ok, reasons } = await bulkProgress(call.deps.database, id);
  const url = itemsUrl(connectionId, `actions/run/${id}`);
  const [first] = reasons;
  const counts = `${thousands(ok)} of ${thousands(action.total)} done${done > ok ? `, ${thousands(done - ok)} refused` : ''}`;
  const isGood = done === action.total && ok === done;
  return html`<div class="notice ${isGood ? 'good' : 'bad'}" role="status"><strong>${VERBS[action.verb].one}:</strong> ${counts}.
  ${first !== undefined && html`<span>${first.reason}</span>`} <a href="${url}">Details</a></div>`;
}
