import type { Failure } from './lifecycle-events.js';

/** Result of the last attempt that was judged. */
export type Outcome = 'none' | 'failed' | 'transferred';

/**
 * Where an item stands; the transfer status and the Transfer Date column are derived from it (S7, S10), never stored.
 * - ready: somebody, or a rule, wants it in QuickBooks
 * - withdrawn: set Not Ready while in flight: a success stands, a failure is held
 * - generation: from 1; a re-transfer raises it and makes all records anew
 * - begun: QuickBooks has a record of the present generation
 * - transferredAt, failure: of the last success and the last failure
 */
export type LifecycleState = {
  ready: boolean;
  outcome: Outcome;
  transferredAt: string | null;
  needsResync: boolean;
  inFlight: boolean;
  withdrawn: boolean;
  canceled: boolean;
  generation: number;
  begun: boolean;
  failure: Failure | null;
  appliedSeq: number;
};

export const INITIAL_STATE: LifecycleState = {
  ready: false,
  outcome: 'none',
  transferredAt: null,
  needsResync: false,
  inFlight: false,
  withdrawn: false,
  canceled: false,
  generation: 1,
  begun: false,
  failure: null,
  appliedSeq: 0,
};

/** The rows of the transition table: is it wanted, is it on its way. */
export const PHASES = ['idle', 'queued', 'sending', 'withdrawn'] as const;
export type Phase = (typeof PHASES)[number];

export function phaseOf(state: LifecycleState): Phase {
  if (state.inFlight) return state.withdrawn ? 'withdrawn' : 'sending';
  return state.ready ? 'queued' : 'idle';
}

/** A run of the item's workflow lasts while something is still to happen by itself. */
export function isAtRest(state: LifecycleState): boolean {
  return phaseOf(state) === 'idle';
}

/** What the PSA should hear of; `value` is a date, a time or a number by its type. */
export type Change = {
  type: 'transferred' | 'paidDate' | 'externalPoNumber' | 'deleted';
  value: string;
  at: string;
  reason?: string;
};

/** A change with the event that caused it, so that it is told once however often the event is applied. */
export type CausedChange = Change & { seq: number };

export type Effect = { type: 'tellPsa'; change: Change };
