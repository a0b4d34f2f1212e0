import type { Data } from '../grammar/data.js';
import { type BadValue, decode, GrammarError } from '../grammar/decode.js';
import { otherRequests } from '../grammar/other-requests.js';
import { qbxml } from '../grammar/qbxml.js';
import { parseXml, type XmlElement } from '../xml/parse-xml.js';
import { supportedVersions } from './company-queries.js';
import { handlers, iterable } from './handlers.js';
import { type Refusal, refusals } from './refusal.js';
import type { Request } from './request.js';

/** A message set as it was read. A request that breaks a limit of its own carries its refusal. */
export type MessageSet = {
  readonly newId: string | undefined;
  readonly oldId: string | undefined;
  readonly stopOnError: boolean;
  readonly includeAll: boolean;
  readonly requests: readonly { readonly request: Request; readonly refusal: Refusal | undefined }[];
};

const setAttributes: Readonly<Record<string, RegExp>> = {
  newMessageSetID: /^/,
  oldMessageSetID: /^/,
  responseData: /^(includeAll|includeNone)$/,
  onError: /^(stopOnError|continueOnError)$/,
};

const plainAttributes = { requestID: /^/ };
const queryAttributes = { ...plainAttributes, metaData: /^(NoMetaData|MetaDataOnly|MetaDataAndResponseData)$/ };
const iterableAttributes = { ...queryAttributes, iterator: /^(Start|Continue|Stop)$/, iteratorID: /^/ };

/**
 * Reads a message set as strictly as QuickBooks: both processing instructions, onError (rollbackOnError "is not valid
 * and will produce an error"), known requests with their elements in order, ASCII only (raw UTF-8 fails, entities
 * work). Whatever is wrong throws, and stands for 0x80040400. Values alone (their type and length) are judged per request.
 */
export function readMessageSet(xml: string): MessageSet {
  const foreign = /[\u0080-\uffff]/.exec(xml);
  if (foreign) throw new GrammarError(`the character "${foreign[0]}" is not ASCII: write it as an entity`);
  const { root, instructions } = parseXml(xml);
  checkInstructions(instructions);
  if (root.name !== 'QBXML') throw new GrammarError(`the root is <${root.name}>, not <QBXML>`);
  const [set, ...others] = root.children;
  if (set?.name !== 'QBXMLMsgsRq' || others.length > 0)
    throw new GrammarError('<QBXML> holds exactly one <QBXMLMsgsRq>');
  checkAttributes(set, setAttributes);
  if (set.attributes.onError === undefined) throw new GrammarError('onError is missing');
  return {
    newId: set.attributes.newMessageSetID,
    oldId: set.attributes.oldMessageSetID,
    stopOnError: set.attributes.onError === 'stopOnError',
    includeAll: set.attributes.responseData !== 'includeNone',
    requests: set.children.map(readRequest),
  };
}

function checkInstructions(instructions: readonly { readonly target: string; readonly content: string }[]): void {
  if (instructions[0]?.target !== 'xml') throw new GrammarError('the XML declaration is missing');
  const version = instructions.find(({ target }) => target === 'qbxml')?.content;
  if (version === undefined) throw new GrammarError('the processing instruction <?qbxml version="…"?> is missing');
  const number = /^version\s*=\s*["']([\d.]+)["']\s*$/.exec(version)?.[1] ?? '';
  if (!supportedVersions.includes(number)) throw new GrammarError(`qbXML ${version} is not supported`);
}

function readRequest(element: XmlElement): MessageSet['requests'][number] {
  const name = element.name.replace(/Rq$/, '');
  const { data, refusal } = readContent(name, element);
  const requestId = element.attributes.requestID;
  const request = { name, attributes: element.attributes, data, ...(requestId === undefined ? {} : { requestId }) };
  const isIdTooLong = requestId !== undefined && requestId.length > 50;
  return { request, refusal: isIdTooLong ? refusals.badRequestId(requestId) : refusal };
}

/** What a request holds. Of those that are not executed only the names are known: their content is not looked at. */
function readContent(
  name: string,
  element: XmlElement,
): { readonly data: Data; readonly refusal: Refusal | undefined } {
  const isRequest = element.name.endsWith('Rq');
  if (isRequest && otherRequests.has(name)) return { data: {}, refusal: refusals.notSupported() };
  if (!isRequest || !Object.hasOwn(handlers, name)) throw new GrammarError(`<${element.name}> is no request`);
  checkAttributes(element, attributesOf(name));
  const bad: BadValue[] = [];
  const data = decode(qbxml, element.name, element, bad);
  const [first] = bad;
  return { data, refusal: first && refusals.badForm(first) };
}

function attributesOf(name: string): Readonly<Record<string, RegExp>> {
  if (iterable.has(name)) return iterableAttributes;
  const isListQuery = name.endsWith('Query') && !['HostQuery', 'CompanyQuery', 'PreferencesQuery'].includes(name);
  return isListQuery ? queryAttributes : plainAttributes;
}

function checkAttributes(element: XmlElement, allowed: Readonly<Record<string, RegExp>>): void {
  for (const [name, value] of Object.entries(element.attributes)) {
    if (!Object.hasOwn(allowed, name) || !allowed[name]?.test(value)) {
      throw new GrammarError(`the attribute ${name}="${value}" of <${element.name}>`);
    }
  }
}
