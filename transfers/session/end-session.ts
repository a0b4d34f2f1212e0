import type { SessionEnded } from '../../domain/business-events.js';
import type { SessionError } from '../../domain/session-errors.js';
import type { SessionState } from '../../domain/session-events.js';
import { cut } from '../../domain/texts.js';
import { releaseSatOut, unjudgedItems } from '../../store/items.js';
import { forgetUnanswered } from '../../store/list-entries.js';
import { isAnythingUnsettled } from '../../store/message-sets.js';
import type { Session } from '../../store/sessions.js';
import { conclude } from '../items/judge.js';
import { isAwaitingAnswer, type LockedItem, loadItems } from '../items/locked-item.js';
import { type SessionContext, type SessionNews, saveSessionItems, tell } from '../purposes/session-context.js';
import { returnHalves } from '../purposes/write/split.js';

/** What a session came to, in one sentence: for QBWC's Status column, for people, and for the workflow's result. */
export function summaryOf(session: Session): string {
  if (session.lastError !== null) return session.lastError;
  const { recordsSucceeded: succeeded, recordsFailed: failed } = session;
  if (succeeded === 0 && failed === 0) return 'Nothing was left to transfer.';
  const transferred = `${succeeded} ${succeeded === 1 ? 'record' : 'records'} transferred`;
  return failed === 0 ? `${transferred}.` : `${transferred}, ${failed} failed: see the Transfer History.`;
}

function noteError(session: Session, { code, sentence, hresult }: SessionError): void {
  Object.assign(session, { lastError: cut(sentence), lastErrorCode: code, lastErrorHresult: hresult ?? null });
}

async function endOf(
  { tx, connection, session, now }: SessionContext,
  state: SessionEnded['state'],
): Promise<SessionEnded> {
  const { recordsSent, recordsSucceeded, recordsFailed } = session;
  return {
    event: 'sessionEnded',
    connectionId: connection.id,
    sessionId: session.id,
    state,
    code: session.lastErrorCode,
    hresult: session.lastErrorHresult,
    recordsSent,
    recordsSucceeded,
    recordsFailed,
    unsettled: await isAnythingUnsettled(tx, connection.id, connection.fileId),
    seconds: (Date.parse(now) - Date.parse(session.startedAt)) / 1_000,
  };
}

/** S27: what was sent stands in the history with its answer; where that has not come, that it was sent. */
function noteOutstanding({ session, now }: SessionContext, item: LockedItem): void {
  if (!item.records.some(({ state }) => state === 'sent')) return;
  const message = 'It was sent, and its answer has not come: the next session asks for it.';
  item.newHistory.push({ at: now, event: 'sent', sessionId: session.id, message });
}

/**
 * Ends a session, however it ends. Halves that were never sent go back to the claim, and what was sent is judged:
 * unsent without a failure stays Pending; an item whose answer is still unknown waits for recovery. Names that were
 * asked for without an answer are asked for anew.
 */
export async function endSession(
  context: SessionContext,
  state: Exclude<SessionState, 'open'>,
  error?: SessionError,
): Promise<SessionNews> {
  const { tx, session, now } = context;
  if (error !== undefined) noteError(session, error);
  await returnHalves(context, 'the session ended before its turn');
  const unjudged = await unjudgedItems(tx, session.id);
  const items = await loadItems(
    tx,
    unjudged.map(({ id }) => id),
  );
  for (const item of items) {
    if (isAwaitingAnswer(item)) noteOutstanding(context, item);
    else conclude(context, item);
  }
  await saveSessionItems(context, items);
  await releaseSatOut(tx, session.id);
  await forgetUnanswered(tx, session.id);
  Object.assign(session, { state, endedAt: now, currentSetId: null });
  context.happened.push(await endOf(context, state));
  return tell(context, { type: 'ended', state, summary: summaryOf(session) });
}
