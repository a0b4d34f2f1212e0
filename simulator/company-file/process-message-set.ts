import { encode } from '../grammar/encode.js';
import { qbxml } from '../grammar/qbxml.js';
import { writeAttributes, writeElement } from '../xml/write-xml.js';
import type { Books } from './books.js';
import { type MessageSet, readMessageSet } from './envelope.js';
import { handlers } from './handlers.js';
import type { Iterators } from './iterators.js';
import { recover, store } from './message-sets.js';
import { Refusal, refusals, type Status, statusOk } from './refusal.js';
import type { Outcome, Request } from './request.js';
import type { StoredStatus } from './rows.js';

/** Executes a message set on the books and writes the response; a set that QuickBooks cannot parse throws. */
export function processMessageSet(books: Books, iterators: Iterators, xml: string): string {
  const set = readMessageSet(xml);
  const recovery = recover(books, set, xml);
  if (recovery.kind === 'answer') {
    return writeResponse(set, recovery.code, recovery.statuses.map(writeStored).join(''));
  }
  const statuses: StoredStatus[] = [];
  let written = '';
  let stopped = false;
  for (const { request, refusal } of set.requests) {
    const outcome: Outcome = stopped ? refused(refusals.notProcessed()) : execute(books, iterators, request, refusal);
    const status: Status = outcome.status ?? statusOk;
    stopped ||= set.stopOnError && status.severity === 'Error';
    statuses.push(storedStatus(request, status, outcome));
    written += writeOutcome(request, status, set.includeAll ? outcome : {}, outcome.attributes);
  }
  if (set.requests.some(({ request }) => !request.name.endsWith('Query'))) releaseLocks(books);
  const stored = !recovery.store || store(books, set.newId ?? '', xml, statuses);
  return writeResponse(set, stored ? 0 : 9005, written);
}

/** A refused request leaves nothing behind; what other requests of the set did stays. */
function execute(books: Books, iterators: Iterators, request: Request, refusal: Refusal | undefined): Outcome {
  if (refusal) return refused(refusal);
  const before = books.log.position;
  try {
    return handlers[request.name]?.(books, request, iterators) ?? refused(refusals.notSupported());
  } catch (error) {
    books.log.rollback(before);
    if (error instanceof Refusal) return refused(error);
    throw error;
  }
}

function refused(refusal: Refusal): Outcome {
  return { status: refusal.status };
}

/** A lock lasts for a number of message sets that write. */
function releaseLocks(books: Books): void {
  for (const { target, setsLeft } of books.locks.all()) {
    if (setsLeft > 1) books.locks.put(target, { target, setsLeft: setsLeft - 1 });
    else books.locks.delete(target);
  }
}

function storedStatus({ name, requestId }: Request, status: Status, { recovery }: Outcome): StoredStatus {
  return {
    response: `${name}Rs`,
    ...(requestId === undefined ? {} : { requestId }),
    ...status,
    ...(recovery && status.severity !== 'Error' ? { recovery } : {}),
  };
}

function writeResponse({ newId, oldId }: MessageSet, code: number, content: string): string {
  const usesRecovery = newId !== undefined || oldId !== undefined;
  const attributes = writeAttributes({ newMessageSetID: newId, messageSetStatusCode: usesRecovery ? code : undefined });
  return `<?xml version="1.0" ?><QBXML>${writeElement('QBXMLMsgsRs', content, attributes)}</QBXML>`;
}

function writeOutcome(request: Request, status: Status, outcome: Outcome, more: Outcome['attributes']): string {
  const objects = (outcome.objects ?? []).map(({ name, data }) => writeElement(name, encode(qbxml, name, data)));
  const content = outcome.content ? encode(qbxml, 'TxnDelRet', outcome.content) : '';
  const attributes = writeAttributes({
    requestID: request.requestId,
    statusCode: status.code,
    statusSeverity: status.severity,
    statusMessage: status.message,
    ...more,
  });
  return writeElement(`${request.name}Rs`, objects.join('') + content, attributes);
}

function writeStored({ response, requestId, code, severity, message, recovery }: StoredStatus): string {
  const content = recovery ? writeElement('ErrorRecovery', encode(qbxml, 'ErrorRecovery', recovery)) : '';
  const attributes = writeAttributes({
    requestID: requestId,
    statusCode: code,
    statusSeverity: severity,
    statusMessage: message,
  });
  return writeElement(response, content, attributes);
}
