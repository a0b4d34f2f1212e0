import { randomBytes } from 'node:crypto';
import { AppError } from '../../../domain/errors.js';
import { listConnections } from '../../../store/connections.js';
import { connectionHealth } from '../../../store/console-connections.js';
import { inTransaction } from '../../../store/database.js';
import { listRefusedWebConnectors } from '../../../store/refused-web-connectors.js';
import { appendConsoleLog } from '../../../store/users.js';
import { storeConnection } from '../../../transfers/connections/store-connection.js';
import { hashPassword } from '../../shared/password.js';
import { CONNECTION_ID, isPathStep } from '../../shared/schemas/paths.js';
import { BASE } from '../access/cookies.js';
import { mayAs } from '../access/roles.js';
import { connectionFields, readConnectionForm } from '../connection-form.js';
import { type Html, html } from '../html.js';
import { connectionUrl, csrfField, itemsUrl, page, sessionUrl } from '../layout.js';
import { type Answer, addPage, type Call, type Console, refuseFormerAdmin } from '../page.js';
import { healthNotices, seen } from '../parts/connection-health.js';
import { thousands, time } from '../parts/marks.js';
import { refusedFacts, unknownNames } from '../parts/refused.js';

/** All connections with how they fare, and a form for a new one. */
export function addConnectionsPages(console: Console): void {
  addPage(console, { method: 'GET', url: '/connections', role: 'viewer', handle: listPage });
  addPage(console, { method: 'GET', url: '/connections/new', role: 'admin', handle: newPage });
  addPage(console, { method: 'POST', url: '/connections/new', role: 'admin', handle: create });
}

async function listPage(call: Call): Promise<Html> {
  const { database } = call.deps;
  const now = call.deps.now();
  const [connections, health, refused] = await Promise.all([
    listConnections(database),
    connectionHealth(database),
    listRefusedWebConnectors(database, now),
  ]);
  const mayMake = mayAs(call.user.role, 'admin');
  const add = html`<a class="button primary" href="${BASE}/connections/new">New connection</a>`;
  return page(call, {
    title: 'Connections',
    active: 'connections',
    connections,
    aside: mayMake && connections.length > 0 && add,
    body: html`${
      connections.length === 0
        ? html`<div class="empty"><h2>No connection yet</h2><p>A connection is one QuickBooks company file with its Web Connector.
          ${mayMake ? 'Make the first one; it takes some minutes.' : 'An admin makes the first one.'}</p>${mayMake && add}</div>`
        : html`<div class="cards" id="live" hx-get="${BASE}/connections" hx-trigger="every 10s" hx-select="#live" hx-swap="outerHTML">${connections.map(
            (connection) => {
              const state = health.find(({ connectionId }) => connectionId === connection.id);
              return html`<section class="card"><h2><a href="${connectionUrl(connection.id)}/connection">${connection.displayName}</a></h2>
            ${healthNotices(connection, state, now)}
            <dl class="facts"><dt>Last seen</dt><dd>${seen(connection, now)}</dd><dt>Company</dt><dd>${state?.companyName ?? '–'}</dd>
            <dt>Last session</dt><dd>${state?.lastSessionId == null ? '–' : html`<a href="${sessionUrl(connection.id, state.lastSessionId)}">${time(state.lastStartedAt)}</a> (${state.lastState})`}</dd>
            <dt>Waiting</dt><dd><a href="${itemsUrl(connection.id, 'invoices')}?status=Pending">${thousands(state?.waiting ?? 0)}</a></dd>
            <dt>Failed</dt><dd><a href="${connectionUrl(connection.id)}/failures">${thousands(state?.failed ?? 0)}</a></dd>${refusedFacts(refused, connection.id)}</dl></section>`;
            },
          )}</div>`
    }${unknownNames(refused)}`,
  });
}

async function newPage(call: Call): Promise<Html> {
  return page(call, {
    title: 'New connection',
    active: 'connections',
    connections: await listConnections(call.deps.database),
    body: html`<form class="card fields" method="post" action="${BASE}/connections/new">${csrfField(call)}
    <label>Id <input name="id" required pattern="[A-Za-z0-9._\\-]{1,64}" maxlength="64" autocomplete="off"><span class="hint">Letters, digits and . _ - ; stands in addresses and never changes.</span></label>
    ${connectionFields(call.zone)}<button class="primary">Make the connection</button></form>`,
  });
}

async function create(call: Call): Promise<Answer> {
  const { deps, form, user } = call;
  const id = form.get('id')?.trim() ?? '';
  if (!CONNECTION_ID.test(id) || isPathStep(id))
    throw new AppError('invalid', 'An id has 1 to 64 letters, digits, dots, dashes or underscores.');
  const { password: _none, ...body } = readConnectionForm(form);
  // Nobody knows this one: the next page gives out a password, once.
  const passwordHash = await hashPassword(randomBytes(24).toString('base64url'), { cost: deps.passwordCost });
  await inTransaction(deps.database, async (tx) => {
    await refuseFormerAdmin(tx, call);
    await storeConnection(tx, { id, now: deps.now }, (former) => {
      if (former !== undefined) throw new AppError('refused', `There is a connection "${id}" already.`);
      return { id, passwordHash, passwordIsShort: false, ...body };
    });
  });
  await appendConsoleLog(deps.database, {
    at: deps.now(),
    userName: user.name,
    action: 'made the connection',
    subject: id,
  });
  return { redirect: `${connectionUrl(id)}/connection` };
}
