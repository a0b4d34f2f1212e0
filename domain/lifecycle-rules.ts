import { FAILURE } from './failure-codes.js';
import type { LifecycleEvent, LifecycleEventType } from './lifecycle-events.js';
import type { LifecycleState } from './lifecycle-state.js';

/** What a state makes of an event: one sentence for people, one pure function. */
export type Rule = { says: string; apply: (state: LifecycleState, event: never) => LifecycleState };

type Of<Type extends LifecycleEventType> = Extract<LifecycleEvent, { type: Type }>;

/** A rule for the events of one type; the table guarantees that it gets no other. */
function rule<Type extends LifecycleEventType>(
  says: string,
  apply: (state: LifecycleState, event: Of<Type>) => LifecycleState,
): Rule {
  return { says, apply: apply as Rule['apply'] };
}

/** Outcome transferred without a record of this generation: a re-transfer that has not begun. */
const isUnbegunRetransfer = (state: LifecycleState): boolean => state.outcome === 'transferred' && !state.begun;

/** A re-transfer that failed before it began, and had its error cleared while it was ready. */
const isClearedRetransfer = (state: LifecycleState): boolean =>
  state.outcome === 'none' && state.transferredAt !== null && !state.begun;

const takeBackRetransfer = (state: LifecycleState): LifecycleState => ({
  ...state,
  generation: state.generation - 1,
  begun: true,
  outcome: 'transferred',
  failure: null,
});

export const nothing = rule('changes nothing', (state) => state);

/** S11: a re-transfer raises the generation, but only when the present one is complete. */
export const enterQueue = rule<'setReady'>(
  'enters the queue; a complete item only for a re-transfer, a resync or a deletion',
  (state, event) => {
    if (state.outcome !== 'transferred' || state.needsResync || state.canceled) return { ...state, ready: true };
    if (!event.retransfer) return state;
    return { ...state, ready: true, generation: state.generation + 1, begun: false };
  },
);

/** S8, S9: back to what it was before; part of a generation in QuickBooks is Pending/Failed, held. */
export const leaveQueue = rule<'setNotReady' | 'becameIneligible'>(
  'leaves the queue and is again what it was before; only partly in QuickBooks it is held as failed',
  (state, event) =>
    outOfQueue(
      state,
      event.type === 'becameIneligible' ? event.reason : 'set Not Ready with only a part of it in QuickBooks',
    ),
);

function outOfQueue(state: LifecycleState, why: string): LifecycleState {
  const left = { ...state, ready: false, withdrawn: false };
  if (isUnbegunRetransfer(state) || isClearedRetransfer(state)) return takeBackRetransfer(left);
  if (state.outcome === 'none' && state.begun)
    return {
      ...left,
      outcome: 'failed',
      failure: { code: FAILURE.partlyTransferred, message: why, snapshotVersion: 0 },
    };
  return left;
}

export const withdraw = rule('is on its way: a success will stand, a failure will be held', (state) => ({
  ...state,
  withdrawn: true,
}));

export const rejoin = rule('is wanted again', (state) => ({ ...state, ready: true, withdrawn: false }));

export const departs = rule<'sent'>('is on its way to QuickBooks', (state) => ({ ...state, inFlight: true }));

const landed = { inFlight: false, withdrawn: false } as const;

/** What QuickBooks did is accepted in every state; the success of a former generation says nothing of the present one. */
export const success = rule<'succeeded'>('is transferred', (state, event) => {
  const ready = state.ready && !state.withdrawn;
  if (event.generation < state.generation) return { ...state, ...landed, ready };
  return {
    ...state,
    ...landed,
    ready: false,
    outcome: 'transferred',
    transferredAt: event.at,
    needsResync: false,
    begun: true,
    failure: null,
  };
});

/** S8: a failure stays in the queue by itself, unless it was withdrawn, or canceled with nothing in QuickBooks. */
export const failure = rule<'failed'>('has failed and is included again, unless it was withdrawn', (state, event) => {
  const ready = state.ready && !state.withdrawn;
  if (event.generation < state.generation) return { ...state, ...landed, ready };
  const moot = state.canceled && !event.begun && state.transferredAt === null;
  return { ...state, ...landed, ready: ready && !moot, outcome: 'failed', begun: event.begun, failure: event.failure };
});

/** S17: not processed is no attempt. */
export const returns = rule<'notProcessed'>(
  'was not processed and stays in the queue, unless it was withdrawn',
  (state, event) => {
    if (event.generation < state.generation) return { ...state, ...landed, ready: state.ready && !state.withdrawn };
    const outcome = isUnbegunRetransfer(state) && event.begun ? 'none' : state.outcome;
    const back: LifecycleState = { ...state, inFlight: false, outcome, begun: event.begun };
    return state.withdrawn || (state.canceled && !event.begun && state.transferredAt === null)
      ? outOfQueue(back, 'set Not Ready with only a part of it in QuickBooks')
      : back;
  },
);

/** S12: the error is gone from the item, its history keeps it; a re-transfer that failed before it began is taken back. */
export const clearError = rule<'errorCleared'>('has its error cleared', clearedError);

function clearedError(state: LifecycleState): LifecycleState {
  if (state.outcome !== 'failed') return state;
  if (state.transferredAt !== null && !state.begun && !state.ready) return takeBackRetransfer(state);
  return { ...state, outcome: 'none', failure: null };
}

export const correctHeld = rule<'corrected'>(
  'has its error cleared when the correction is newer than what failed',
  (state, event) =>
    state.failure !== null && event.snapshotVersion > state.failure.snapshotVersion ? clearedError(state) : state,
);

/** S18: a transferred purchase order goes back to the queue by itself; a hold of the operator is respected. */
export const resyncByItself = rule<'received'>(
  'needs a resync and enters the queue, if it was transferred',
  (state) => {
    if (state.transferredAt === null || state.canceled) return state;
    return { ...state, needsResync: true, ready: state.outcome !== 'failed' };
  },
);

export const markResync = rule<'received'>('needs a resync, if it was transferred', (state) =>
  state.transferredAt === null || state.canceled ? state : { ...state, needsResync: true },
);

/** S15, S19: what is in QuickBooks is to be deleted, what is not leaves the queue. */
export const cancel = rule<'canceled'>(
  'waits for its deletion, or leaves the queue when QuickBooks has nothing of it',
  (state, event) => {
    const canceled = { ...state, canceled: true, needsResync: false };
    if (!event.deletionOutstanding) return { ...outOfQueue(canceled, 'canceled'), canceled: true };
    // A re-transfer of which QuickBooks has nothing is not wanted any more either.
    if (state.transferredAt !== null && !state.begun) return { ...takeBackRetransfer(canceled), ready: true };
    const outcome = state.transferredAt === null ? 'none' : 'transferred';
    return { ...canceled, ready: true, outcome, begun: true, failure: null };
  },
);

export const cancelInFlight = rule<'canceled'>(
  'is canceled: a success will be deleted, a failure leaves the queue',
  (state) => ({
    ...state,
    canceled: true,
    needsResync: false,
    ready: true,
    withdrawn: false,
  }),
);

/** A deleted purchase order that the PSA takes up again is a first one again; one that could not be deleted is what it was. */
export const uncancel = rule<'uncanceled'>(
  'is no longer canceled; once deleted it is a first one again, and what only its deletion failed for is transferred',
  (state, event) => {
    const back = { ...state, canceled: false };
    if (event.deleted) return firstAgain({ ...back, ready: false });
    if (event.deletionRefused === true && state.transferredAt !== null && state.begun && state.outcome === 'failed')
      return { ...back, ready: false, outcome: 'transferred', failure: null };
    return state.transferredAt === null ? back : outOfQueue(back, 'no longer canceled');
  },
);

export const uncancelInFlight = rule<'uncanceled'>('is no longer canceled', (state) => ({ ...state, canceled: false }));

const firstAgain = (state: LifecycleState): LifecycleState => ({
  ...state,
  transferredAt: null,
  outcome: 'none',
  failure: null,
  needsResync: false,
  generation: state.begun ? state.generation + 1 : state.generation,
  begun: false,
});

/** Wanted for nothing but what was received: no re-transfer was asked for. */
const waitsForResync = (state: LifecycleState): boolean => state.needsResync && state.begun;

/** S20: External P.O. # cleared: it is a first one again; what waited only for a resync leaves the queue. */
export const startOver = rule<'externalNumberCleared'>('is a first one again', (state) =>
  firstAgain({ ...state, ready: state.ready && !waitsForResync(state) }),
);

export const startOverInFlight = rule<'externalNumberCleared'>(
  'is a first one again, once what is on its way has landed',
  (state) => firstAgain({ ...state, withdrawn: state.withdrawn || waitsForResync(state), begun: true }),
);
