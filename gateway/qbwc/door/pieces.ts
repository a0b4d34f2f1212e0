import { LIMITS } from './limits.js';

/**
 * A piece of a document: the name of a tag, or text, as its place in the bytes (`to` exclusive). The last one, `stop`,
 * says why there are no more: the document ends, it was cut off, it cannot be read, or it has too many pieces.
 */
export type Piece = { kind: 'open' | 'empty' | 'close' | 'text' | 'cdata'; from: number; to: number } | Stop;
export type Stop = { kind: 'stop'; why: 'end' | 'cut' | 'malformed' | 'tooMuch' };

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
    const tag = bytes.indexOf(LESS, at);
    if (tag === -1) return yield stop(isBlank(bytes, at) ? 'end' : 'cut');
    if (tag > at) yield { kind: 'text', from: at, to: tag };
    const found = markupAt(bytes, tag + 1);
    if (found.kind !== 'skip') yield found;
    if (found.kind === 'stop') return;
    at = found.end;
  }
  yield stop('tooMuch');
}

type Markup = (Exclude<Piece, Stop> & { end: number }) | { kind: 'skip'; end: number } | Stop;

/** What stands behind a `<`. */
function markupAt(bytes: Buffer, at: number): Markup {
  const first = bytes[at];
  if (first === undefined) return stop('cut');
  if (first === QUESTION) return upTo(bytes, at, '?>', (_from, _to, end) => ({ kind: 'skip', end }));
  if (first === BANG) return declarationAt(bytes, at);
  return tagAt(bytes, at);
}

function declarationAt(bytes: Buffer, at: number): Markup {
  const begins = (text: string): boolean => bytes.toString('latin1', at, at + text.length) === text;
  if (begins('!--')) return upTo(bytes, at + 3, '-->', (_from, _to, end) => ({ kind: 'skip', end }));
  if (begins('![CDATA[')) return upTo(bytes, at + 8, ']]>', (from, to, end) => ({ kind: 'cdata', from, to, end }));
  // A definition of the document's type may define entities without end; SOAP forbids it.
  return stop('malformed');
}

function upTo(bytes: Buffer, from: number, end: string, make: (from: number, to: number, end: number) => Markup) {
  const to = bytes.indexOf(end, from, 'latin1');
  return to === -1 ? stop('cut') : make(from, to, to + end.length);
}

function tagAt(bytes: Buffer, at: number): Markup {
  const isClosing = bytes[at] === SLASH;
  const from = isClosing ? at + 1 : at;
  const end = endOfTag(bytes, from);
  if (typeof end !== 'number') return end;
  const isEmpty = !isClosing && bytes[end - 1] === SLASH;
  let to = from;
  while (to < end && (bytes[to] as number) > SPACE && bytes[to] !== SLASH) to += 1;
  if (to === from) return stop('malformed');
  return { kind: isClosing ? 'close' : isEmpty ? 'empty' : 'open', from, to, end: end + 1 };
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
