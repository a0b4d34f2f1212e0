import { ITEM_KINDS } from '../../domain/kinds.js';
import type { Connection } from '../../store/connections.js';
import { BASE } from './access/cookies.js';
import { mayAs } from './access/roles.js';
import { assetUrl } from './assets.js';
import { type Hole, type Html, html } from './html.js';
import { KIND_TITLE } from './kinds.js';
import type { Call } from './page.js';

const HTMX = '{"allowEval":false,"includeIndicatorStyles":false,"selfRequestsOnly":true,"historyCacheSize":0}';

/** The whole document around a body. */
const document = (title: string, body: Html): Html => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="htmx-config" content="${HTMX}">
<title>${title} · PSA to QuickBooks</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assetUrl('console.css')}">
<script src="${assetUrl('htmx.js')}" defer></script>
<script src="${assetUrl('console.js')}" defer></script>
</head>
${body}
</html>
`;

/** A page without navigation: sign-in and errors. */
export const plainPage = (title: string, body: Html): Html =>
  document(title, html`<body class="plain"><main>${body}</main></body>`);

export const messagePage = (title: string, message: string): Html =>
  plainPage(
    title,
    html`<section class="card"><h1>${title}</h1><p role="alert">${message}</p><p><a href="${BASE}">To the start page</a></p></section>`,
  );

export type PageParts = {
  title: string;
  /** What of the navigation is open: a kind, or the name of another page. */
  active: string;
  connection?: Connection | undefined;
  connections: readonly Connection[];
  /** Beside the heading. */
  aside?: Hole;
  body: Hole;
};

const link = (href: string, text: string, isActive: boolean): Html =>
  html`<li><a href="${href}" ${isActive && html`aria-current="page"`}>${text}</a></li>`;

/** A page for somebody who is signed in, with the navigation. */
export function page(call: Call, { title, active, connection, connections, aside, body }: PageParts): Html {
  const shown = connection ?? connections[0];
  return document(
    title,
    html`<body>
<a class="skip" href="#main">To the content</a>
<header class="top">
  <a class="brand" href="${BASE}">PSA <span aria-hidden="true">→</span> QuickBooks</a>
  ${shown !== undefined && connections.length > 1 && switcher(shown, connections)}
  <form class="who" method="post" action="${BASE}/sign-out">
    ${csrfField(call)}<a href="${BASE}/account">${call.user.name}</a><span class="muted">${call.user.role}</span><span class="muted" title="Times are shown in this zone">${call.zone}</span><button class="quiet">Sign out</button>
  </form>
</header>
<nav class="side" aria-label="Main">
  ${
    shown !== undefined &&
    html`<h2 class="muted">${shown.displayName}</h2><ul>
    ${link(itemsUrl(shown.id, 'invoices'), KIND_TITLE.invoices, active === 'invoices')}
    ${link(`${connectionUrl(shown.id)}/invoice-batches`, 'Invoice Batches', active === 'invoice-batches')}
    ${ITEM_KINDS.slice(1).map((kind) => link(itemsUrl(shown.id, kind), KIND_TITLE[kind], active === kind))}
    </ul><ul>
    ${link(`${connectionUrl(shown.id)}/sessions`, 'Sessions', active === 'sessions')}
    ${link(`${connectionUrl(shown.id)}/failures`, 'Failures', active === 'failures')}</ul>`
  }
  <ul>
    ${link(`${BASE}/connections`, 'Connections', active === 'connections')}
    ${link(`${BASE}/errors`, 'Error catalogue', active === 'errors')}
    ${mayAs(call.user.role, 'admin') && link(`${BASE}/users`, 'Users', active === 'users')}
  </ul>
</nav>
<main id="main" tabindex="-1">
<div class="heading"><h1>${title}</h1>${aside}</div>
${body}
</main>
</body>`,
  );
}

const switcher = (shown: Connection, connections: readonly Connection[]): Html =>
  html`<details class="menu switcher"><summary>${shown.displayName}</summary><ul>
  ${connections.map((each) => link(itemsUrl(each.id, 'invoices'), each.displayName, each.id === shown.id))}</ul></details>`;

export const connectionUrl = (connectionId: string): string => `${BASE}/c/${encodeURIComponent(connectionId)}`;
export const moveUrl = (connectionId: string): string => `${connectionUrl(connectionId)}/connection/move`;
export const itemsUrl = (connectionId: string, kind: string): string => `${connectionUrl(connectionId)}/${kind}`;
export const itemUrl = (connectionId: string, kind: string, psaId: string): string =>
  `${itemsUrl(connectionId, kind)}/${encodeURIComponent(psaId)}`;
export const messageSetUrl = (connectionId: string, setId: string): string =>
  `${connectionUrl(connectionId)}/message-sets/${encodeURIComponent(setId)}`;
export const sessionUrl = (connectionId: string, sessionId: string): string =>
  `${connectionUrl(connectionId)}/sessions/${encodeURIComponent(sessionId)}`;

export const csrfField = (call: { csrf: string }): Html =>
  html`<input type="hidden" name="_csrf" value="${call.csrf}">`;
