import { AppError } from '../../../domain/errors.js';
import { minuteIn } from '../../../domain/time-zone.js';
import { exchangesOfSession, type SessionExchange } from '../../../store/console-item.js';
import { findSession, listSessions, type Session } from '../../../store/sessions.js';
import { mayAs } from '../access/roles.js';
import { type Hole, type Html, html } from '../html.js';
import { connectionUrl, messageSetUrl, moveUrl, page, sessionUrl } from '../layout.js';
import { connectionOfPath } from '../lookups.js';
import { addPage, type Call, type Console } from '../page.js';
import { causeUrl, whatToDoAboutSession } from '../parts/cause-link.js';
import { clock, plural, thousands, time } from '../parts/marks.js';
import { pager } from '../parts/pager.js';
import { quickBooksLine } from '../parts/quickbooks-facts.js';
import { sessionsToday, sessionWorkflowLink } from '../parts/temporal-links.js';

const PAGE_SIZE = 50;

/** The runs of the Web Connector, and one of them while it runs. */
export function addSessionPages(console: Console): void {
  addPage(console, { method: 'GET', url: '/c/:c/sessions', role: 'viewer', handle: listPage });
  addPage(console, { method: 'GET', url: '/c/:c/sessions/:id', role: 'viewer', handle: sessionPage });
}

const STATE = {
  open: { mark: 'pending', words: 'running' },
  closed: { mark: 'done', words: 'ended' },
  failed: { mark: 'failed', words: 'failed' },
  lost: { mark: 'failed', words: 'lost: no call any more' },
  replaced: { mark: 'idle', words: 'replaced by a newer one' },
} as const satisfies Record<Session['state'], { mark: string; words: string }>;

const stateMark = ({ state }: Session): Html =>
  html`<span class="mark ${STATE[state].mark}">${STATE[state].words}</span>`;

const seconds = (from: string | null, to: string | null): string =>
  from === null || to === null ? '' : `${((Date.parse(to) - Date.parse(from)) / 1000).toFixed(1)} s`;

async function listPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const wanted = Number(call.query.get('page') ?? 1);
  const number = Number.isInteger(wanted) && wanted >= 1 && wanted < 1_000_000 ? wanted : 1;
  const { items, total } = await listSessions(call.deps.database, connection.id, {
    limit: PAGE_SIZE,
    offset: (number - 1) * PAGE_SIZE,
  });
  const url = `${connectionUrl(connection.id)}/sessions`;
  const table = html`<div class="scroll" tabindex="0" role="region" aria-label="Sessions"><table class="grid"><thead><tr><th scope="col">Started</th><th scope="col">State</th>
  <th scope="col">Company file</th><th scope="col" class="number">Sent</th><th scope="col" class="number">Succeeded</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Took</th><th scope="col">Last error</th></tr></thead>
  <tbody>${items.map(
    (
      session,
    ) => html`<tr><td><a id="session-${session.id}" href="${sessionUrl(connection.id, session.id)}">${time(session.startedAt)}</a></td><td>${stateMark(session)}</td>
    <td>${session.companyName ?? ''}</td><td class="number">${thousands(session.recordsSent)}</td><td class="number">${thousands(session.recordsSucceeded)}</td>
    <td class="number">${thousands(session.recordsFailed)}</td><td class="number">${seconds(session.startedAt, session.endedAt)}</td><td>${session.lastError ?? ''}</td></tr>`,
  )}</tbody></table></div>`;
  return page(call, {
    title: 'Sessions',
    active: 'sessions',
    connection,
    connections,
    aside: html`${sessionsToday(call, connection.id)}${
      total > 0 &&
      pager({ page: number, size: PAGE_SIZE, total, link: (to) => `${url}${to === 1 ? '' : `?page=${to}`}` })
    }`,
    body: html`<div id="live" hx-get="${call.url}" hx-trigger="every 2s" hx-select="#live" hx-swap="outerHTML">${
      total === 0
        ? html`<div class="empty"><h2>No session yet</h2><p>A session is one run of the QuickBooks Web Connector that had something to do.
          <a href="${connectionUrl(connection.id)}/connection">See whether it has called</a></p></div>`
        : table
    }</div>`,
  });
}

async function sessionPage(call: Call): Promise<Html> {
  const { connection, connections } = await connectionOfPath(call);
  const session = await findSession(call.deps.database, call.path.id ?? '');
  if (session?.connectionId !== connection.id) throw new AppError('notFound', 'There is no such session.');
  const sets = await exchangesOfSession(call.deps.database, session.id);
  const poll = html`hx-get="${call.url}" hx-trigger="every 1s" hx-select="#live" hx-swap="outerHTML"`;
  return page(call, {
    title: `Session of ${minuteIn(call.zone, session.startedAt)}`,
    active: 'sessions',
    connection,
    connections,
    aside: html`<a href="${connectionUrl(connection.id)}/sessions">All sessions</a>`,
    body: html`<div id="live" ${session.state === 'open' && poll}>${factsCard(call, session)}${setsCard(call, connection.id, session, sets)}</div>`,
  });
}

function factsCard(call: Call, session: Session): Html {
  const planned = Math.max(session.planned, session.answered);
  return html`<section class="card ${session.lastError !== null && session.state === 'failed' ? 'problem' : ''}" aria-label="Session">
  ${session.state === 'open' && html`<p><progress max="${Math.max(planned, 1)}" value="${session.answered}" aria-label="Progress"></progress> ${thousands(session.answered)} of ${plural(planned, 'item')}</p>`}
  <dl class="facts"><dt>State</dt><dd>${stateMark(session)}</dd>
  <dt>Company file</dt><dd>${session.companyName ?? '–'} ${session.fileChecked ? '(the right one)' : '(not checked)'}</dd>
  <dt>QuickBooks</dt><dd>${quickBooksLine(session.quickbooks)}</dd>
  <dt>Web Connector</dt><dd>${session.webConnectorVersion === null ? '–' : `version ${session.webConnectorVersion}`}</dd>
  <dt>Started</dt><dd>${time(session.startedAt)}</dd><dt>Last call</dt><dd>${time(session.lastCallAt)}</dd><dt>Ended</dt><dd>${time(session.endedAt)}</dd>
  <dt>Records</dt><dd>${thousands(session.recordsSent)} sent, ${thousands(session.recordsSucceeded)} succeeded, ${thousands(session.recordsFailed)} failed</dd>
  ${session.lastError !== null && html`<dt>Last error</dt><dd>${session.lastError}${whatToDoAboutSession(session)}${session.lastErrorCode === 'wrongCompanyFile' && moveLink(call, session)}</dd>`}
  ${session.purchaseOrdersStopped && html`<dt>Purchase orders</dt><dd>QuickBooks refused one: those after it wait for the next session.</dd>`}</dl>
  <div class="buttons">${sessionWorkflowLink(call.deps, { connectionId: session.connectionId, sessionId: session.id })}</div></section>`;
}

const moveLink = (call: Call, { connectionId }: Session): Hole =>
  mayAs(call.user.role, 'admin') && html` · <a href="${moveUrl(connectionId)}">Move to another company file</a>`;

const PURPOSE: Readonly<Record<string, string>> = {
  write: 'Records to add or delete',
  findByKey: 'Are lost records there?',
  details: 'Details of what was added',
  linkedTransactions: 'What hangs on orders to delete?',
  names: 'Are these names there?',
  lists: 'Names to add',
  paidDates: 'Which invoices are paid?',
  paidNumbers: 'Whose invoices are they?',
  closing: 'End of the session',
};

const SET_STATE: Readonly<Record<string, string>> = {
  planned: 'planned',
  sent: 'sent, answer awaited',
  answered: 'answered',
  rejected: 'rejected, sent again in parts',
  abandoned: 'given up',
};

function setsCard(call: Call, connectionId: string, session: Session, sets: readonly SessionExchange[]): Html {
  if (sets.length === 0)
    return html`<section class="card"><h2>Message sets</h2><p class="muted">Nothing has been sent yet.</p></section>`;
  const maySee = mayAs(call.user.role, 'operator');
  return html`<section class="card"><h2>Message sets</h2><div class="scroll-x" tabindex="0" role="region" aria-label="Message sets"><table class="grid">
  <thead><tr><th scope="col">Sent</th><th scope="col">What for</th><th scope="col">State</th><th scope="col" class="number">Records</th><th scope="col" class="number">Refused</th><th scope="col" class="number">Bytes out / in</th><th scope="col" class="number">Took</th><th scope="col">Message set</th></tr></thead>
  <tbody>${sets.map(
    (
      set,
    ) => html`<tr><td>${set.sentAt !== null && clock(set.sentAt)}</td><td>${PURPOSE[set.purpose] ?? set.purpose}${set.isRecovery && html` <span class="muted">(of an earlier session)</span>`}</td>
    <td>${SET_STATE[set.state] ?? set.state}${set.hresult !== null && html` <span class="muted"><a id="cause-${set.id}" href="${causeUrl(set.hresult)}">${set.hresult}</a> ${set.message}</span>`}</td>
    <td class="number">${set.records === 0 ? '' : thousands(set.records)}</td><td class="number">${set.refused === 0 ? '' : thousands(set.refused)}</td>
    <td class="number">${thousands(set.requestBytes)} / ${set.responseBytes === null ? '–' : thousands(set.responseBytes)}</td>
    <td class="number">${seconds(set.sentAt, set.settledAt)}</td>
    <td>${maySee ? html`<a id="set-${set.id}" href="${messageSetUrl(connectionId, set.id)}"><code>${set.id}</code></a>` : html`<code>${set.id}</code>`}</td></tr>`,
  )}</tbody></table></div>${session.state === 'open' && html`<p class="muted">This page follows the session by itself.</p>`}</section>`;
}
