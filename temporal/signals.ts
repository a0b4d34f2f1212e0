import { type Client, WorkflowIdConflictPolicy } from '@temporalio/client';
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import { tellable } from '../domain/event-order.js';
import { KIND_LABEL } from '../domain/kinds.js';
import type { LifecycleState } from '../domain/lifecycle-state.js';
import { SEARCH_ATTRIBUTES, shownInSearch } from '../domain/search-attributes.js';
import type { SessionEvent } from '../domain/session-events.js';
import { cut } from '../domain/texts.js';
import type { AddressedEvents } from '../store/item-events.js';
import {
  deliveryWorkflowId,
  type ItemEvents,
  itemWorkflowId,
  type LifecycleInput,
  type SessionEvents,
  type SessionInput,
  SIGNAL,
  sessionWorkflowId,
  TASK_QUEUE,
  WORKFLOW,
} from '../workflows/messages.js';
import { isRefusal, type Refusal } from './refusals.js';

const Connection = defineSearchAttributeKey('Connection', SEARCH_ATTRIBUTES.Connection);
const ItemKind = defineSearchAttributeKey('ItemKind', SEARCH_ATTRIBUTES.ItemKind);
const ItemNumber = defineSearchAttributeKey('ItemNumber', SEARCH_ATTRIBUTES.ItemNumber);
const TransferStatus = defineSearchAttributeKey('TransferStatus', SEARCH_ATTRIBUTES.TransferStatus);
const NeedsResync = defineSearchAttributeKey('NeedsResync', SEARCH_ATTRIBUTES.NeedsResync);
const FailureCode = defineSearchAttributeKey('FailureCode', SEARCH_ATTRIBUTES.FailureCode);
const TransferredAt = defineSearchAttributeKey('TransferredAt', SEARCH_ATTRIBUTES.TransferredAt);

/** A session that QBWC has not called for so long is lost; QuickBooks may need minutes for one message set. */
export const SESSION_LOST_AFTER_MS = 20 * 60_000;

/** How many signals are on their way at once; more does not make the server faster. */
const CONCURRENCY = 40;

/** Where the workflows run: the task queue is another one in tests. */
export type SignalTarget = {
  client: Client;
  taskQueue?: string;
  lostAfterMs?: number;
  /** Where the console is, for the way there from the Temporal UI. */
  consoleUrl?: string;
};

/** Part of a path; a bracket would end the link. */
const inLink = (text: string): string => encodeURIComponent(text).replace(/\(/g, '%28').replace(/\)/g, '%29');

/** A link from a workflow to its page of the console. */
const linkTo = (consoleUrl: string | undefined, ...path: string[]): { staticDetails?: string } =>
  consoleUrl === undefined
    ? {}
    : { staticDetails: `[Open in the console](${[consoleUrl, 'c', ...path.map(inLink)].join('/')})` };

/** What a state shows in searches (S28), for a run that begins without an event. */
function searchAttributesOf(state: LifecycleState): SearchAttributePair[] {
  const { status, needsResync, failureCode, transferredAt } = shownInSearch(state);
  return [
    { key: TransferStatus, value: status },
    { key: NeedsResync, value: needsResync },
    ...(failureCode === null ? [] : [{ key: FailureCode, value: failureCode }]),
    ...(transferredAt === null ? [] : [{ key: TransferredAt, value: new Date(transferredAt) }]),
  ];
}

/** Starts the item's workflow if no run is open, and hands it the events; `state` is shown until it applies one. */
export async function signalItem(
  { client, taskQueue = TASK_QUEUE, consoleUrl }: SignalTarget,
  { item, events, state }: AddressedEvents & { state?: LifecycleState },
): Promise<void> {
  const { id: itemId, connectionId, kind, psaId } = item;
  const number = cut(item.number, LONGEST_NUMBER);
  const input: LifecycleInput = { itemId, connectionId, kind, psaId, number };
  const shown: SearchAttributePair[] = [
    { key: Connection, value: connectionId },
    { key: ItemKind, value: kind },
    { key: ItemNumber, value: number },
    ...(state === undefined ? [] : searchAttributesOf(state)),
  ];
  await client.workflow.signalWithStart(WORKFLOW.transferLifecycle, {
    workflowId: itemWorkflowId(item),
    taskQueue,
    args: [input],
    signal: SIGNAL.itemEvents,
    signalArgs: [{ events: tellable(events) } satisfies ItemEvents],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    typedSearchAttributes: shown,
    staticSummary: `${KIND_LABEL[kind]} ${cut(number, LONGEST_IN_SUMMARY)}`,
    ...linkTo(consoleUrl, connectionId, kind, psaId),
  });
}

/** In code points: the visibility store keeps 255 characters of a keyword, and a summary has 400 bytes. */
const LONGEST_NUMBER = 100;
const LONGEST_IN_SUMMARY = 80;

/** Signals many items, some at a time; what Temporal refuses holds up nothing else. */
export const signalItems = (
  target: SignalTarget,
  addressed: readonly (AddressedEvents & { state?: LifecycleState })[],
): Promise<Refusal[]> =>
  tellEach(
    addressed,
    ({ item }) => itemWorkflowId(item),
    (each) => signalItem(target, each),
  );

/** A session with the events that its workflow is to hear. */
export type ToldSession = { sessionId: string; connectionId: string; events: readonly SessionEvent[] };

/** The same for sessions. */
export const signalSessions = (target: SignalTarget, sessions: readonly ToldSession[]): Promise<Refusal[]> =>
  tellEach(sessions, sessionWorkflowId, ({ events, ...session }) => signalSession(target, session, events));

/** @returns what was refused; fails with the first other failure after all have been tried */
async function tellEach<T>(
  things: readonly T[],
  workflowIdOf: (thing: T) => string,
  tell: (thing: T) => Promise<void>,
): Promise<Refusal[]> {
  const waiting = [...things];
  const refusals: Refusal[] = [];
  const failures: unknown[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const workflowId = workflowIdOf(next);
      await tell(next).catch((error: unknown) =>
        isRefusal(error) ? refusals.push({ workflowId, error }) : failures.push(error),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, waiting.length) }, work));
  if (failures.length > 0) throw failures[0];
  return refusals;
}

/** Starts the session's workflow if it is not there, and hands it the events. */
export async function signalSession(
  { client, taskQueue = TASK_QUEUE, lostAfterMs = SESSION_LOST_AFTER_MS, consoleUrl }: SignalTarget,
  session: { sessionId: string; connectionId: string },
  events: readonly SessionEvent[],
): Promise<void> {
  const input: SessionInput = { sessionId: session.sessionId, connectionId: session.connectionId, lostAfterMs };
  await client.workflow.signalWithStart(WORKFLOW.qbwcSession, {
    workflowId: sessionWorkflowId(session),
    taskQueue,
    args: [input],
    signal: SIGNAL.sessionEvents,
    signalArgs: [{ events: tellable(events) } satisfies SessionEvents],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    typedSearchAttributes: [{ key: Connection, value: session.connectionId }],
    staticSummary: `QBWC session of ${session.connectionId}`,
    ...linkTo(consoleUrl, session.connectionId, 'sessions', session.sessionId),
  });
}

/** Starts the delivery of a connection's changes unless it runs: one that does goes on until nothing is left. */
export async function startDelivery(
  { client, taskQueue = TASK_QUEUE }: SignalTarget,
  connectionId: string,
): Promise<void> {
  await client.workflow.start(WORKFLOW.changeDelivery, {
    workflowId: deliveryWorkflowId(connectionId),
    taskQueue,
    args: [{ connectionId }],
    // Not by a signal: a PSA may refuse for days, and a run takes ten thousand signals at most.
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    typedSearchAttributes: [{ key: Connection, value: connectionId }],
    staticSummary: `Changes for the PSA of ${connectionId}`,
  });
}
