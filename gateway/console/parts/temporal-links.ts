import type { ItemKind } from '../../../domain/kinds.js';
import { itemWorkflowId, sessionWorkflowId } from '../../../workflows/messages.js';
import type { Dependencies } from '../../dependencies.js';
import { type Html, html } from '../html.js';

/** The runs of a workflow in the Temporal UI; nothing where nobody said where that is. */
function link({ temporalUi }: Dependencies, workflowId: string): Html | undefined {
  if (temporalUi === undefined) return undefined;
  const { url, namespace } = temporalUi;
  const query = encodeURIComponent(`WorkflowId="${workflowId.replace(/["\\]/g, '\\$&')}"`);
  return html`<a class="button" href="${url}/namespaces/${encodeURIComponent(namespace)}/workflows?query=${query}" rel="noreferrer">Open the workflow in the Temporal UI</a>`;
}

export const workflowLink = (deps: Dependencies, item: { connectionId: string; kind: ItemKind; psaId: string }) =>
  link(deps, itemWorkflowId(item));

export const sessionWorkflowLink = (deps: Dependencies, session: { connectionId: string; sessionId: string }) =>
  link(deps, sessionWorkflowId(session));
