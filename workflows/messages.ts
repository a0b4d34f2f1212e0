import type { ItemKind } from '../domain/kinds.js';
import type { LifecycleEvent } from '../domain/lifecycle-events.js';
import type { SessionEvent } from '../domain/session-events.js';

/** Names and shapes that workflows, their clients and the operators share. */
export const TASK_QUEUE = 'quickbooks-transfers';

export const WORKFLOW = {
  transferLifecycle: 'transferLifecycle',
  qbwcSession: 'qbwcSession',
  changeDelivery: 'changeDelivery',
} as const;

export const SIGNAL = {
  itemEvents: 'itemEvents',
  sessionEvents: 'sessionEvents',
  changesAppended: 'changesAppended',
} as const;

/** How far a run has come, for whoever compares it with the database (a restored backup may be behind). */
export const QUERY = { state: 'state' } as const;
export type RunState = { itemId?: number; appliedSeq: number };

/** One item of one connection; its state is in the projection, not here. */
export type LifecycleInput = {
  itemId: number;
  connectionId: string;
  kind: ItemKind;
  psaId: string;
  number: string;
  /** What the run before heard last and had not applied: the gap before it is fetched. */
  heard?: LifecycleEvent;
};
export type ItemEvents = { events: LifecycleEvent[] };

/** One QBWC run. `lostAfterMs` without a call and the session counts as lost. */
export type SessionInput = { sessionId: string; connectionId: string; lostAfterMs: number };

/** With how far the run before it came, and what it heard last. */
export type ContinuedSession = SessionInput & { appliedSeq?: number; heard?: SessionEvent };
export type SessionEvents = { events: SessionEvent[] };

/** What the PSA should know of one connection. */
export type DeliveryInput = { connectionId: string };

export const itemWorkflowId = (item: { connectionId: string; kind: ItemKind; psaId: string }): string =>
  `${item.connectionId}/${item.kind}/${item.psaId}`;
export const sessionWorkflowId = (session: { connectionId: string; sessionId: string }): string =>
  `${session.connectionId}/session/${session.sessionId}`;
export const deliveryWorkflowId = (connectionId: string): string => `${connectionId}/changes`;
