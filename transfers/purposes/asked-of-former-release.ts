import type { OnError } from '../../qbxml/envelope.js';
import { messagesIn } from '../../qbxml/markup.js';
import type { AskingSet, Request } from './asked.js';

/**
 * Message sets that 0.2.0 stored do not say what they asked: it is read from their documents. They are gone once every
 * connection has had a session with this release; then this file can go, too.
 */
export function requestsOfFormerRelease({ request: document, state }: AskingSet): Request[] {
  if (state === 'planned') return (JSON.parse(document) as { requests: string[] }).requests.map((xml) => ({ xml }));
  return messagesIn(document).map(({ text: xml }) => ({ xml, type: typeOf(xml), txnIds: txnIDsIn(xml) }));
}

/** Only its own tag says so: quotes in a memo are text. */
export function onErrorOfFormerRelease(document: string): OnError {
  const start = document.indexOf('<QBXMLMsgsRq ');
  const tag = start === -1 ? document : document.slice(start, document.indexOf('>', start));
  return tag.includes(' onError="stopOnError"') || tag.endsWith('"onError":"stopOnError"}')
    ? 'stopOnError'
    : 'continueOnError';
}

/** What makes a request the same in every set that carries it; the mark of the record in it makes it unlike any other. */
export const contentOf = ({ xml }: Request): string => xml.replace(/ requestID="[^"]*"/, '');

const typeOf = (xml: string): string => /^<(\w+)Rq /.exec(xml)?.[1] ?? '';

const txnIDsIn = (xml: string): string[] =>
  [...xml.matchAll(/<TxnID>([^<]*)<\/TxnID>/g)].map(([, txnId = '']) => txnId);
