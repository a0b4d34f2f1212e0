import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { AppError } from '../../../domain/errors.js';
import { syncWindowText } from '../../../domain/sync-window.js';
import type { Configured, Connection } from '../../../store/connections.js';
import { type ConnectionHealth, connectionHealth } from '../../../store/console-connections.js';
import { inTransaction, type Transaction } from '../../../store/database.js';
import { movesOf } from '../../../store/move-preview.js';
import { listRefusedWebConnectors } from '../../../store/refused-web-connectors.js';
import { appendConsoleLog } from '../../../store/users.js';
import { storeConnection } from '../../../transfers/connections/store-connection.js';
import { hashPassword } from '../../shared/password.js';
import { qwcFile } from '../../shared/qwc-file.js';
import { mayAs } from '../access/roles.js';
import { connectionFields, readConnectionForm } from '../connection-form.js';
import { type Hole, type Html, html } from '../html.js';
import { connectionUrl, csrfField, moveUrl, page, sessionUrl } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { type Answer, addPage, type Call, type Console, refuseFormerAdmin } from '../page.js';
import { healthNotices, seen } from '../parts/connection-health.js';
import { time } from '../parts/marks.js';
import { movedNotice } from '../parts/move-parts.js';
import { isOwnFileOpen, openFileLine, quickBooksLine } from '../parts/quickbooks-facts.js';
import { passwordNotices } from '../parts/refused.js';

/** One connection: the guided set-up with its test, the pause, a new password, and its settings. */
export function addConnectionPages(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/connection', role: 'viewer', handle: (call) => connectionPage(call) });
  addPage(console, { method: 'GET', url: '/c/:c/connection/qwc', role: 'operator', handle: download });
  addPage(console, { method: 'POST', url: '/c/:c/connection/pause', role: 'operator', handle: pause });
  addPage(console, { method: 'POST', url: '/c/:c/connection/password', role: 'admin', handle: rotate });
  addPage(console, { method: 'POST', url: '/c/:c/connection/settings', role: 'admin', handle: change });
}

const urlOf = (connection: Connection): string => `${connectionUrl(connection.id)}/connection`;

async function connectionPage(call: Call, password?: string): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const { database } = call.deps;
  const [all, [lastMove], refused] = await Promise.all([
    connectionHealth(database),
    movesOf(database, connection.id),
    listRefusedWebConnectors(database, call.deps.now()),
  ]);
  const health = all.find(({ connectionId }) => connectionId === connection.id);
  const isAdmin = mayAs(call.user.role, 'admin');
  const url = urlOf(connection);
  const qwcUrl = mayAs(call.user.role, 'operator') ? `${url}/qwc` : undefined;
  return page(call, {
    title: connection.displayName,
    active: 'connections',
    connection,
    connections,
    aside: mayAs(call.user.role, 'operator') && pauseForm(call, connection),
    body: html`${
      password !== undefined &&
      html`<div class="notice good" role="status"><strong>The new password of the Web Connector is</strong> <code>${password}</code>
      <p>It is shown this once. Enter it in the Web Connector: click into the Password column of this application.</p></div>`
    }
    <div id="live" hx-get="${url}" hx-trigger="every 5s" hx-select="#live" hx-swap="outerHTML">${movedNotice(connection, lastMove, qwcUrl)}${healthNotices(connection, health, call.deps.now())}${passwordNotices(connection, refused)}${setUp(call, connection, health)}</div>
    ${
      isAdmin &&
      html`<form class="card" method="post" action="${url}/password">${csrfField(call)}<h2>Password of the Web Connector</h2>
    <p>A new one is made and shown once; the present one, and a session that is open, stop working at once.</p><button>Make a new password</button></form>
    <form class="card fields" method="post" action="${url}/settings">${csrfField(call)}<h2>Settings</h2>${connectionFields(call.zone, connection)}<button class="primary">Save</button></form>
    <section class="card"><h2>Another company file</h2><p>To go on in a really different company file, the connection is moved to it; the page says before what happens.</p>
    <a class="button" href="${moveUrl(connection.id)}">Move to another company file</a></section>`
    }`,
  });
}

const pauseForm = (call: Call, connection: Connection): Html =>
  html`<form method="post" action="${urlOf(connection)}/pause">${csrfField(call)}<input type="hidden" name="paused" value="${connection.settings.paused ? '' : '1'}">
  <button>${connection.settings.paused ? 'End the pause' : 'Pause'}</button></form>`;

const step = (isDone: boolean, title: string, text: Hole): Html =>
  html`<li><span class="mark ${isDone ? 'done' : 'pending'}">${isDone ? 'done' : 'to do'}</span> <strong>${title}</strong> ${text}</li>`;

/** The way from nothing to the first transfer; each step shows whether it has been made. */
function setUp(call: Call, connection: Connection, health: ConnectionHealth | undefined): Html {
  const hasCalled = connection.lastSeenAt !== null;
  const { quickbooks } = connection;
  const isChecked = isOwnFileOpen(connection) ?? health?.fileChecked === true;
  const mayDownload = mayAs(call.user.role, 'operator');
  return html`<section class="card"><h2>Set-up</h2><ol class="steps">
  ${step(true, 'Connection made', html`with the id <code>${connection.id}</code>, user name <code>${connection.username}</code>.`)}
  ${step(
    hasCalled,
    'Download the .qwc file',
    html`${mayDownload && html`<a class="button" href="${urlOf(connection)}/qwc">Download ${connection.id}.qwc</a>`} On the computer with QuickBooks: open the company file as Admin, then open this file with the QuickBooks Web Connector ("Add an Application") and allow access even when QuickBooks is not running.`,
  )}
  ${step(hasCalled, 'Enter the password in the Web Connector', 'Click into the Password column. If nobody knows it, an admin makes a new one below.')}
  ${step(hasCalled, 'Let it call', html`Tick the application and choose "Update Selected". Last seen: ${seen(connection, call.deps.now())}.`)}
  ${step(isChecked, 'The right company file answers', companyFound(connection, health))}
  </ol><dl class="facts"><dt>Last session</dt><dd>${health?.lastSessionId == null ? '–' : html`<a href="${sessionUrl(connection.id, health.lastSessionId)}">${time(health.lastStartedAt)}</a> (${health.lastState})`}</dd>
  <dt>QuickBooks</dt><dd>${quickBooksLine(quickbooks)}${quickbooks !== null && html` (${time(quickbooks.at)})`}</dd>
  <dt>Web Connector</dt><dd>${connection.webConnectorVersion === null ? '–' : `version ${connection.webConnectorVersion}`}</dd>
  <dt>FileID</dt><dd><code>{${connection.fileId}}</code></dd><dt>Runs every</dt><dd>${connection.runEveryMinutes === null ? 'only by hand' : `${connection.runEveryMinutes} minutes`}</dd>
  <dt>Sync window</dt><dd>${connection.settings.syncWindow === undefined ? 'at any time' : syncWindowText(connection.settings.syncWindow)}</dd></dl></section>`;
}

/** Which company file was open last, and whether it is the right one. */
function companyFound(connection: Connection, health: ConnectionHealth | undefined): Hole {
  const { quickbooks } = connection;
  if (quickbooks !== null)
    return html`Open in QuickBooks: ${openFileLine(quickbooks)}${!isOwnFileOpen(connection) && ', which is not the file of this connection'}.`;
  // A session of a version that did not keep it.
  if (health?.companyName != null) return html`Company in QuickBooks: <strong>${health.companyName}</strong>.`;
  return 'Shown after the first session that has something to send.';
}

async function download(call: Call): Promise<FastifyReply> {
  const { connection } = await connectionOfPath(call);
  return call.reply
    .type('application/xml')
    .header('content-disposition', `attachment; filename="${connection.id}.qwc"`)
    .send(qwcFile(connection, call.deps.publicUrl));
}

async function pause(call: Call): Promise<Answer> {
  const { connection } = await connectionOfPath(call);
  const paused = call.form.get('paused') === '1';
  await store(call, connection, (former) => ({ ...former, settings: { ...former.settings, paused } }));
  await note(call, paused ? 'paused the connection' : 'ended the pause of the connection', connection);
  return { redirect: urlOf(connection) };
}

async function rotate(call: Call): Promise<Answer> {
  const { connection } = await connectionOfPath(call);
  const password = randomBytes(12).toString('base64url');
  const passwordHash = await hashPassword(password, { cost: call.deps.passwordCost });
  await store(call, connection, (former) => ({ ...former, passwordHash, passwordIsShort: false }), refuseFormerAdmin);
  await note(call, 'made a new password for the connection', connection);
  return connectionPage(call, password);
}

async function change(call: Call): Promise<Answer> {
  const { connection } = await connectionOfPath(call);
  const { password: _none, ...body } = readConnectionForm(call.form, connection);
  await store(
    call,
    connection,
    (former) => ({ ...former, ...body, settings: { ...body.settings, paused: former.settings.paused } }),
    refuseFormerAdmin,
  );
  await note(call, 'changed the connection', connection);
  return { redirect: urlOf(connection) };
}

/** Changes what the connection is by then: the page may show an older one. */
async function store(
  call: Call,
  { id }: Connection,
  change: (former: Connection) => Configured,
  guard?: (tx: Transaction, call: Call) => Promise<void>,
): Promise<void> {
  const { database, signals, now } = call.deps;
  const { news } = await inTransaction(database, async (tx) => {
    await guard?.(tx, call);
    return storeConnection(tx, { id, now }, (former) => {
      if (former === undefined) throw new AppError('notFound', 'There is no such connection.');
      return change(former);
    });
  });
  signals.tellSession(news);
}

const note = ({ deps, user }: Call, action: string, { id }: Connection): Promise<void> =>
  appendConsoleLog(deps.database, { at: deps.now(), userName: user.name, action, subject: id });
