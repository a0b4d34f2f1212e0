import type { Connection } from '../../../store/connections.js';
import type { Move } from '../../../store/move-preview.js';
import { type Html, html } from '../html.js';
import { plural, time } from './marks.js';
import { isOwnFileOpen, openFileLine, quickBooksLine } from './quickbooks-facts.js';

const MOST_NAMED = 20;

/** Which company file the connection belongs to, and which one was open in QuickBooks last. */
export function boundAndOpen(connection: Connection, moves: readonly Move[]): Html {
  const { quickbooks, companyFile, fileId } = connection;
  const [last] = moves;
  return html`<section class="card"><h2>Which company file</h2><dl class="facts">
  <dt>It belongs to</dt><dd>the file with FileID <code>{${fileId}}</code>${last !== undefined && html`, since ${time(last.at)}`}</dd>
  <dt>Asked for</dt><dd>${companyFile === '' ? 'the file that is open in QuickBooks' : html`<code>${companyFile}</code>`}</dd>
  <dt>Found open last</dt><dd>${quickbooks === null ? 'nothing yet: no session has asked' : html`${openFileLine(quickbooks)}, ${time(quickbooks.at)}`}</dd>
  ${quickbooks !== null && html`<dt>It carries</dt><dd>${carried(connection)}</dd><dt>QuickBooks</dt><dd>${quickBooksLine(quickbooks)}</dd>`}</dl>
  <h3>When nothing is to be moved</h3><ul><li>Another file was open by mistake: open the right one.</li>
  <li>The file was renamed, copied, restored or put on another computer: it carries the same FileID and is known by it.</li></ul></section>`;
}

function carried(connection: Connection): Html {
  const found = connection.quickbooks?.fileId;
  if (isOwnFileOpen(connection)) return html`<span class="mark done">the FileID of this connection</span>`;
  return found == null
    ? html`<span class="mark failed">no FileID of this product</span>`
    : html`<span class="mark failed">another FileID</span> <code>{${found}}</code>`;
}

type Order = { number: string; url: string };

/** What a move comes to (docs/decisions.md, 20 and 21), with what it would be now. */
export function whatHappens({ moving, left }: { moving: number; left: readonly Order[] }): Html {
  const named = left.slice(0, MOST_NAMED);
  return html`<section class="card"><h2>What happens</h2><ul class="forecast">
  <li class="goes"><strong>${plural(moving, 'item')}</strong> that ${moving === 1 ? 'waits goes' : 'wait go'} to the new file. A timesheet that is half in the present file has its other half sent to the new one.</li>
  <li class="refused"><strong>${plural(left.length, 'purchase order')}</strong> in the present file that ${left.length === 1 ? 'waits for a receipt or its' : 'wait for receipts or their'} deletion ${left.length === 1 ? 'leaves' : 'leave'} the queue: do there by hand what is outstanding.
  ${named.length > 0 && html`<br>${named.map(({ number, url }) => html`<a href="${url}">${number}</a> `)}${left.length > named.length && `and ${plural(left.length - named.length, 'other')}`}`}</li>
  <li class="duplicate">What is Transferred stays in the present file: no paid dates are asked for it any more, nothing is deleted and nothing is received there.</li>
  <li class="duplicate">The present file is refused from then on. The .qwc file has to be downloaded again and added to the Web Connector with the new file open; the old entry is removed there.</li>
  <li class="duplicate">ListIDs in snapshots are those of the present file: the PSA has to send names, or the new ones.</li></ul></section>`;
}

/** The files that the connection may be moved to: a new one, a former one, or one that carries a FileID of ours already. */
function targets({ fileId, quickbooks }: Connection, moves: readonly Move[]): { value: string; text: string }[] {
  const former = [...new Set(moves.map(({ fromFileId }) => fromFileId))].filter((each) => each !== fileId);
  const found = quickbooks?.fileId ?? fileId;
  return [
    { value: '', text: 'a file that this connection has never had (it gets a new FileID)' },
    ...former.map((value) => ({ value, text: `back to the former file {${value}}` })),
    ...(found === fileId || former.includes(found)
      ? []
      : [{ value: found, text: `the file that was found open, which carries {${found}} already` }]),
  ];
}

/** The deliberate act. */
export function moveForm(connection: Connection, moves: readonly Move[], form: { url: string; csrf: Html }): Html {
  const { id, companyFile } = connection;
  return html`<form class="card fields" method="post" action="${form.url}">${form.csrf}<h2>Move it</h2>
  <label>To <select name="fileId">${targets(connection, moves).map(({ value, text }) => html`<option value="${value}">${text}</option>`)}</select></label>
  <label>Path of the company file <input name="companyFile" maxlength="1000" value="${companyFile}">
  <span class="hint">Empty: the file that is open in QuickBooks.</span></label>
  <label>Reason, for the history <input name="reason" required maxlength="2000"></label>
  <label>Type the id of the connection, ${id}, to confirm <input name="confirm" required autocomplete="off"></label>
  <button class="primary">Move to another company file</button></form>`;
}

/** After a move, until a session has found the new file: what is to be done at the computer with QuickBooks. */
export function movedNotice(
  { quickbooks }: Connection,
  lastMove: Move | undefined,
  qwcUrl: string | undefined,
): Html | undefined {
  if (lastMove === undefined || (quickbooks !== null && quickbooks.at > lastMove.at)) return undefined;
  return html`<div class="notice wait"><strong>Moved to another company file</strong> ${time(lastMove.at)}; no session has found it open yet.
  <ol class="steps"><li>${qwcUrl === undefined ? 'Have an operator download the .qwc file again.' : html`<a href="${qwcUrl}">Download the .qwc file again</a>.`}</li>
  <li>Open the new company file in QuickBooks as Admin.</li>
  <li>Remove the old entry from the Web Connector, add the new .qwc file, and enter the password.</li></ol></div>`;
}
