import { AppError } from '../../domain/errors.js';

/** The bytes of one request inside a message set that we made. */
export function requestOf(messageSet: string, requestID: string): string {
  const found = new RegExp(`<(\\w+Rq) requestID="${requestID}"[^>]*>.*?</\\1>`, 's').exec(messageSet);
  if (found === null) throw new AppError('internal', `the message set has no request ${requestID}`);
  return found[0];
}

/** Whether QuickBooks ends a set that we made with the first refusal. Only its own tag says so: quotes in a memo are text. */
export const stopsOnError = (messageSet: string): boolean => /<QBXMLMsgsRq [^>]*onError="stopOnError"/.test(messageSet);

/** How many requests a message set that we made has. */
export const countRequests = (messageSet: string): number => messageSet.split(' requestID="').length - 1;
