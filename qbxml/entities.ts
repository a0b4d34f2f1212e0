import { unreadable } from './unreadable.js';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

const NUMBER = /^#(?:x([\da-fA-F]{1,6})|(\d{1,7}))$/;

/** The longest that we know: `&#x10ffff;`. */
const MAX_LENGTH = 10;

/**
 * Text with its entities decoded and line ends as in XML (LF). References to control characters, which QuickBooks
 * passes on from what people typed, are taken; NUL and surrogates, which no database stores, become U+FFFD.
 * Throws `unreadable` for an ampersand that begins no entity of XML.
 */
export const decodeEntities = (text: string): string =>
  decode(text, (found) => {
    throw unreadable(`found ${found}, which is no entity of XML`);
  });

/** The same, but what is no entity of XML stays as it is. */
export const decodeKnownEntities = (text: string): string => decode(text, () => undefined);

/** From one ampersand to the next: the qbXML in an envelope has them by the ten thousand, and a pattern takes thrice as long. */
function decode(text: string, refuse: (found: string) => void): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  let decoded = '';
  let done = 0;
  for (let start = lines.indexOf('&'); start !== -1; start = lines.indexOf('&', done)) {
    const end = start + lines.slice(start, start + MAX_LENGTH).indexOf(';');
    const character = end < start ? undefined : characterOf(lines.slice(start + 1, end));
    if (character === undefined) refuse(lines.slice(start, Math.max(start, end) + 1));
    decoded += lines.slice(done, start) + (character ?? '&');
    done = character === undefined ? start + 1 : end + 1;
  }
  return done === 0 ? lines : decoded + lines.slice(done);
}

function characterOf(name: string): string | undefined {
  const named = NAMED.get(name);
  if (named !== undefined) return named;
  const [, hex, decimal] = NUMBER.exec(name) ?? [];
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (Number.isNaN(point) || point > 0x10ffff) return undefined;
  return point === 0 || (point >= 0xd800 && point <= 0xdfff) ? '\ufffd' : String.fromCodePoint(point);
}
