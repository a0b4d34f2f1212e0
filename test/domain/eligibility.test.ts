import { describe, expect, it } from 'vitest';
import { objectionToReady, objectionToSend, type Standing } from '../../domain/eligibility.js';
import { INITIAL_STATE, type LifecycleState } from '../../domain/lifecycle-state.js';
import type { Item } from '../../domain/snapshots/snapshot.js';
import { anExpenseReport, anInvoice, aPurchaseOrder, aTimesheet } from './items.js';

const standing = (state: Partial<LifecycleState> = {}, changes: Partial<Standing> = {}): Standing => ({
  state: { ...INITIAL_STATE, ...state },
  snapshotVersion: 1,
  deletionOutstanding: false,
  batchProcessing: false,
  ...changes,
});
const transferred: Partial<LifecycleState> = {
  outcome: 'transferred',
  transferredAt: '2026-01-05T14:03:00.000Z',
  begun: true,
};
const failedHeld: Partial<LifecycleState> = {
  outcome: 'failed',
  failure: { code: '3140', message: 'x', snapshotVersion: 1 },
};

describe('who may be set Ready', () => {
  it.each<[string, Item, Standing, RegExp | undefined]>([
    ['an invoice', anInvoice(), standing(), undefined],
    ['S12: a voided invoice', anInvoice({ voided: true }), standing(), /voided/],
    ['S12: a negative total', anInvoice({ total: '-0.01' }), standing(), /negative \(-0\.01\)/],
    ['S12: a total of zero', anInvoice({ total: '0.00' }), standing(), undefined],
    ['S12: held after an error', anInvoice(), standing(failedHeld), /clear the error/],
    ['S12: held, but corrected since', anInvoice(), standing(failedHeld, { snapshotVersion: 2 }), undefined],
    [
      'S16: in a batch that is processing',
      anInvoice(),
      standing({}, { batchProcessing: true }),
      /batch is still processing/,
    ],
    [
      'S16: ready in a batch that is processing once more',
      anInvoice(),
      standing({ ready: true }, { batchProcessing: true }),
      undefined,
    ],
    [
      'S16: withdrawn from it while in flight',
      anInvoice(),
      standing({ ready: true, inFlight: true, withdrawn: true }, { batchProcessing: true }),
      /batch is still processing/,
    ],
    ['S13: an approved timesheet', aTimesheet(), standing(), undefined],
    ['S13: one that is not', aTimesheet({ status: 'Submitted' }), standing(), /"Submitted"/],
    ['a timesheet without entries', aTimesheet({ entries: [] }), standing(), /no time entries/],
    ['S13: a held timesheet', aTimesheet(), standing(failedHeld), undefined],
    ['S14: approved for payment', anExpenseReport(), standing(), undefined],
    ['S14: only approved', anExpenseReport({ status: 'Approved' }), standing(), /Approved for Payment/],
    ['S14: transferred before', anExpenseReport(), standing(transferred), /never sent twice/],
    ['S15: any status', aPurchaseOrder({ status: 'New' }), standing(), undefined],
    ['S15: canceled', aPurchaseOrder({ status: 'Canceled' }), standing(), /canceled/],
    [
      'S15: canceled, deletion outstanding',
      aPurchaseOrder({ status: 'Canceled' }),
      standing({ ...transferred, canceled: true }, { deletionOutstanding: true }),
      undefined,
    ],
    ['S11: transferred', anInvoice(), standing(transferred), /duplicate/],
    [
      'left in a former company file, needs a resync',
      aPurchaseOrder(),
      standing({ ...transferred, needsResync: true }, { leftBehind: true }),
      /company file that this connection has left/,
    ],
    [
      'left in a former company file, transferred',
      aPurchaseOrder(),
      standing(transferred, { leftBehind: true }),
      /duplicate/,
    ],
    ['S18: transferred, needs a resync', aPurchaseOrder(), standing({ ...transferred, needsResync: true }), undefined],
  ])('%s', (_, item, of, expected) => {
    const objection = objectionToReady(item, of, false);
    if (expected === undefined) expect(objection).toBeUndefined();
    else expect(objection).toMatch(expected);
  });

  it('S11: a re-transfer that was asked for goes through, but never for an expense report', () => {
    expect(objectionToReady(anInvoice(), standing(transferred), true)).toBeUndefined();
    expect(objectionToReady(anExpenseReport(), standing(transferred), true)).toMatch(/never sent twice/);
  });

  it('what waits may go on only while its newest snapshot allows it', () => {
    expect(objectionToSend(anInvoice({ voided: true }), standing({ ready: true }))).toMatch(/voided/);
    expect(objectionToSend(aTimesheet({ status: 'Rejected' }), standing({ ready: true }))).toMatch(/Rejected/);
  });
});
