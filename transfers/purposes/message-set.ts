import { randomBytes } from 'node:crypto';
import { buildMessageSet, type MessageSetAnswer, type OnError } from '../../qbxml/envelope.js';
import { messageSetIdFrom, requestIdAt } from '../../qbxml/message-set-id.js';
import type { MessageSetOutcome, Purpose } from '../../store/message-sets.js';
import type { Request } from './asked.js';

/** An id that names a message set for ever: QuickBooks recognises a repetition by it. */
export const newMessageSetId = (): string => messageSetIdFrom(randomBytes(16));

/** A message set before it is stored; `requests` carry request ids of this id. */
export type Draft = { id: string; purpose: Purpose; requests: Request[]; onError: OnError; records: number };

/** A set of queries; they change nothing, so they need no id in QuickBooks and are asked anew when no answer came. */
export function queries(purpose: Purpose, build: (id: string) => Request[]): Draft {
  const id = newMessageSetId();
  return { id, purpose, requests: build(id), onError: 'continueOnError', records: 0 };
}

/** Numbers the requests of a set; `about` says what each is about, where a later step wants to know. */
export const numbered = <T>(
  id: string,
  things: readonly T[],
  build: (requestId: string, thing: T) => string,
  about: (thing: T) => Omit<Request, 'xml'> = () => ({}),
): Request[] => things.map((thing, index) => ({ xml: build(requestIdAt(id, index), thing), ...about(thing) }));

/** The document of a set; what writes names itself, and the set that it frees. */
export function envelope(
  draft: Pick<Draft, 'id' | 'requests' | 'onError'>,
  writes: boolean,
  oldMessageSetId: string | undefined,
): string {
  const requests = draft.requests.map(({ xml }) => xml);
  if (!writes) return buildMessageSet({ requests, onError: draft.onError });
  const ids =
    oldMessageSetId === undefined ? { newMessageSetId: draft.id } : { newMessageSetId: draft.id, oldMessageSetId };
  return buildMessageSet({ requests, onError: draft.onError, ...ids });
}

/** An answered set, as the ledger keeps it: recovery must know when QuickBooks stored no state of it. */
export const answeredBy = (answer: MessageSetAnswer, response: string, at: string) =>
  ({
    state: 'answered',
    at,
    response,
    hresult: null,
    message: null,
    outcome: answer.messageSetStatusCode === 9005 ? 'stateNotStored' : 'answered',
  }) as const;

/** A set that is over without an answer to it. */
export const abandoned = (outcome: MessageSetOutcome, at: string, message: string) =>
  ({ state: 'abandoned', at, response: null, hresult: null, message, outcome }) as const;

/** QuickBooks cannot show what became of a set, or has forgotten it. */
const FORGOTTEN: ReadonlySet<number> = new Set([600, 9001, 9002]);

export const isForgotten = ({ messageSetStatusCode }: MessageSetAnswer): boolean =>
  FORGOTTEN.has(messageSetStatusCode ?? 0);
