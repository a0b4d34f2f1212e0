import type { MessageSetAnswer, OnError, RequestAnswer } from '../../qbxml/envelope.js';
import type { AskedRequest, MessageSet } from '../../store/message-sets.js';
import { onErrorOfFormerRelease, requestsOfFormerRelease } from './asked-of-former-release.js';

/** One request of a message set: its bytes, and what it is about. Its requestID follows from its place in the set. */
export type Request = { xml: string } & Omit<AskedRequest, 'at'>;

/** What of a stored set says what it asked. */
export type AskingSet = Pick<MessageSet, 'request' | 'asked' | 'state'>;

/** The requests of a set that we made, in their order. */
export function requestsOf(set: AskingSet): Request[] {
  if (set.asked === null) return requestsOfFormerRelease(set);
  return set.asked.map(({ at: [from, to], ...about }) => ({ xml: set.request.slice(from, to), ...about }));
}

/** Where the requests are in the document that they were put into, for the ledger. */
export function askedIn(document: string, requests: readonly Request[]): AskedRequest[] {
  let end = 0;
  return requests.map(({ xml, ...about }) => {
    const from = document.indexOf(xml, end);
    end = from + xml.length;
    return { at: [from, end], ...about };
  });
}

/** The transactions that a set asked for: its answer says nothing about any other. */
export const askedTxnIds = (set: AskingSet): string[] => requestsOf(set).flatMap(({ txnIds }) => [...(txnIds ?? [])]);

/** What QuickBooks does with a set that we made after a refusal in it. */
export const onErrorOf = ({ onError, request }: Pick<MessageSet, 'onError' | 'request'>): OnError =>
  onError ?? onErrorOfFormerRelease(request);

/** What QuickBooks said to one request; where it said something else as well, that is no answer to it. */
export const answerTo = (answer: MessageSetAnswer, requestId: string, type: string): RequestAnswer | undefined =>
  answer.answers.find((each) => each.requestId === requestId && each.type === type);
