import { LIMITS } from './limits.js';

/** A tag, by its place in the bytes: `from` its "<", up to `to`; `name` is as it is written, with its prefix. */
export type Tag = { kind: 'open' | 'empty' | 'close'; from: number; to: number; name: string };
/** Text, or what stands in a CDATA section, by its place in the bytes. */
export type Text = { kind: 'text'; from: number; to: number } | { kind: 'cdata'; from: number; to: number };
/** Why there is no more: the document ends, it was cut off, it cannot be read, or it has too many pieces. */
export type Stop = { kind: 'stop'; why: 'end' | 'cut' | 'malformed' | 'tooMuch' };
export type Piece = Tag | Text | Stop;

/** A name without its prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const LESS = 0x3c;
const GREATER = 0x3e;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const SPACE = 0x20;

const stop = (why: Stop['why']): Stop => ({ kind: 'stop', why });

/**
 * Goes over the markup of a document once, from tag to tag, and builds nothing: its cost is that of a search for `<` in
 * the bytes and at most `LIMITS.tags` steps, whatever the bytes are. Any encoding will do that agrees with ASCII.
 */
export function* pieces(bytes: Buffer): Generator<Piece> {
  let at = 0;
  for (let count = 0; count < LIMITS.tags; count += 1) {
    const less = bytes.indexOf(LESS, at);
    if (less === -1) return yield stop(isBlank(bytes, at) ? 'end' : 'cut');
    if (less > at) yield { kind: 'text', from: at, to: less };
    const found = markupAt(bytes, less);
    if (found.kind === 'stop') return yield found;
    if (found.kind === 'cdata') yield { ...found, to: found.to - CDATA_END.length };
    else if (found.kind !== 'skip') yield found;
    at = found.to;
  }
  yield stop('tooMuch');
}

type Markup = Tag | Text | Stop | { kind: 'skip'; to: number };

const CDATA_END = ']]>';

/** What begins with the `<` at a place; `to` is where it ends. */
function markupAt(bytes: Buffer, at: number): Markup {
  const first = bytes[at + 1];
  if (first === undefined) return stop('cut');
  if (first === QUESTION) return skip(bytes, at + 2, '?>');
  if (first !== BANG) return tagAt(bytes, at);
  const begins = (text: string): boolean => bytes.toString('latin1', at, at + text.length) === text;
  if (begins('<!--')) return skip(bytes, at + 4, '-->');
  // A definition of the document's type may define entities without end; SOAP forbids it.
  if (!begins('<![CDATA[')) return stop('malformed');
  const from = at + 9;
  const found = skip(bytes, from, CDATA_END);
  return found.kind === 'skip' ? { kind: 'cdata', from, to: found.to } : found;
}

function skip(bytes: Buffer, from: number, end: string): { kind: 'skip'; to: number } | Stop {
  const found = bytes.indexOf(end, from, 'latin1');
  return found === -1 ? stop('cut') : { kind: 'skip', to: found + end.length };
}

function tagAt(bytes: Buffer, at: number): Tag | Stop {
  const isClosing = bytes[at + 1] === SLASH;
  const begin = isClosing ? at + 2 : at + 1;
  const end = endOfTag(bytes, begin);
  if (typeof end !== 'number') return end;
  const isEmpty = !isClosing && bytes[end - 1] === SLASH;
  let to = begin;
  while (to < end && (bytes[to] as number) > SPACE && bytes[to] !== SLASH) to += 1;
  if (to === begin) return stop('malformed');
  const name = bytes.toString('latin1', begin, to);
  return { kind: isClosing ? 'close' : isEmpty ? 'empty' : 'open', from: at, to: end + 1, name };
}

/** Where the `>` of a tag is; one inside of an attribute's quotes does not count. */
function endOfTag(bytes: Buffer, from: number): number | Stop {
  let quote: number | undefined;
  const last = Math.min(bytes.length, from + LIMITS.tag);
  for (let at = from; at < last; at += 1) {
    const byte = bytes[at];
    if (quote !== undefined) {
      if (byte === quote) quote = undefined;
    } else if (byte === GREATER) return at;
    else if (byte === DOUBLE || byte === SINGLE) quote = byte;
    else if (byte === LESS) return stop('malformed');
  }
  return stop(last === bytes.length ? 'cut' : 'tooMuch');
}

function isBlank(bytes: Buffer, from: number): boolean {
  for (let at = from; at < bytes.length; at += 1) if ((bytes[at] as number) > SPACE) return false;
  return true;
}
