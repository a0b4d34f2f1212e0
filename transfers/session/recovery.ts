import { AppError } from '../../domain/errors.js';
import {
  findByKeyFromNow,
  isLastNotStored,
  type MessageSet,
  markSent,
  nextPlannedSet,
  setToFree,
  settleMessageSet,
  unsettledSet,
} from '../../store/message-sets.js';
import { recordsOfMessageSet } from '../../store/records.js';
import { findByKey } from '../purposes/find-by-key/find-by-key.js';
import { type Draft, envelope } from '../purposes/message-set.js';
import { halveNames } from '../purposes/names/take-names.js';
import type { SessionContext } from '../purposes/session-context.js';
import { returnHalf } from '../purposes/write/split.js';

/** After this many sessions without an outcome a set is no longer sent again; its records are looked for by key. */
export const MAX_TRIES = 3;

/** A set that goes out as it is stored. */
export type Stored = { stored: MessageSet; request: string };

/**
 * The first step of every session (design, section 5): the set whose outcome is unknown goes out again byte for byte.
 * QuickBooks executes it if it never saw it, and otherwise reports what it did. A company file that stores no states
 * (9005) would execute it a second time: there it is found by key at once.
 */
export async function recover(context: SessionContext): Promise<Draft | Stored | undefined> {
  const { tx, connection, session, now } = context;
  const set = await unsettledSet(tx, connection.id, connection.fileId);
  if (set === undefined) return nextHalf(context);
  if (set.purpose === 'lists' && (set.byKey || set.tries >= MAX_TRIES)) {
    const message = `no outcome after ${set.tries} sessions`;
    await halveNames(context, set, message);
    await settleMessageSet(tx, set.id, { state: 'abandoned', at: now, response: null, hresult: null, message });
    return nextHalf(context);
  }
  if (!set.byKey && set.tries < MAX_TRIES && !(await isDoubtful(context, set))) {
    await markSent(tx, set.id, session.id, now);
    session.currentSetId = set.id;
    session.recordsSent += (await recordsOfMessageSet(tx, set.id)).filter(({ state }) => state === 'sent').length;
    return { stored: set, request: set.request };
  }
  if (!set.byKey) await findByKeyFromNow(tx, set.id);
  return (await findByKey(context, set)) ?? nextHalf(context);
}

/** Whether QuickBooks has probably stored no state of a set. Names that are added a second time do no harm. */
const isDoubtful = async ({ tx, connection }: SessionContext, { purpose }: MessageSet): Promise<boolean> =>
  purpose === 'write' && (await isLastNotStored(tx, connection.id, connection.fileId));

/** One half of a rejected set after the other: its bytes are made when its turn comes. */
async function nextHalf(context: SessionContext): Promise<Stored | undefined> {
  const { tx, connection, session, now } = context;
  const half = await nextPlannedSet(tx, connection.id);
  if (half === undefined) return undefined;
  const { requests, onError } = JSON.parse(half.request) as Pick<Draft, 'requests' | 'onError'>;
  if (!Array.isArray(requests)) throw new AppError('internal', `planned message set ${half.id} has no requests`);
  const waiting = (await recordsOfMessageSet(tx, half.id)).filter(({ state }) => state === 'sent');
  if (waiting.length !== requests.length) {
    // Something was settled since by other means: sent now, it would be there twice.
    await returnHalf(context, half, 'not all of its records wait for it any more');
    return nextHalf(context);
  }
  const toFree = await setToFree(tx, connection.id, connection.fileId, now);
  const request = envelope({ id: half.id, requests, onError }, true, toFree?.id);
  await tx.query('update message_sets set request = $2, old_message_set_id = $3 where id = $1', [
    half.id,
    request,
    toFree?.id ?? null,
  ]);
  await markSent(tx, half.id, session.id, now);
  session.currentSetId = half.id;
  return { stored: half, request };
}
