import { randomBytes } from 'node:crypto';
import { buildMessageSet, type MessageSetAnswer, type OnError } from '../../qbxml/envelope.js';
import { messageSetIDFrom, requestID } from '../../qbxml/message-set-id.js';
import { insertMessageSet, NOT_STORED, type Purpose, setToFree } from '../../store/message-sets.js';
import type { SessionContext } from './session-context.js';

/** An id that names a message set for ever: QuickBooks recognises a repetition by it. */
export const newMessageSetID = (): string => messageSetIDFrom(randomBytes(16));

/** A message set before it is stored; `requests` carry request ids of this id. */
export type Draft = { id: string; purpose: Purpose; requests: string[]; onError: OnError; records: number };

export const QUERY_PURPOSES: ReadonlySet<Purpose> = new Set<Purpose>([
  'findByKey',
  'details',
  'linkedTransactions',
  'names',
  'paidDates',
  'paidNumbers',
  'adoption',
  'closing',
]);

/** A set of queries; they change nothing, so they need no id in QuickBooks and are asked anew when no answer came. */
export function queries(purpose: Purpose, build: (id: string) => string[]): Draft {
  const id = newMessageSetID();
  return { id, purpose, requests: build(id), onError: 'continueOnError', records: 0 };
}

/** Numbers the requests of a set. */
export const numbered = <T>(
  id: string,
  things: readonly T[],
  build: (requestID: string, thing: T) => string,
): string[] => things.map((thing, index) => build(requestID(id, index), thing));

/** Stores the exact bytes as the session's current set, before QBWC has them; a writing set frees the last answered one. */
export async function storeDraft(context: SessionContext, draft: Draft): Promise<string> {
  const { tx, connection, session, now } = context;
  const writes = !QUERY_PURPOSES.has(draft.purpose);
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
    state: 'sent',
    createdAt: now,
    tries: 1,
    place: 0,
  });
  session.currentSetId = draft.id;
  return request;
}

/** The document of a set; what writes names itself, and the set that it frees. */
export function envelope(
  draft: Pick<Draft, 'id' | 'requests' | 'onError'>,
  writes: boolean,
  oldMessageSetID: string | undefined,
): string {
  if (!writes) return buildMessageSet({ requests: draft.requests, onError: draft.onError });
  const ids =
    oldMessageSetID === undefined ? { newMessageSetID: draft.id } : { newMessageSetID: draft.id, oldMessageSetID };
  return buildMessageSet({ requests: draft.requests, onError: draft.onError, ...ids });
}

/** What is to be remembered of the answer to a set as a whole: recovery must know when QuickBooks stored no state of it. */
export const rememberedOf = ({ messageSetStatusCode }: MessageSetAnswer): string | null =>
  messageSetStatusCode === 9005 ? NOT_STORED : null;
