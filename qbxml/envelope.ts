import { AppError } from '../domain/errors.js';
import { escapeAttribute } from './escape.js';
import { idOf } from './ret.js';
import { unreadable } from './unreadable.js';
import { child, type Node } from './xml-node.js';
import { readXml } from './xml-reader.js';

export { child, children, type Node, textOf } from './xml-node.js';

/** What QuickBooks does after an error; what came before it stays done in both (`rollbackOnError` does not work, P502). */
export type OnError = 'continueOnError' | 'stopOnError';

/** Every QuickBooks since 2014 reads 13.0, and nothing that we send is newer. */
export const QBXML_VERSION = '13.0';

/** Longer ids get status 9004 and are not stored (P507). */
const MAX_MESSAGE_SET_ID = 23;

/**
 * The document of one message set, on one line: pretty-printed XML may be refused (P205). Throws `internal` for an
 * id over 23 characters. Without requests it asks for (same id twice) or clears (old id only) what QuickBooks stored.
 */
export function buildMessageSet(set: {
  requests: readonly string[];
  onError: OnError;
  newMessageSetId?: string | undefined;
  oldMessageSetId?: string | undefined;
}): string {
  const attributes =
    idAttribute('newMessageSetID', set.newMessageSetId) +
    idAttribute('oldMessageSetID', set.oldMessageSetId) +
    ` onError="${set.onError}"`;
  const head = `<?xml version="1.0" encoding="utf-8"?><?qbxml version="${QBXML_VERSION}"?>`;
  return `${head}<QBXML><QBXMLMsgsRq${attributes}>${set.requests.join('')}</QBXMLMsgsRq></QBXML>`;
}

function idAttribute(name: string, id: string | undefined): string {
  if (id === undefined) return '';
  if (id.length > MAX_MESSAGE_SET_ID) {
    throw new AppError('internal', `${name}: found ${id.length} characters, QuickBooks allows ${MAX_MESSAGE_SET_ID}`);
  }
  return ` ${name}="${escapeAttribute(id)}"`;
}

/** What QuickBooks tells of a record that it stored before, instead of the whole record (P513). */
export type ErrorRecovery = {
  txnId?: string;
  listId?: string;
  txnNumber?: string;
  editSequence?: string;
  externalGuid?: string;
};

/** The answer to one request. `type` is the message's name without Rs, `node` the Rs element. */
export type RequestAnswer = {
  type: string;
  requestId: string | undefined;
  statusCode: number;
  statusSeverity: string;
  statusMessage: string;
  node: Node;
  recovery: ErrorRecovery | undefined;
};

/** The answer to a message set; its own status code is there only when it had an id. */
export type MessageSetAnswer = {
  newMessageSetId: string | undefined;
  messageSetStatusCode: number | undefined;
  answers: RequestAnswer[];
};

/**
 * Reads the answer to a message set. Throws `unreadable` when it is empty, no XML, cut off, no qbXML, or when an answer
 * has no status code: an outcome that is not told is unknown. Elements and values that we do not know are kept as they are.
 */
export function parseMessageSet(xml: string): MessageSetAnswer {
  if (xml.trim() === '') throw unreadable('found nothing');
  const root = readXml(xml);
  const set = root.name === 'QBXML' ? child(root, 'QBXMLMsgsRs') : undefined;
  if (set === undefined) throw unreadable(`found <${root.name}>, expected <QBXML> with <QBXMLMsgsRs>`);
  const statusCode = set.attributes.get('messageSetStatusCode');
  return {
    newMessageSetId: set.attributes.get('newMessageSetID') || undefined,
    messageSetStatusCode:
      statusCode === undefined || statusCode === '' ? undefined : codeOf(statusCode, 'messageSetStatusCode'),
    answers: set.children.map(requestAnswer),
  };
}

function requestAnswer(node: Node): RequestAnswer {
  return {
    type: node.name.replace(/Rs$/, ''),
    requestId: node.attributes.get('requestID'),
    statusCode: codeOf(node.attributes.get('statusCode'), `statusCode of ${node.name}`),
    statusSeverity: node.attributes.get('statusSeverity') ?? '',
    statusMessage: node.attributes.get('statusMessage') ?? '',
    node,
    recovery: errorRecovery(child(node, 'ErrorRecovery')),
  };
}

function codeOf(text: string | undefined, what: string): number {
  if (text === undefined || !/^\d{1,6}$/.test(text.trim())) {
    throw unreadable(`found ${text === undefined ? 'nothing' : `"${text}"`} as ${what}, expected a number`);
  }
  return Number(text);
}

function errorRecovery(node: Node | undefined): ErrorRecovery | undefined {
  if (node === undefined) return undefined;
  const recovery: ErrorRecovery = {};
  for (const [element, key] of RECOVERY) {
    const text = idOf(node, element);
    if (text !== undefined) recovery[key] = text;
  }
  return recovery;
}

const RECOVERY = [
  ['TxnID', 'txnId'],
  ['ListID', 'listId'],
  ['TxnNumber', 'txnNumber'],
  ['EditSequence', 'editSequence'],
  ['ExternalGUID', 'externalGuid'],
] as const satisfies readonly (readonly [string, keyof ErrorRecovery])[];
