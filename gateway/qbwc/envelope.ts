import { isUtf8 } from 'node:buffer';
import { AppError } from '../../domain/errors.js';
import { decodeEntities } from '../../qbxml/entities.js';
import { localName, pieces, type Tag } from './door/pieces.js';
import type { SoapCall } from './soap.js';

/**
 * A SOAP envelope whose texts are held aside: where a parameter's text stood, `markup` has its number in `texts`. So what
 * reads the envelope sees a kB of tags, also where QuickBooks answers 10 MB, and no text is trimmed, cut or taken for XML
 * on its way: a password may end with a space.
 */
export type Envelope = {
  /** The first element of the body, "" where there is none. */
  operation: string;
  markup: string;
  texts: readonly string[];
};

/** Envelope, Body, operation: what is deeper belongs to a parameter. */
const PARAMETER_DEPTH = 4;
const ATTRIBUTE = /\s([^\s=]+)\s*=\s*(?:"[^"]*"|'[^']*')/g;
/** By these one element takes the place of another. QBWC has none of them, and they reach into the reader's own objects. */
const REFERENCES = ['id', 'href'];

/**
 * Takes an envelope apart: tags on one side, the parameters' texts, decoded, on the other. Headers, comments and elements
 * inside of a parameter count for nothing. Throws `invalid` for what is no envelope; whether its tags are well-formed in
 * themselves is left to who reads the markup.
 */
export function takeApart(bytes: Buffer): Envelope {
  const decoder = new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252', { ignoreBOM: true });
  const decode = (from: number, to: number): string => decoder.decode(bytes.subarray(from, to));
  const open: string[] = [];
  const texts: string[] = [];
  let [operation, markup] = ['', ''];
  for (const piece of pieces(bytes)) {
    if (piece.kind === 'stop') {
      if (piece.why !== 'end' || open.length > 0) throw noEnvelope(STOPPED[piece.why]);
    } else if (piece.kind === 'text' || piece.kind === 'cdata') {
      const isParameter = open.length === PARAMETER_DEPTH && isInBody(open);
      if (!isParameter && open.length > 0) continue;
      const text = decode(piece.from, piece.to);
      if (isParameter) texts.push((texts.pop() ?? '') + (piece.kind === 'text' ? entities(text) : text));
      else if (text.trim() !== '') throw noEnvelope('text outside of its elements');
    } else {
      follow(piece, open);
      const depth = open.length + (piece.kind === 'open' ? 0 : 1);
      if (depth > PARAMETER_DEPTH || (depth > 2 && !isInBody(open))) continue;
      const tag = decode(piece.from, piece.to);
      checkAttributes(tag);
      if (depth === 3 && operation === '') operation = localName(piece.name);
      if (depth === PARAMETER_DEPTH && piece.kind === 'open') texts.push('');
      if (depth === PARAMETER_DEPTH && piece.kind === 'close') markup += texts.length - 1;
      markup += tag;
    }
  }
  return { operation, markup, texts };
}

/** An envelope of ours for a call whose parameters are known. */
export const envelopeOf = ({ operation, parameters }: SoapCall): Envelope => ({
  operation,
  markup: `<Envelope><Body><${operation}>${Object.keys(parameters)
    .map((name, index) => `<${name}>${index}</${name}>`)
    .join('')}</${operation}></Body></Envelope>`,
  texts: Object.values(parameters),
});

const STOPPED = {
  end: 'one that ends before its last element is closed',
  cut: 'one that is cut off',
  malformed: 'a document type definition, or what is no XML',
  tooMuch: 'too much markup',
} as const;

const noEnvelope = (found: string): AppError => new AppError('invalid', `expected a SOAP envelope, found ${found}`);

/** Opens or closes what a tag says. */
function follow({ kind, name }: Tag, open: string[]): void {
  if (kind === 'open') open.push(name);
  if (kind === 'close' && open.pop() !== name) throw noEnvelope(`</${name}> where another element is open`);
}

/** What the reader does not look at. */
function checkAttributes(tag: string): void {
  const names = Array.from(tag.matchAll(ATTRIBUTE), ([, name = '']) => name);
  if (new Set(names).size < names.length) throw noEnvelope('an attribute twice');
  const reference = names.find((name) => REFERENCES.includes(name));
  if (reference !== undefined) throw noEnvelope(`the attribute ${reference}, by which elements refer to each other`);
}

const isInBody = ([envelope = '', body = '']: readonly string[]): boolean =>
  localName(envelope) === 'Envelope' && localName(body) === 'Body';

function entities(text: string): string {
  try {
    return decodeEntities(text);
  } catch (cause) {
    const { problems, message } = AppError.from(cause);
    throw new AppError('invalid', `expected a SOAP envelope: ${problems[0]?.problem ?? message}`, { cause });
  }
}
