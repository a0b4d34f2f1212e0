import { randomBytes } from 'node:crypto';
import { buildMessageSet, type MessageSetAnswer, type OnError } from '../../qbxml/envelope.js';
import { messageSetIDFrom, requestID } from '../../qbxml/message-set-id.js';
import { type MessageSet, NOT_STORED, type Purpose } from '../../store/message-sets.js';

/** An id that names a message set for ever: QuickBooks recognises a repetition by it. */
export const newMessageSetID = (): string => messageSetIDFrom(randomBytes(16));

/** A message set before it is stored; `requests` carry request ids of this id. */
export type Draft = { id: string; purpose: Purpose; requests: string[]; onError: OnError; records: number };

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

/** QuickBooks cannot show what became of a set, or has forgotten it. */
const FORGOTTEN: ReadonlySet<number> = new Set([600, 9001, 9002]);

export const isForgotten = ({ messageSetStatusCode }: MessageSetAnswer): boolean =>
  FORGOTTEN.has(messageSetStatusCode ?? 0);

/** Why a set is given up that was sent time and again. */
export const noOutcome = ({ tries }: Pick<MessageSet, 'tries'>): string => `no outcome after ${tries} sessions`;
