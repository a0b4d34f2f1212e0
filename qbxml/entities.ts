import { unreadable } from './unreadable.js';

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const ENTITY = /&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|([A-Za-z]{1,8}));|&/g;

/**
 * Text with its entities decoded and line ends as in XML (LF). References to control characters, which QuickBooks
 * passes on from what people typed, are taken; NUL and surrogates, which no database stores, become U+FFFD.
 * Throws `unreadable` for an ampersand that begins no entity of XML.
 */
export const decodeEntities = (text: string): string =>
  decode(text, (entity) => {
    throw unreadable(`found ${entity}, which is no entity of XML`);
  });

/** The same, but what is no entity of XML stays as it is. */
export const decodeKnownEntities = (text: string): string => decode(text, (entity) => entity);

function decode(text: string, unknown: (entity: string) => string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  if (!lines.includes('&')) return lines;
  return lines.replace(ENTITY, (all, hex?: string, decimal?: string, name?: string) => {
    const character = name === undefined ? characterOf(hex, decimal) : NAMED[name];
    return character ?? unknown(all);
  });
}

function characterOf(hex: string | undefined, decimal: string | undefined): string | undefined {
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  if (Number.isNaN(point) || point > 0x10ffff) return undefined;
  return point === 0 || (point >= 0xd800 && point <= 0xdfff) ? '\ufffd' : String.fromCodePoint(point);
}
