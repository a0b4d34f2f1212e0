import { describe, expect, it } from 'vitest';
import { changesState, fold, TABLE, transition } from '../../domain/lifecycle.js';
import { LIFECYCLE_EVENTS, type LifecycleEvent, type LifecycleEventType } from '../../domain/lifecycle-events.js';
import { INITIAL_STATE, type LifecycleState, PHASES, phaseOf } from '../../domain/lifecycle-state.js';
import { transferDate, transferStatus } from '../../domain/transfer-status.js';

const AT = '2026-01-05T14:03:00.000Z';
const BEFORE = '2026-01-02T09:00:00.000Z';
const failure = { code: '3140', message: 'There is an invalid reference', snapshotVersion: 1 } as const;

const bool = [false, true] as const;

/** Every state that can be told apart: the cross product of all flags, with one sample of each value. */
const STATES: LifecycleState[] = bool.flatMap((ready) =>
  (['none', 'failed', 'transferred'] as const).flatMap((outcome) =>
    bool.flatMap((wasTransferred) =>
      bool.flatMap((needsResync) =>
        bool.flatMap((inFlight) =>
          bool.flatMap((withdrawn) =>
            bool.flatMap((canceled) =>
              bool.map((begun) => ({
                ready,
                outcome,
                transferredAt: wasTransferred ? BEFORE : null,
                needsResync,
                inFlight,
                withdrawn,
                canceled,
                generation: 2,
                begun,
                failure: outcome === 'failed' ? failure : null,
                appliedSeq: 7,
              })),
            ),
          ),
        ),
      ),
    ),
  ),
);

const base = { seq: 8, at: AT };
const judged = { generation: 2, begun: true };

/** Each type of event, in every variant that a rule looks at. */
const EVENTS: Record<LifecycleEventType, LifecycleEvent[]> = {
  setReady: bool.map((retransfer) => ({ ...base, type: 'setReady', retransfer })),
  setNotReady: [{ ...base, type: 'setNotReady' }],
  errorCleared: [{ ...base, type: 'errorCleared', reason: 'mended' }],
  sent: [{ ...base, type: 'sent', sessionId: 's', messageSetId: 'm' }],
  succeeded: bool.flatMap((deleted) =>
    [1, 2].map((generation) => ({ ...base, type: 'succeeded', ...judged, generation, deleted })),
  ),
  failed: bool.flatMap((begun) =>
    [1, 2].map((generation) => ({ ...base, type: 'failed', generation, begun, failure })),
  ),
  notProcessed: bool.flatMap((begun) =>
    [1, 2].map((generation) => ({ ...base, type: 'notProcessed', generation, begun })),
  ),
  received: [{ ...base, type: 'received' }],
  canceled: bool.map((deletionOutstanding) => ({ ...base, type: 'canceled', deletionOutstanding })),
  becameIneligible: [{ ...base, type: 'becameIneligible', reason: 'voided' }],
  corrected: [1, 2].map((snapshotVersion) => ({ ...base, type: 'corrected', snapshotVersion })),
  uncanceled: bool.map((deleted) => ({ ...base, type: 'uncanceled', deleted })),
  externalNumberCleared: [{ ...base, type: 'externalNumberCleared' }],
};

const PAIRS = STATES.flatMap((state) =>
  Object.values(EVENTS).flatMap((events) => events.map((event) => ({ state, event }))),
);
const queued: LifecycleState = { ...INITIAL_STATE, ready: true, appliedSeq: 1 };
const play = (state: LifecycleState, ...events: object[]): LifecycleState =>
  fold(
    state,
    events.map((event, index) => ({ at: AT, ...event, seq: state.appliedSeq + 1 + index }) as LifecycleEvent),
  );

describe('the transition table over every state and event', () => {
  it(`covers ${PHASES.length} phases and ${LIFECYCLE_EVENTS.length} events with a rule that says what it does`, () => {
    for (const phase of PHASES) {
      expect(Object.keys(TABLE[phase]).sort()).toEqual([...LIFECYCLE_EVENTS].sort());
      for (const rule of Object.values(TABLE[phase])) expect(rule.says).toMatch(/^[a-z].+[a-z)]$/);
    }
  });

  it('never changes the state that it is given, and follows the number of the event', () => {
    for (const { state, event } of PAIRS) {
      const frozen = Object.freeze({ ...state });
      expect(transition(frozen, event).state.appliedSeq).toBe(8);
    }
  });

  it('leaves nothing in flight once QuickBooks has spoken', () => {
    for (const { state, event } of PAIRS.filter(({ event: { type } }) =>
      ['succeeded', 'failed', 'notProcessed'].includes(type),
    )) {
      expect(transition(state, event).state).toMatchObject({ inFlight: false, withdrawn: false });
    }
  });

  it('is Transferred after every success of the present generation, whatever came before', () => {
    for (const { state, event } of PAIRS) {
      if (event.type !== 'succeeded' || event.generation < state.generation) continue;
      const next = transition(state, event).state;
      expect([transferStatus(next), next.transferredAt, next.needsResync]).toEqual(['Transferred', AT, false]);
    }
  });

  it('is Pending/Failed after every failure of the present generation, and held if it was withdrawn', () => {
    for (const { state, event } of PAIRS) {
      if (event.type !== 'failed' || event.generation < state.generation) continue;
      const next = transition(state, event).state;
      expect(transferStatus(next)).toBe('Pending/Failed');
      if (state.withdrawn) expect(next.ready).toBe(false);
    }
  });

  it('ignores what an older generation came to, but for having landed', () => {
    for (const { state, event } of PAIRS) {
      if (!('generation' in event) || event.generation >= state.generation) continue;
      const next = transition(state, event).state;
      expect([next.outcome, next.transferredAt, next.generation]).toEqual([
        state.outcome,
        state.transferredAt,
        state.generation,
      ]);
    }
  });

  it('tells the PSA of a success exactly once, as a transfer or as a deletion', () => {
    for (const { state, event } of PAIRS) {
      const told = transition(state, event).effects.map((effect) => effect.change.type);
      expect(told).toEqual(event.type === 'succeeded' ? [event.deleted ? 'deleted' : 'transferred'] : []);
    }
  });

  it('never raises a generation but for a re-transfer or a new beginning', () => {
    for (const { state, event } of PAIRS) {
      const next = transition(state, event).state;
      if (['setReady', 'externalNumberCleared', 'uncanceled'].includes(event.type)) continue;
      expect(next.generation).toBeLessThanOrEqual(state.generation);
    }
  });

  it('calls an event without a visible effect one that changes nothing', () => {
    for (const { state, event } of PAIRS) {
      const { appliedSeq, ...next } = transition(state, event).state;
      const { appliedSeq: _, ...former } = state;
      expect(appliedSeq).toBe(8);
      expect(changesState(state, event)).toBe(JSON.stringify(next) !== JSON.stringify(former));
    }
  });
});

describe('the rules of docs/specification.md', () => {
  it('S8: a failure is included again by itself, set Not Ready it keeps Pending/Failed and is held', () => {
    const failed = play(queued, { type: 'sent' }, { type: 'failed', generation: 1, begun: false, failure });
    expect([transferStatus(failed), phaseOf(failed)]).toEqual(['Pending/Failed', 'queued']);
    const held = play(failed, { type: 'setNotReady' });
    expect([transferStatus(held), phaseOf(held)]).toEqual(['Pending/Failed', 'idle']);
  });

  it('S9: Pending set Not Ready is what it was before', () => {
    expect(transferStatus(play(queued, { type: 'setNotReady' }))).toBe('Not Transferred');
    const transferred = play(
      queued,
      { type: 'sent' },
      { type: 'succeeded', generation: 1, begun: true, deleted: false },
    );
    const again = play(transferred, { type: 'setReady', retransfer: true });
    expect([transferStatus(again), again.generation]).toEqual(['Pending', 2]);
    const back = play(again, { type: 'setNotReady' });
    expect([transferStatus(back), back.generation, back.transferredAt]).toEqual(['Transferred', 1, AT]);
  });

  it('S9: an error that was cleared leaves no trace in the status', () => {
    const failed = play(
      queued,
      { type: 'sent' },
      { type: 'failed', generation: 1, begun: false, failure },
      { type: 'setNotReady' },
    );
    expect(transferStatus(play(failed, { type: 'errorCleared', reason: 'x' }))).toBe('Not Transferred');
    expect(transferStatus(play(failed, { type: 'corrected', snapshotVersion: 1 }))).toBe('Pending/Failed');
    expect(transferStatus(play(failed, { type: 'corrected', snapshotVersion: 2 }))).toBe('Not Transferred');
  });

  it('S9: a re-transfer that failed before it began, with its error cleared while ready, is taken back', () => {
    const failed = [
      { type: 'succeeded', generation: 1, begun: true, deleted: false },
      { type: 'setReady', retransfer: true },
      { type: 'sent' },
      { type: 'failed', generation: 2, begun: false, failure },
      { type: 'errorCleared', reason: 'x' },
    ];
    const taken = { ready: false, outcome: 'transferred', generation: 1, begun: true, transferredAt: AT };
    const cleared = play(queued, ...failed);
    expect([transferStatus(cleared), cleared.generation]).toEqual(['Pending', 2]);
    expect(play(cleared, { type: 'setNotReady' })).toMatchObject(taken);
    const withdrawn = play(cleared, { type: 'sent' }, { type: 'setNotReady' });
    expect(play(withdrawn, { type: 'notProcessed', generation: 2, begun: false })).toMatchObject(taken);
    const part = play(withdrawn, { type: 'notProcessed', generation: 2, begun: true });
    expect([transferStatus(part), part.generation]).toEqual(['Pending/Failed', 2]);
    const done = play(withdrawn, { type: 'succeeded', generation: 2, begun: true, deleted: false });
    expect([transferStatus(done), done.generation]).toEqual(['Transferred', 2]);
  });

  it('S11: set ready without retransfer changes nothing on a Transferred item', () => {
    const transferred = play(queued, { type: 'succeeded', generation: 1, begun: true, deleted: false });
    expect(changesState(transferred, { ...base, seq: 3, type: 'setReady', retransfer: false })).toBe(false);
  });

  it('a withdrawal in flight: a success stands, a failure is held, not processed goes back', () => {
    const withdrawn = play(queued, { type: 'sent' }, { type: 'setNotReady' });
    expect(phaseOf(withdrawn)).toBe('withdrawn');
    expect(transferStatus(play(withdrawn, { type: 'succeeded', generation: 1, begun: true, deleted: false }))).toBe(
      'Transferred',
    );
    const held = play(withdrawn, { type: 'failed', generation: 1, begun: false, failure });
    expect([transferStatus(held), held.ready]).toEqual(['Pending/Failed', false]);
    expect(transferStatus(play(withdrawn, { type: 'notProcessed', generation: 1, begun: false }))).toBe(
      'Not Transferred',
    );
  });

  it('only a part of a generation in QuickBooks and no longer wanted is Pending/Failed, held', () => {
    const part = play(queued, { type: 'sent' }, { type: 'notProcessed', generation: 1, begun: true });
    expect(transferStatus(part)).toBe('Pending');
    const held = play(part, { type: 'setNotReady' });
    expect([transferStatus(held), held.ready]).toEqual(['Pending/Failed', false]);
  });

  it('S18, S10: what is received later makes a transferred purchase order Pending with both in the column', () => {
    const transferred = play(
      queued,
      { type: 'sent' },
      { type: 'succeeded', generation: 1, begun: true, deleted: false },
    );
    const waiting = play(transferred, { type: 'received' });
    expect([transferDate(waiting), waiting.needsResync]).toEqual(['2026-01-05 14:03 Pending', true]);
    const failed = play(waiting, { type: 'sent' }, { type: 'failed', generation: 1, begun: true, failure });
    expect([transferDate(failed), failed.needsResync]).toEqual(['2026-01-05 14:03 Pending/Failed', true]);
    expect(
      transferDate(play(failed, { type: 'sent' }, { type: 'succeeded', generation: 1, begun: true, deleted: false })),
    ).toBe('2026-01-05 14:03');
  });

  it('S19: canceled after the transfer waits for the deletion; canceled before it leaves the queue', () => {
    const transferred = play(
      queued,
      { type: 'sent' },
      { type: 'succeeded', generation: 1, begun: true, deleted: false },
    );
    expect(transferStatus(play(transferred, { type: 'canceled', deletionOutstanding: true }))).toBe('Pending');
    expect(transferStatus(play(queued, { type: 'canceled', deletionOutstanding: false }))).toBe('Not Transferred');
  });

  it('S20: External P.O. # cleared makes it a first one again', () => {
    const transferred = play(
      queued,
      { type: 'sent' },
      { type: 'succeeded', generation: 1, begun: true, deleted: false },
    );
    const cleared = play(transferred, { type: 'externalNumberCleared' });
    expect([transferStatus(cleared), cleared.generation]).toEqual(['Not Transferred', 2]);
    expect(transferStatus(play(cleared, { type: 'setReady', retransfer: false }))).toBe('Pending');
  });
});
