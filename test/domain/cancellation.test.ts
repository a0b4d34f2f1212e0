import { describe, expect, it } from 'vitest';
import { transition } from '../../domain/lifecycle.js';
import type { NewLifecycleEvent } from '../../domain/lifecycle-events.js';
import { INITIAL_STATE, type LifecycleState } from '../../domain/lifecycle-state.js';
import { isDeleted } from '../../domain/record-plan.js';
import { eventsOfSnapshot, type SnapshotFacts } from '../../domain/snapshot-events.js';
import { transferStatus } from '../../domain/transfer-status.js';
import { aPurchaseOrder, aRecord } from './items.js';

const AT = '2026-01-05T14:03:00.000Z';
const FAILURE = { code: '3140', message: 'There is an invalid reference', snapshotVersion: 1 };

const play = (...events: object[]): LifecycleState =>
  events.reduce<LifecycleState>((state, event) => {
    const numbered = { ...(event as NewLifecycleEvent), at: AT, seq: state.appliedSeq + 1 };
    return transition(state, numbered).state;
  }, INITIAL_STATE);

const ready = { type: 'setReady', retransfer: false };
const again = { type: 'setReady', retransfer: true };
const transferred = { type: 'succeeded', generation: 1, begun: true, deleted: false };
const canceled = { type: 'canceled', deletionOutstanding: true };
const uncanceled = { type: 'uncanceled', deleted: false };

const FACTS: SnapshotFacts = {
  at: AT,
  snapshotVersion: 3,
  deletionOutstanding: true,
  deleted: false,
  deletionRefused: false,
  receiptsOutstanding: false,
  orderAwaited: false,
  numberCleared: false,
  outcomeUnknown: false,
  objection: undefined,
};

describe('a purchase order that is canceled and taken up again (S19)', () => {
  it('forgets a re-transfer that had not begun: QuickBooks has all that it shall have', () => {
    expect(play(ready, transferred, again, canceled)).toMatchObject({ generation: 1, begun: true, ready: true });
    const back = play(ready, transferred, again, canceled, uncanceled);
    expect([transferStatus(back), back.generation]).toEqual(['Transferred', 1]);
  });

  it('forgets a re-transfer that was refused', () => {
    const refused = { type: 'failed', generation: 2, begun: false, failure: FAILURE };
    const back = play(ready, transferred, again, refused, canceled, uncanceled);
    expect([transferStatus(back), back.generation, back.failure]).toEqual(['Transferred', 1, null]);
  });

  it('forgets a re-transfer that was canceled in flight and not processed', () => {
    const sent = { type: 'sent', sessionId: 's', messageSetId: 'm' };
    const notProcessed = { type: 'notProcessed', generation: 2, begun: false };
    const back = play(ready, transferred, again, sent, canceled, notProcessed, uncanceled);
    expect([transferStatus(back), back.generation]).toEqual(['Transferred', 1]);
  });

  it('is deleted when its present generation is, not when a former one was', () => {
    const order = { type: 'PurchaseOrderAdd' } as const;
    const former = aRecord({ ...order, generation: 1, state: 'deleted' });
    expect(isDeleted([former], 1)).toBe(true);
    expect(isDeleted([former, aRecord({ ...order, generation: 2, state: 'added' })], 2)).toBe(false);
    expect(isDeleted([former, aRecord({ ...order, generation: 2, state: 'refused' })], 2)).toBe(true);
    expect(isDeleted([aRecord({ ...order, generation: 1, state: 'added' })], 1)).toBe(false);
  });

  it('is Transferred again when QuickBooks refused only its deletion', () => {
    const refused = { type: 'failed', generation: 1, begun: true, failure: FAILURE };
    const failed = play(ready, transferred, canceled, refused);
    expect([transferStatus(failed), failed.ready]).toEqual(['Pending/Failed', true]);
    const back = play(ready, transferred, canceled, refused, { ...uncanceled, deletionRefused: true });
    expect(back).toMatchObject({
      outcome: 'transferred',
      failure: null,
      ready: false,
      canceled: false,
      transferredAt: AT,
    });
    expect(transferStatus(play(ready, transferred, canceled, refused, uncanceled))).toBe('Pending/Failed');
  });

  it('says so when its deletion was refused', () => {
    const [former, next] = [aPurchaseOrder({ status: 'Canceled' }), aPurchaseOrder({ status: 'Submitted' })];
    expect(eventsOfSnapshot(former, next, { ...FACTS, deletionRefused: true })).toEqual([
      { type: 'uncanceled', at: AT, deleted: false, deletionRefused: true },
    ]);
  });

  it('needs a resync for what was received before or meanwhile', () => {
    const [former, next] = [aPurchaseOrder({ status: 'Canceled' }), aPurchaseOrder({ status: 'Submitted' })];
    const types = (receiptsOutstanding: boolean): string[] =>
      eventsOfSnapshot(former, next, { ...FACTS, receiptsOutstanding }).map(({ type }) => type);
    expect(types(true)).toEqual(['uncanceled', 'received']);
    expect(types(false)).toEqual(['uncanceled']);
  });
});
