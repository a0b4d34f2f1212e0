import type { LifecycleEvent, LifecycleEventType } from './lifecycle-events.js';
import * as rules from './lifecycle-rules.js';
import { type Effect, type LifecycleState, type Phase, phaseOf } from './lifecycle-state.js';

/**
 * The whole lifecycle of an item of any kind (S7 to S21; docs/lifecycle.md): every phase and every event.
 * A pair that is left out does not compile.
 */
export const TABLE = {
  idle: {
    setReady: rules.enterQueue,
    setNotReady: rules.nothing,
    errorCleared: rules.clearError,
    sent: rules.departs,
    succeeded: rules.success,
    failed: rules.failure,
    notProcessed: rules.returns,
    received: rules.resyncByItself,
    canceled: rules.cancel,
    becameIneligible: rules.nothing,
    corrected: rules.correctHeld,
    uncanceled: rules.uncancel,
    externalNumberCleared: rules.startOver,
  },
  queued: {
    setReady: rules.nothing,
    setNotReady: rules.leaveQueue,
    errorCleared: rules.clearError,
    sent: rules.departs,
    succeeded: rules.success,
    failed: rules.failure,
    notProcessed: rules.returns,
    received: rules.markResync,
    canceled: rules.cancel,
    becameIneligible: rules.leaveQueue,
    corrected: rules.nothing,
    uncanceled: rules.uncancel,
    externalNumberCleared: rules.startOver,
  },
  sending: {
    setReady: rules.nothing,
    setNotReady: rules.withdraw,
    errorCleared: rules.clearError,
    sent: rules.nothing,
    succeeded: rules.success,
    failed: rules.failure,
    notProcessed: rules.returns,
    received: rules.markResync,
    canceled: rules.cancelInFlight,
    becameIneligible: rules.withdraw,
    corrected: rules.nothing,
    uncanceled: rules.uncancelInFlight,
    externalNumberCleared: rules.startOverInFlight,
  },
  withdrawn: {
    setReady: rules.rejoin,
    setNotReady: rules.nothing,
    errorCleared: rules.clearError,
    sent: rules.nothing,
    succeeded: rules.success,
    failed: rules.failure,
    notProcessed: rules.returns,
    received: rules.markResync,
    canceled: rules.cancelInFlight,
    becameIneligible: rules.nothing,
    corrected: rules.nothing,
    uncanceled: rules.uncancelInFlight,
    externalNumberCleared: rules.startOverInFlight,
  },
} as const satisfies Record<Phase, Record<LifecycleEventType, rules.Rule>>;

/**
 * The next state of an item and what has to be told, total over every state and event. Time comes in on the event.
 * The caller hands events in the order of their `seq`; `appliedSeq` follows it.
 */
export function transition(state: LifecycleState, event: LifecycleEvent): { state: LifecycleState; effects: Effect[] } {
  const rule: rules.Rule = TABLE[phaseOf(state)][event.type];
  return {
    state: { ...rule.apply(state, event as never), appliedSeq: event.seq },
    effects: effectsOf(event),
  };
}

/** Whether an event would change anything that people or the queue can see; one that does not is never written. */
export function changesState(state: LifecycleState, event: LifecycleEvent): boolean {
  const next = { ...transition(state, event).state, appliedSeq: state.appliedSeq };
  return JSON.stringify(next) !== JSON.stringify(state);
}

/** Several events in order, from a stored state: what the gateway judges while the projection lags. */
export function fold(state: LifecycleState, events: readonly LifecycleEvent[]): LifecycleState {
  return events
    .filter((event) => event.seq > state.appliedSeq)
    .reduce((now, event) => transition(now, event).state, state);
}

function effectsOf(event: LifecycleEvent): Effect[] {
  if (event.type !== 'succeeded') return [];
  return [
    { type: 'tellPsa', change: { type: event.deleted ? 'deleted' : 'transferred', value: event.at, at: event.at } },
  ];
}
