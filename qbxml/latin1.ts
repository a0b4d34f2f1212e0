/**
 * QuickBooks fails on raw characters above 127 (P705): what we send is ASCII, with numeric entities for
 * Latin-1. Everything else becomes its nearest Latin-1 spelling here, before lengths are counted.
 */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201a': "'",
  '\u201b': "'",
  '\u2032': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u201e': '"',
  '\u201f': '"',
  '\u2033': '"',
  '\u2026': '...',
  '\u2022': '*',
  '\u2028': '\n',
  '\u2029': '\n',
  '\u2044': '/',
  '\u2212': '-',
  '\u20ac': 'EUR',
  // Letters that Unicode does not decompose.
  '\u0131': 'i',
  '\u0141': 'L',
  '\u0142': 'l',
  '\u0110': 'D',
  '\u0111': 'd',
  '\u0152': 'OE',
  '\u0153': 'oe',
  '\u1e9e': 'SS',
  // Windows-1252 punctuation that was once read as Latin-1: common in text pasted from e-mail.
  '\u0080': 'EUR',
  '\u0085': '...',
  '\u0091': "'",
  '\u0092': "'",
  '\u0093': '"',
  '\u0094': '"',
  '\u0095': '*',
  '\u0096': '-',
  '\u0097': '-',
};

const PLAIN = /^[\t\n -~]*$/;
const LATIN1 = /^[\t\n -~\u00a1-\u00ac\u00ae-\u00ff]+$/;
const DASH = /^\p{Pd}$/u;
const SPACE = /^\p{Zs}$/u;
const INVISIBLE = /^[\p{Cc}\p{Cf}\p{M}]$/u;

/** Undefined where a character has no Latin-1 spelling. */
function nearest(character: string): string | undefined {
  if (LATIN1.test(character)) return character;
  const replacement = REPLACEMENTS[character];
  if (replacement !== undefined) return replacement;
  if (DASH.test(character)) return '-';
  if (SPACE.test(character)) return ' ';
  if (INVISIBLE.test(character)) return '';
  const base = character.normalize('NFKD').replace(/\p{M}/gu, '').replaceAll('\u2044', '/');
  return LATIN1.test(base) ? base : undefined;
}

/** No letter has so many accents; to put more of them in order takes a time that grows with their square (UAX 15). */
const MANY_MARKS = /(\p{M}{30})\p{M}+/gu;

const charactersOf = (text: string): string[] =>
  Array.from(text.replace(/\r\n?/g, '\n').replace(MANY_MARKS, '$1').normalize('NFC'));

/** The text in Latin-1 without control characters except tab and line feed; what has no such spelling becomes `?`. */
export function toLatin1(text: string): string {
  if (PLAIN.test(text)) return text;
  return charactersOf(text)
    .map((character) => nearest(character) ?? '?')
    .join('');
}

/** The first character that has no Latin-1 spelling; undefined where all have one. Two names must not both become `????`. */
export function unspellable(text: string): string | undefined {
  if (PLAIN.test(text)) return undefined;
  return charactersOf(text).find((character) => nearest(character) === undefined);
}
