import { AppError } from '../../domain/errors.js';
import type { MessageSetAnswer, RequestAnswer } from '../../qbxml/envelope.js';
import type { MessageSet } from '../../store/message-sets.js';

/** The bytes of one request inside a message set that we made. */
export function requestOf(messageSet: string, requestID: string): string {
  const found = new RegExp(`<(\\w+Rq) requestID="${requestID}"[^>]*>.*?</\\1>`, 's').exec(messageSet);
  if (found === null) throw new AppError('internal', `the message set has no request ${requestID}`);
  return found[0];
}

/** All requests of a message set that we made, each as its bytes, in their order. */
export const requestsOf = (messageSet: string): string[] =>
  messageSet.match(/<(\w+Rq) requestID="[^"]*"[^>]*>.*?<\/\1>/gs) ?? [];

/** Whether QuickBooks ends a set that we made with the first refusal. Only its own tag says so: quotes in a memo are text. */
export const stopsOnError = (messageSet: string): boolean => /<QBXMLMsgsRq [^>]*onError="stopOnError"/.test(messageSet);

/** The requests of a message set that we made, in their order. */
export const requestsIn = (messageSet: string): { requestID: string; request: string }[] =>
  [...messageSet.matchAll(/<(\w+Rq) requestID="([^"]*)"[^>]*>.*?<\/\1>/gs)].map(([request, , requestID = '']) => ({
    requestID,
    request,
  }));

/** How many requests a message set that we made has. */
export const countRequests = (messageSet: string): number => messageSet.split(' requestID="').length - 1;

/** What QuickBooks said to one request; where it said something else as well, that is no answer to it. */
export const answerTo = (answer: MessageSetAnswer, requestID: string, type: string): RequestAnswer | undefined =>
  answer.answers.find((each) => each.requestID === requestID && each.type === type);

/** The transactions that a set asked for: its answer says nothing about any other. */
export const askedTxnIDs = ({ request }: MessageSet): string[] =>
  [...request.matchAll(/<TxnID>([^<]*)<\/TxnID>/g)].map(([, txnID = '']) => txnID);
