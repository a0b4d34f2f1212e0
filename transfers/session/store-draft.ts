import { insertMessageSet, setToFree } from '../../store/message-sets.js';
import { askedIn } from '../purposes/asked.js';
import { PURPOSES } from '../purposes/index.js';
import { type Draft, envelope } from '../purposes/message-set.js';
import type { SessionContext } from '../purposes/session-context.js';

/** Stores the exact bytes as the session's current set, before QBWC has them; a writing set frees the last answered one. */
export async function storeDraft(context: SessionContext, draft: Draft): Promise<string> {
  const { tx, connection, session, now } = context;
  const writes = PURPOSES[draft.purpose].writes;
  const toFree = writes ? await setToFree(tx, connection.id, connection.fileId, now) : undefined;
  const request = envelope(draft, writes, toFree?.id);
  await insertMessageSet(tx, {
    id: draft.id,
    connectionId: connection.id,
    fileId: connection.fileId,
    sessionId: session.id,
    purpose: draft.purpose,
    writes,
    oldMessageSetId: toFree?.id ?? null,
    request,
    asked: askedIn(request, draft.requests),
    onError: draft.onError,
    state: 'sent',
    createdAt: now,
    tries: 1,
    place: 0,
  });
  session.currentSetId = draft.id;
  return request;
}
