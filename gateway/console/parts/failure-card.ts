import type { Connection } from '../../../store/connections.js';
import type { ItemRow } from '../../../store/items.js';
import type { ItemView } from '../../shared/schemas/item.js';
import { mayAs } from '../access/roles.js';
import { causeOf, todoFor } from '../catalogue.js';
import { type Html, html } from '../html.js';
import { csrfField, itemUrl } from '../layout.js';
import type { Call } from '../page.js';
import { causeUrl, whatToDo } from './cause-link.js';

/** What went wrong in plain words, what to do about it, and one click to do it; or what is to be known. */
export function failureCard(call: Call, connection: Connection, view: ItemView, { state }: ItemRow): Html {
  const { failure } = state;
  if (state.outcome !== 'failed' || failure === null) return quietCard(view);
  const cause = causeOf(failure.code);
  const isHeld = !view.ready;
  const mayClear = view.kind === 'invoices' && isHeld && mayAs(call.user.role, 'operator');
  return html`<section class="card problem" aria-label="What failed"><h2>${cause?.title ?? 'The last transfer failed.'}</h2>
  <p>${failure.message}</p>
  <h3>What to do</h3><p>${todoFor(view.kind, failure)}</p>
  <p class="muted">${isHeld ? 'It is held: it is not sent until it is set Ready again.' : (cause?.next ?? '')}
  Cause <a href="${causeUrl(failure.code)}">${failure.code}</a>.</p>
  ${mayClear && clearForm(call, connection, view)}
  ${mayAs(call.user.role, 'operator') && view.records.filter((record) => record.state === 'unknown').map((record) => settleForm(call, connection, view, record))}</section>`;
}

const clearForm = (call: Call, connection: Connection, view: ItemView): Html =>
  html`<form class="inline" method="post" action="${itemUrl(connection.id, view.kind, view.id)}/clear-error">${csrfField(call)}
  <label>Reason, for the history <input name="reason" required maxlength="2000" placeholder="What was mended"></label>
  <button class="primary" name="next" value="ready">Clear error and set as Ready</button>
  <button name="next" value="">Clear error</button></form>`;

type RecordView = ItemView['records'][number];

const FOUND = {
  transaction: ['QuickBooks has it', 'QuickBooks does not have it: send it again'],
  deletion: ['QuickBooks still has the purchase order', 'QuickBooks no longer has it'],
} as const;

const settleForm = (call: Call, connection: Connection, view: ItemView, record: RecordView): Html => {
  const [yes, no] = FOUND[record.key === 'deletion' ? 'deletion' : 'transaction'];
  return html`<form class="fields" method="post" action="${itemUrl(connection.id, view.kind, view.id)}/settle">${csrfField(call)}
  <h3>What did you find in QuickBooks? (${record.txnType}, ${record.key})</h3>
  <input type="hidden" name="key" value="${record.key}"><input type="hidden" name="generation" value="${record.generation}">
  ${record.key !== 'deletion' && html`<label>TxnID, if QuickBooks has it <input name="txnId" maxlength="40" autocomplete="off"></label>`}
  <label>Reason, for the history <input name="reason" required maxlength="2000"></label>
  <div class="buttons"><button name="inQuickBooks" value="yes">${yes}</button><button name="inQuickBooks" value="no">${no}</button></div></form>`;
};

const QUIET = {
  'Not Transferred': [
    'Not transferred yet',
    'Set it as Ready to Transfer to QuickBooks; the next session of the Web Connector sends it.',
  ],
  Pending: ['Waiting', 'It goes out in the next session of the Web Connector. Nothing is to be done.'],
  'Pending/Failed': ['The last transfer failed', 'See the Transfer History.'],
  Transferred: ['All is done', 'QuickBooks has it. Nothing is to be done.'],
} as const satisfies Record<ItemView['transferStatus'], readonly [string, string]>;

function quietCard(view: ItemView): Html {
  const [title, text] = QUIET[view.transferStatus];
  const [heading, todo] = view.eligible || view.ready ? [title, text] : ['It may not be transferred', ''];
  return html`<section class="card" aria-label="What to do"><h2>${heading}</h2>${todo !== '' && html`<p>${todo}</p>`}
  ${view.reason !== null && html`<p class="${view.eligible ? 'notice wait' : ''}">${view.reason}${whatToDo(view.reason)}</p>`}</section>`;
}
