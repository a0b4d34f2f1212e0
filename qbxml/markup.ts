/** A tag, or what stands between two: texts, comments, CDATA sections, processing instructions. */
export type Piece = {
  kind: 'opening' | 'closing' | 'empty' | 'between';
  /** Of an element; "" for what is none. */
  name: string;
  start: number;
  end: number;
};

const NAME = /[^\s/>]*/y;

/** What may stand in angle brackets and is no element. */
const OTHERS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

/**
 * Goes through markup from outside for those who look at it, not for those who act by it: it never throws, and what is
 * not finished is text to the end. Every character is looked at a few times at most, whatever stands there.
 */
export function* piecesOf(xml: string): Generator<Piece> {
  let textFrom = 0;
  for (let at = xml.indexOf('<'); at !== -1; at = xml.indexOf('<', at)) {
    const end = endOfMarkup(xml, at);
    if (end === undefined) break;
    if (xml.charAt(end - 1) !== '>') {
      // Another "<" before the end: what stood here is no tag.
      at = end;
      continue;
    }
    if (at > textFrom) yield { kind: 'between', name: '', start: textFrom, end: at };
    yield pieceAt(xml, at, end);
    textFrom = end;
    at = end;
  }
  if (textFrom < xml.length) yield { kind: 'between', name: '', start: textFrom, end: xml.length };
}

/** Behind the ">" of a tag, or at a "<" that comes before it; undefined where neither comes. */
function endOfMarkup(xml: string, start: number): number | undefined {
  for (const [begin, end] of OTHERS) {
    if (!xml.startsWith(begin, start)) continue;
    const found = xml.indexOf(end, start + begin.length);
    return found === -1 ? undefined : found + end.length;
  }
  let quote = '';
  for (let at = start + 1; at < xml.length; at += 1) {
    const sign = xml.charAt(at);
    if (sign === '<') return at;
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (sign === '>') return at + 1;
    else if (sign === '"' || sign === "'") quote = sign;
  }
  return undefined;
}

function pieceAt(xml: string, start: number, end: number): Piece {
  const next = xml.charAt(start + 1);
  if (next === '!' || next === '?') return { kind: 'between', name: '', start, end };
  const isClosing = next === '/';
  NAME.lastIndex = start + (isClosing ? 2 : 1);
  const name = NAME.exec(xml)?.[0] ?? '';
  const kind = isClosing ? 'closing' : xml.charAt(end - 2) === '/' ? 'empty' : 'opening';
  return { kind, name, start, end };
}

/** One request or answer of a message set, as its bytes. */
export type MessageElement = { name: string; requestId: string; text: string };

/** The requests (…Rq) or answers (…Rs) of a message set that carry a requestID, in their order; one that is not closed is left out. */
export function messagesIn(xml: string): MessageElement[] {
  const found: MessageElement[] = [];
  let open: { name: string; requestId: string; start: number } | undefined;
  for (const { kind, name, start, end } of piecesOf(xml)) {
    if (open !== undefined) {
      if (kind !== 'closing' || name !== open.name) continue;
      found.push({ name, requestId: open.requestId, text: xml.slice(open.start, end) });
      open = undefined;
    } else if ((kind === 'opening' || kind === 'empty') && (name.endsWith('Rq') || name.endsWith('Rs'))) {
      const requestId = attributeIn(xml.slice(start, end), 'requestID');
      if (requestId === undefined) continue;
      if (kind === 'empty') found.push({ name, requestId, text: xml.slice(start, end) });
      else open = { name, requestId, start };
    }
  }
  return found;
}

/** The value of an attribute as it stands in a tag; only in double quotes, as QuickBooks and we write them. */
function attributeIn(tag: string, name: string): string | undefined {
  const start = tag.indexOf(` ${name}="`);
  if (start === -1) return undefined;
  const from = start + name.length + 3;
  const end = tag.indexOf('"', from);
  return end === -1 ? undefined : tag.slice(from, end);
}
