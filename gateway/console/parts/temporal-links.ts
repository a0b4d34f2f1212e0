import type { ItemKind } from '../../../domain/kinds.js';
import { dayBegins, minuteIn } from '../../../domain/time-zone.js';
import { itemWorkflowId, sessionWorkflowId, WORKFLOW } from '../../../workflows/messages.js';
import type { Dependencies } from '../../shared/dependencies.js';
import { type Html, html } from '../html.js';
import type { Call } from '../page.js';

/** A search in the Temporal UI, which can be kept there as a view; nothing where nobody said where that is. */
function searchUrl({ temporalUi }: Dependencies, query: string): string | undefined {
  if (temporalUi === undefined) return undefined;
  const { url, namespace } = temporalUi;
  return `${url}/namespaces/${encodeURIComponent(namespace)}/workflows?query=${encodeURIComponent(query)}`;
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** The runs of a workflow. */
function link(deps: Dependencies, workflowId: string): Html | undefined {
  const url = searchUrl(deps, `WorkflowId=${quoted(workflowId)}`);
  return url === undefined
    ? undefined
    : html`<a class="button" href="${url}" rel="noreferrer">Open the workflow in the Temporal UI</a>`;
}

export const workflowLink = (deps: Dependencies, item: { connectionId: string; kind: ItemKind; psaId: string }) =>
  link(deps, itemWorkflowId(item));

export const sessionWorkflowLink = (deps: Dependencies, session: { connectionId: string; sessionId: string }) =>
  link(deps, sessionWorkflowId(session));

/** What operators ask Temporal for, beside the one item: the queue, what failed, what needs a resync. */
const SEARCHES = {
  Pending: 'TransferStatus="Pending"',
  'Pending/Failed': 'TransferStatus="Pending/Failed"',
  'Needs Resync': 'NeedsResync=true',
} as const;
type SearchName = keyof typeof SEARCHES;

/** Of runs that are open: a closed one keeps for ever what it showed last. What is held has none; the page of failures has it. */
const itemQuery = (name: SearchName, connectionId: string, kind?: ItemKind): string =>
  [
    `WorkflowType="${WORKFLOW.transferLifecycle}"`,
    'ExecutionStatus="Running"',
    SEARCHES[name],
    `Connection=${quoted(connectionId)}`,
    ...(kind === undefined ? [] : [`ItemKind=${quoted(kind)}`]),
  ].join(' AND ');

/** A menu of the searches for the items of a kind. */
export function temporalMenu({ deps }: Call, connectionId: string, kind: ItemKind): Html | undefined {
  if (deps.temporalUi === undefined) return undefined;
  const names = (Object.keys(SEARCHES) as SearchName[]).filter(
    (name) => name !== 'Needs Resync' || kind === 'purchase-orders',
  );
  return html`<details class="menu right"><summary>Temporal UI</summary><div class="panel"><ul>${names.map(
    (name) =>
      html`<li><a href="${searchUrl(deps, itemQuery(name, connectionId, kind))}" rel="noreferrer">${name}</a></li>`,
  )}</ul></div></details>`;
}

/** What failed, of all kinds. */
export function failedInTemporal({ deps }: Call, connectionId: string): Html | undefined {
  const url = searchUrl(deps, itemQuery('Pending/Failed', connectionId));
  return url === undefined
    ? undefined
    : html`<a class="button" href="${url}" rel="noreferrer">Pending/Failed in the Temporal UI</a>`;
}

/** The sessions of today, as the user's clock has it. */
export function sessionsToday({ deps, zone }: Call, connectionId: string): Html | undefined {
  const since = dayBegins(zone, minuteIn(zone, deps.now()).slice(0, 10));
  const url = searchUrl(
    deps,
    `WorkflowType="${WORKFLOW.qbwcSession}" AND StartTime >= "${since}" AND Connection=${quoted(connectionId)}`,
  );
  return url === undefined
    ? undefined
    : html`<a class="button" href="${url}" rel="noreferrer">Sessions of today in the Temporal UI</a>`;
}
