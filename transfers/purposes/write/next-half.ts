import { fillPlannedSet, markSent, nextPlannedSet, setToFree } from '../../../store/message-sets.js';
import { recordsOfMessageSet } from '../../../store/records.js';
import { askedIn, onErrorOf, requestsOf } from '../asked.js';
import { envelope } from '../message-set.js';
import type { Stored } from '../purpose.js';
import type { SessionContext } from '../session-context.js';
import { returnHalf } from './split.js';

/** One half of a rejected set after the other: its bytes are made when its turn comes. */
export async function nextHalf(context: SessionContext): Promise<Stored | undefined> {
  const { tx, connection, session, now } = context;
  const half = await nextPlannedSet(tx, connection.id);
  if (half === undefined) return undefined;
  const requests = requestsOf(half);
  const waiting = (await recordsOfMessageSet(tx, half.id)).filter(({ state }) => state === 'sent');
  if (waiting.length !== requests.length) {
    // Something was settled since by other means: sent now, it would be there twice.
    await returnHalf(context, half, 'not all of its records wait for it any more');
    return nextHalf(context);
  }
  const toFree = await setToFree(tx, connection.id, connection.fileId, now);
  const request = envelope({ id: half.id, requests, onError: onErrorOf(half) }, true, toFree?.id);
  await fillPlannedSet(tx, half.id, {
    request,
    asked: askedIn(request, requests),
    oldMessageSetId: toFree?.id ?? null,
  });
  await markSent(tx, half.id, session.id, now);
  session.currentSetId = half.id;
  return { stored: half, request };
}
