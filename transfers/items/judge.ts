import { objectionToSend } from '../../domain/eligibility.js';
import { FAILURE, type FailureCode } from '../../domain/failure-codes.js';
import type { Failure, NewLifecycleEvent } from '../../domain/lifecycle-events.js';
import { isDeleted, isDeletionByHand } from '../../domain/record-plan.js';
import type { RecordRow } from '../../store/records.js';
import type { Session } from '../../store/sessions.js';
import { leaveDeletionsToPeople } from './delete-by-hand.js';
import {
  accept,
  type Cause,
  hasBegun,
  isAwaitingAnswer,
  type LockedItem,
  sendableRecords,
  standingOf,
  unsentRecords,
} from './locked-item.js';

/** The session that judges. */
export type JudgingSession = { session: Pick<Session, 'id' | 'purchaseOrdersStopped'>; now: string; cause: Cause };

/** Judges items of which nothing is unsent or in flight any more in this session. */
export function judgeWhatIsDone(context: JudgingSession, items: readonly LockedItem[]): void {
  for (const item of items) {
    if (item.sessionId !== null && !isAwaitingAnswer(item) && !willBeClaimedAgain(context, item))
      conclude(context, item);
  }
}

function willBeClaimedAgain({ session }: JudgingSession, item: LockedItem): boolean {
  if (!item.state.ready || item.state.withdrawn || objectionToSend(item, standingOf(item)) !== undefined) return false;
  if (sendableRecords(item, session.id).length === 0) return false;
  // The rest of a purchase order that was not refused itself waits for the session's end.
  const isStopped = item.kind === 'purchase-orders' && session.purchaseOrdersStopped;
  return !isStopped || item.records.every((record) => record.state !== 'refused');
}

/** One verdict over all records of an item: any refusal is a failure, anything unsent waits, else it is transferred. */
export function conclude({ session, now, cause }: JudgingSession, item: LockedItem): void {
  judge(item, { sessionId: session.id, now, cause });
}

/** Who judges and when: a session, or a person (`sessionId` null), for whom only unknown records are failures. */
export type Judge = { sessionId: string | null; now: string; cause: Cause };

/** The judgement behind `conclude`, for whoever makes it. */
export function judge(item: LockedItem, { sessionId, now, cause }: Judge): void {
  leaveDeletionsToPeople(item, { sessionId, now });
  const failure = failureOf(item, sessionId);
  const unsent = unsentRecords(item);
  const judged = { at: now, generation: item.state.generation, begun: hasBegun(item) };
  const isDone = failure === undefined && unsent.length === 0;
  const isGone = isDone && isDeleted(item.records, item.state.generation);
  // Canceled, and QuickBooks never had it: there is nothing to tell the PSA of.
  const isDropped = isDone && item.state.canceled && !judged.begun && !isGone;
  accept(item, verdict(judged, failure, isDropped || unsent.length > 0, isGone), cause);
  if (failure === undefined) forgetUnknown(item, now, cause);
  else leaveQueueIfIneligible(item, now, cause);
  // The PSA took it up again while its deletion was on its way.
  if (isGone && !item.state.canceled) accept(item, { type: 'uncanceled', at: now, deleted: true }, cause);
  item.sessionId = null;
  item.satOutSessionId = unsent.length > 0 ? sessionId : null;
  if (isDone) Object.assign(item, { refusedAt: null, sentAlone: false });
  if (failure !== undefined && item.kind === 'purchase-orders') item.refusedAt = now;
}

function verdict(
  judged: { at: string; generation: number; begun: boolean },
  failure: Failure | undefined,
  isUnattempted: boolean,
  deleted: boolean,
): NewLifecycleEvent {
  if (failure !== undefined) return { type: 'failed', ...judged, failure };
  if (isUnattempted) return { type: 'notProcessed', ...judged };
  return { type: 'succeeded', ...judged, deleted };
}

/** Nothing is unknown any more, and there is no other failure: what was said of that has had its day. */
function forgetUnknown(item: LockedItem, at: string, cause: Cause): void {
  const { failure, ready, begun, transferredAt, generation } = item.state;
  if (failure?.code !== FAILURE.outcomeUnknown && failure?.code !== FAILURE.deleteByHand) return;
  if (ready || !begun || transferredAt !== null) {
    accept(item, { type: 'errorCleared', at, reason: 'Nothing of it is unknown any more.' }, cause);
    return;
  }
  const message = 'set Not Ready with only a part of it in QuickBooks';
  const partly = { code: FAILURE.partlyTransferred, message, snapshotVersion: 0 };
  accept(item, { type: 'failed', at, generation, begun, failure: partly }, cause);
}

/** S15: a failure is included again by itself, but not where nothing may be sent any more. */
function leaveQueueIfIneligible(item: LockedItem, at: string, cause: Cause): void {
  const reason = objectionToSend(item, standingOf(item));
  if (item.state.ready && reason !== undefined) accept(item, { type: 'becameIneligible', at, reason }, cause);
}

/** The first refusal of this session, or a record of which nobody can tell what became of it. */
function failureOf(item: LockedItem, sessionId: string | null): Failure | undefined {
  const present = item.records.filter(
    (record) => record.generation === item.state.generation || record.type === 'TxnDel',
  );
  const bad =
    present.find(
      (record) => sessionId !== null && record.state === 'refused' && record.settledInSessionId === sessionId,
    ) ?? present.find((record) => record.state === 'unknown');
  return bad === undefined ? undefined : toFailure(bad);
}

const toFailure = (record: RecordRow): Failure => ({
  code: codeOf(record),
  message: record.statusMessage ?? 'QuickBooks gave no reason.',
  snapshotVersion: record.snapshotVersion,
});

function codeOf(record: RecordRow): FailureCode {
  if (isDeletionByHand(record)) return FAILURE.deleteByHand;
  if (record.state === 'unknown') return FAILURE.outcomeUnknown;
  return record.statusCode === null ? FAILURE.unsendable : `${record.statusCode}`;
}
