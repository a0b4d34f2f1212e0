import { type QualifiedElement, qualify } from '../xml/namespaces.js';
import { parseXml } from '../xml/parse-xml.js';
import { escapeXml, writeElement } from '../xml/write-xml.js';

/** The namespace of every operation of the Web Connector. */
export const qbwcNamespace = 'http://developer.intuit.com/';

const soapNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const nil = '{http://www.w3.org/2001/XMLSchema-instance}nil';

/** The operations, with the number of the error that QBWC shows when a call fails (P116). */
export const operations = {
  serverVersion: 'QBWC1036',
  clientVersion: 'QBWC1036',
  authenticate: 'QBWC1012',
  sendRequestXML: 'QBWC1041',
  receiveResponseXML: 'QBWC1042',
  getLastError: 'QBWC1043',
  closeConnection: 'QBWC1044',
  connectionError: 'QBWC1045',
  getInteractiveURL: 'QBWC1041',
  interactiveDone: 'QBWC1041',
  interactiveRejected: 'QBWC1041',
} as const;

export type Operation = keyof typeof operations;

/** Parameters by name, in their order. */
export type Parameters = Readonly<Record<string, string>>;

/** The server did not answer as the Web Connector needs it. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly operation: Operation;

  constructor(operation: Operation, what: string) {
    super(`${operations[operation]}: ${operation} failed: ${what}`);
    this.operation = operation;
  }
}

/** A call as the .NET client of QBWC writes it: document/literal wrapped, empty parameters self-closed. */
export function writeCall(operation: Operation, parameters: Parameters): string {
  const content = Object.entries(parameters).map(([name, value]) => writeElement(name, escapeXml(value)));
  const call = writeElement(operation, content.join(''), ` xmlns="${qbwcNamespace}"`);
  return `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${soapNamespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>${call}</soap:Body></soap:Envelope>`;
}

/** The result element of a call, judged as the .NET client does: absent or nil is a null reference. */
export function readResult(operation: Operation, status: number, body: string): QualifiedElement {
  const envelope = readEnvelope(operation, status, body);
  const header = envelope.children.find(({ name }) => name === 'Header');
  const foreign = header?.children.find((one) => one.attributes[`{${soapNamespace}}mustUnderstand`] === '1');
  if (foreign) throw new CallFailed(operation, `SOAP header ${foreign.name} was not understood.`);
  const [answer] = envelope.children.find(({ name }) => name === 'Body')?.children ?? [];
  if (answer?.name === 'Fault' && answer.namespace === soapNamespace) {
    throw new CallFailed(
      operation,
      `the server raised a fault: ${answer.children.find(({ name }) => name === 'faultstring')?.text ?? 'without text'}`,
    );
  }
  if (status !== 200) throw new CallFailed(operation, `the request failed with HTTP status ${status}.`);
  const result = answer?.children.find(({ name }) => name === `${operation}Result`);
  const isMissing =
    answer?.name !== `${operation}Response` ||
    answer.namespace !== qbwcNamespace ||
    result?.namespace !== qbwcNamespace ||
    isNil(result);
  if (isMissing) throw new CallFailed(operation, nullReference);
  return result;
}

const nullReference = 'Object reference not set to an instance of an object.';

/** A result that is one string. */
export function readString(operation: Operation, result: QualifiedElement): string {
  if (result.children.length > 0) throw new CallFailed(operation, `<${result.name}> holds elements instead of text.`);
  return result.text;
}

/** The result of authenticate: two to four `<string>` in the namespace. */
export function readStrings(operation: Operation, result: QualifiedElement): readonly string[] {
  const strings = result.children.filter(({ name, namespace }) => name === 'string' && namespace === qbwcNamespace);
  if (strings.length < 2 || strings.length > 4 || strings.some(isNil)) throw new CallFailed(operation, nullReference);
  return strings.map(({ text }) => text);
}

/** The result of receiveResponseXML: an integer, no decimals. */
export function readInteger(operation: Operation, result: QualifiedElement): number {
  const text = readString(operation, result).trim();
  if (!/^[+-]?\d{1,10}$/.test(text))
    throw new CallFailed(operation, `"${text}" is no integer: Input string was not in a correct format.`);
  return Number(text);
}

function readEnvelope(operation: Operation, status: number, body: string): QualifiedElement {
  try {
    const envelope = qualify(parseXml(body).root);
    if (envelope.name === 'Envelope' && envelope.namespace === soapNamespace) return envelope;
  } catch (error) {
    if (status === 200)
      throw new CallFailed(
        operation,
        `Response is not well-formed XML: ${error instanceof Error ? error.message : String(error)}.`,
      );
  }
  throw new CallFailed(operation, `the request failed with HTTP status ${status} and no SOAP envelope.`);
}

function isNil(element: QualifiedElement): boolean {
  return element.attributes[nil] === 'true' || element.attributes[nil] === '1';
}
