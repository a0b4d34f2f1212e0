import { messagesIn, type Piece, piecesOf } from '../../qbxml/markup.js';

/** So many characters of a text stand in a page; the whole is downloaded. */
export const MOST_SHOWN = 200_000;

/** Deeper levels are not told apart any more: their indents alone would fill the page. */
const DEEPEST_INDENT = 40;

/** What of a text is shown, and whether that is all. */
export type Shown = { text: string; isWhole: boolean };

/** XML with one element a line, up to so many characters; what is no XML stays as it is. */
export function prettyXml(xml: string, most = MOST_SHOWN): Shown {
  const lines: string[] = [];
  let length = 0;
  for (const line of linesOf(xml)) {
    length += line.length + 1;
    if (length - 1 > most) {
      lines.push(line.slice(0, Math.max(0, most - (length - line.length - 1))));
      return { text: lines.join('\n'), isWhole: false };
    }
    lines.push(line);
  }
  return { text: lines.join('\n'), isWhole: true };
}

const indented = (depth: number, text: string): string => '  '.repeat(Math.min(depth, DEEPEST_INDENT)) + text.trim();

function* linesOf(xml: string): Generator<string> {
  const textOf = ({ start, end }: Piece): string => xml.slice(start, end);
  let depth = 0;
  /** An opening tag, perhaps with its text: it stands in one line with the closing tag that may follow. */
  let leaf: string | undefined;
  for (const piece of piecesOf(xml)) {
    const text = textOf(piece);
    if (piece.kind === 'between' && text.trim() === '') continue;
    if (leaf !== undefined && piece.kind === 'between' && leaf.endsWith('>')) {
      leaf += text;
      continue;
    }
    if (piece.kind === 'closing') depth = Math.max(0, depth - 1);
    if (leaf !== undefined && piece.kind === 'closing') {
      yield indented(depth, leaf + text);
      leaf = undefined;
      continue;
    }
    if (leaf !== undefined) yield indented(depth - 1, leaf);
    leaf = undefined;
    if (piece.kind === 'opening') {
      leaf = text;
      depth += 1;
    } else yield indented(depth, text);
  }
  if (leaf !== undefined) yield indented(depth - 1, leaf);
}

/** Of the requests or answers of a message set, those with these requestIDs, in their order. */
export function elementsOf(xml: string | null, requestIds: readonly string[]): string[] {
  if (xml === null || requestIds.length === 0) return [];
  const wanted = new Set(requestIds);
  return messagesIn(xml).flatMap(({ requestId, text }) => (wanted.has(requestId) ? [text] : []));
}
