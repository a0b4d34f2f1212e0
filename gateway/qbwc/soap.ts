import { AppError } from '../../domain/errors.js';
import { quote } from '../../domain/texts.js';
import type { Node } from '../../qbxml/xml-node.js';
import { readXml } from '../../qbxml/xml-reader.js';

/** Namespace of the operations; the parameter names in it are load-bearing (guide p.61). */
export const NAMESPACE = 'http://developer.intuit.com/';
const SOAP_ENVELOPE = 'http://schemas.xmlsoap.org/soap/envelope/';

/** One SOAP call: the operation and its parameters, texts exactly as sent (a password may end with a space). */
export type SoapCall = { operation: string; parameters: Readonly<Record<string, string>> };

const localName = (node: Node): string => node.name.slice(node.name.indexOf(':') + 1);

/**
 * Reads a SOAP 1.1 envelope, document or RPC style, with any prefixes. Throws `invalid` for what is no envelope.
 * A DTD, and with it every entity bomb, is refused by the reader.
 */
export function readCall(body: string): SoapCall {
  const envelope = readEnvelope(body);
  const soapBody = envelope.children.find((node) => localName(node) === 'Body');
  const call = soapBody?.children[0];
  if (localName(envelope) !== 'Envelope' || call === undefined) {
    throw new AppError('invalid', `expected a SOAP envelope with a body, found <${quote(envelope.name)}>`);
  }
  return {
    operation: localName(call),
    parameters: Object.fromEntries(call.children.map((node) => [localName(node), node.text])),
  };
}

function readEnvelope(body: string): Node {
  try {
    return readXml(body);
  } catch (cause) {
    const { problems, message } = AppError.from(cause);
    throw new AppError('invalid', `expected a SOAP envelope: ${problems[0]?.problem ?? message}`, { cause });
  }
}

/** The value that an operation returns: a text, or the array of strings of authenticate. */
export type SoapResult = string | readonly string[];

/**
 * A SOAP 1.1 response on one line. The result element is always there, empty if need be: a missing or nil one crashes
 * QBWC with "Object reference not set to an instance of an object" (facts, section 1.2).
 */
export function writeResult(operation: string, result: SoapResult): string {
  const value =
    typeof result === 'string'
      ? escapeText(result)
      : result.map((text) => `<string>${escapeText(text)}</string>`).join('');
  return (
    `<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="${SOAP_ENVELOPE}"><soap:Body>` +
    `<${operation}Response xmlns="${NAMESPACE}"><${operation}Result>${value}</${operation}Result></${operation}Response>` +
    '</soap:Body></soap:Envelope>'
  );
}

/** Text for XML; what XML 1.0 cannot carry becomes U+FFFD. */
function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
