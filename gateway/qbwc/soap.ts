import { type IServices, Server, WSDL } from 'soap';
import { AppError } from '../../domain/errors.js';
import type { Envelope } from './envelope.js';
import { isOperation, type OperationName, PARAMETERS, unknownOperation } from './operations.js';
import { PORT, SERVICE, wsdl } from './wsdl.js';

/** One SOAP call: the operation and its parameters, texts exactly as sent. */
export type SoapCall = { operation: string; parameters: Readonly<Record<string, string>> };

/** The value that an operation returns: a text, or the array of strings of authenticate. */
export type SoapResult = string | readonly string[];

/** What carries an operation out. */
export type Operate = (operation: OperationName, parameters: SoapCall['parameters']) => Promise<SoapResult>;

const PATH = '/qbwc';
const NAMES = Object.keys(PARAMETERS) as OperationName[];

/** The `soap` package with our WSDL: it reads which operation a call is and what its parameters are, and writes the answer. */
export class Soap {
  readonly #wsdl: WSDL;
  /** The WSDL. */
  readonly description: string;

  private constructor(description: string, read: WSDL) {
    this.description = description;
    this.#wsdl = read;
  }

  static async at(address: string): Promise<Soap> {
    const description = wsdl(address);
    const read = new WSDL(description, address, {});
    await new Promise<void>((resolve, reject) => {
      read.onReady((error?: Error) => (error ? reject(error) : resolve()));
    });
    // Ours escapes what XML cannot carry as well; the package's lets a text pass that looks like CDATA.
    read.options.escapeXML = false;
    // No namespaces in the envelope that nothing in it uses.
    read.xmlnsInEnvelope = '';
    return new Soap(description, read);
  }

  /**
   * The answer to a call, on one line. The result element is always there, empty if need be: a missing or nil one crashes
   * QBWC with "Object reference not set to an instance of an object". Throws `invalid` for what is no call by our WSDL:
   * the package would answer with a fault of another version and a stack trace.
   */
  async answer({ operation: name, markup, texts }: Envelope, operate: Operate): Promise<string> {
    if (name === '') throw new AppError('invalid', 'expected a SOAP envelope with an operation in its body');
    if (!isOperation(name)) throw unknownOperation(name);
    let outcome: { thrown?: unknown } | undefined;
    const handler = (operation: OperationName) => async (read: unknown) => {
      try {
        const result = await operate(operation, parametersOf(read, texts));
        outcome = {};
        return { [`${operation}Result`]: written(result) };
      } catch (thrown) {
        outcome = { thrown };
        throw thrown;
      }
    };
    const handlers = Object.fromEntries(NAMES.map((name) => [name, handler(name)]));
    const services: IServices = { [SERVICE]: { [PORT]: handlers } };
    const server = new Server(null, PATH, services, this.#wsdl, { path: PATH, services });
    // Without headers: a SOAPAction would count more than the body.
    const { body } = await server.processRequest(markup);
    if (outcome === undefined) throw new AppError('invalid', `expected a well-formed SOAP envelope around ${name}`);
    if ('thrown' in outcome) throw outcome.thrown;
    return body.replace(' ><soap:Body>', '><soap:Body>');
  }
}

/** The texts by the names of their parameters; of one that is there twice the last, "" for one that is nil. */
function parametersOf(read: unknown, texts: readonly string[]): Record<string, string> {
  const found = Object.entries((read ?? {}) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(found.map(([name, value]) => [name, texts[numberOf(value)] ?? '']));
}

/** A parameter with attributes, such as the type in RPC style, is an object. */
function numberOf(value: unknown): number {
  if (Array.isArray(value)) return numberOf(value.at(-1));
  const held = typeof value === 'object' && value !== null && '$value' in value ? value.$value : value;
  return typeof held === 'string' || typeof held === 'number' ? Number(held || Number.NaN) : Number.NaN;
}

const written = (result: SoapResult): string | { string: string[] } =>
  typeof result === 'string' ? escapeText(result) : { string: result.map(escapeText) };

/** Text for XML; what XML 1.0 cannot carry becomes U+FFFD. */
export function escapeText(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\r', '&#13;');
}
