import { AppError } from '../../domain/errors.js';
import type { MessageSetAnswer, RequestAnswer } from '../../qbxml/envelope.js';
import { type MessageElement, messagesIn } from '../../qbxml/markup.js';

/** The requests of a message set that we made, in their order. */
export const requestsIn = (messageSet: string): { requestID: string; request: string }[] =>
  messagesIn(messageSet).map(({ requestID, text: request }: MessageElement) => ({ requestID, request }));

/** All requests of a message set that we made, each as its bytes, in their order. */
export const requestsOf = (messageSet: string): string[] => requestsIn(messageSet).map(({ request }) => request);

/** The bytes of some requests of a message set that we made, in the order of their ids. */
export function requestsNamed(messageSet: string, requestIDs: readonly string[]): string[] {
  const requests = new Map(requestsIn(messageSet).map(({ requestID, request }) => [requestID, request]));
  return requestIDs.map((requestID) => {
    const request = requests.get(requestID);
    if (request === undefined) throw new AppError('internal', `the message set has no request ${requestID}`);
    return request;
  });
}

/** Whether QuickBooks ends a set that we made with the first refusal. Only its own tag says so: quotes in a memo are text. */
export function stopsOnError(messageSet: string): boolean {
  const start = messageSet.indexOf('<QBXMLMsgsRq ');
  const tag = start === -1 ? '' : messageSet.slice(start, messageSet.indexOf('>', start));
  return tag.includes(' onError="stopOnError"');
}

/** How many requests a message set that we made has. */
export const countRequests = (messageSet: string): number => messageSet.split(' requestID="').length - 1;

/** What QuickBooks said to one request; where it said something else as well, that is no answer to it. */
export const answerTo = (answer: MessageSetAnswer, requestID: string, type: string): RequestAnswer | undefined =>
  answer.answers.find((each) => each.requestID === requestID && each.type === type);
