import { connectionMoved } from '../../../observability/events.js';
import { unfinishedOf } from '../../../store/connection-moves.js';
import type { Connection } from '../../../store/connections.js';
import { countMoving, type Move, movesOf, ordersLeftBehind } from '../../../store/move-preview.js';
import { appendConsoleLog } from '../../../store/users.js';
import { moveToNewFile, objectionsToMove } from '../../../transfers/connections/move-to-new-file.js';
import { moveBody } from '../../shared/schemas/settle.js';
import { validate } from '../../shared/validate.js';
import { type Html, html } from '../html.js';
import { connectionUrl, csrfField, itemUrl, moveUrl, page } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { type Answer, addPage, type Call, type Console } from '../page.js';
import { time } from '../parts/marks.js';
import { boundAndOpen, moveForm, whatHappens } from '../parts/move-parts.js';
import { storable } from '../text.js';

/** Moving a connection to another company file: what is there, what would happen, and the deliberate act. */
export function addMovePages(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/connection/move', role: 'admin', handle: movePage });
  addPage(console, { method: 'POST', url: '/c/:c/connection/move', role: 'admin', handle: move });
}

async function movePage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const { id } = connection;
  const { database } = call.deps;
  const [unfinished, moves, left, moving] = await Promise.all([
    unfinishedOf(database, id),
    movesOf(database, id),
    ordersLeftBehind(database, id),
    countMoving(database, id),
  ]);
  const objections = objectionsToMove(connection, unfinished);
  return page(call, {
    title: `Move ${connection.displayName} to another company file`,
    active: 'connections',
    connection,
    connections,
    aside: html`<a href="${connectionUrl(id)}/connection">The connection</a>`,
    body: html`${boundAndOpen(connection, moves)}
    ${whatHappens({ moving, left: left.map((order) => ({ ...order, url: itemUrl(id, 'purchase-orders', order.psaId) })) })}
    ${objections.length > 0 ? refusal(objections) : moveForm(connection, moves, { url: moveUrl(id), csrf: csrfField(call) })}
    ${moves.length > 0 && formerMoves(moves)}`,
  });
}

const refusal = (objections: readonly string[]): Html =>
  html`<section class="card problem" role="alert"><h2>It cannot be moved now</h2><ul>${objections.map((why) => html`<li>${why}.</li>`)}</ul></section>`;

const formerMoves = (moves: readonly Move[]): Html =>
  html`<section class="card"><h2>Former moves</h2><div class="scroll-x" tabindex="0" role="region" aria-label="Former moves"><table class="grid">
  <thead><tr><th scope="col">When</th><th scope="col">From FileID</th><th scope="col">To FileID</th><th scope="col">Why</th></tr></thead>
  <tbody>${moves.map((each) => html`<tr><td>${time(each.at)}</td><td><code>{${each.fromFileId}}</code></td><td><code>{${each.toFileId}}</code></td><td>${each.reason}</td></tr>`)}</tbody></table></div></section>`;

async function move(call: Call): Promise<Answer> {
  const { connection } = await connectionOfPath(call);
  const { deps, user, form } = call;
  const fileId = storable(form.get('fileId'));
  const body = validate(
    moveBody,
    {
      confirm: storable(form.get('confirm')),
      companyFile: storable(form.get('companyFile')),
      ...(fileId === '' ? {} : { fileId }),
      reason: storable(form.get('reason')),
      by: user.name,
    },
    'form',
  );
  const at = deps.now();
  const { connection: moved, events } = await moveToNewFile(deps.database, {
    ...body,
    connectionId: connection.id,
    at,
  });
  const files = { fromFileId: connection.fileId, toFileId: moved.fileId };
  connectionMoved(call.request.log, { connectionId: connection.id, ...files, via: 'console', by: user.name });
  deps.signals.tellItems(events);
  await noteMove(call, connection, moved, body.reason);
  return { redirect: `${connectionUrl(connection.id)}/connection` };
}

const noteMove = ({ deps, user }: Call, from: Connection, to: Connection, reason: string): Promise<void> =>
  appendConsoleLog(deps.database, {
    at: deps.now(),
    userName: user.name,
    action: 'moved to another company file the connection',
    subject: from.id,
    detail: `from FileID {${from.fileId}} to {${to.fileId}}: ${reason}`,
  });
