import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeAttribute, escapeText } from '../../qbxml/escape.js';
import { toLatin1, unspellable } from '../../qbxml/latin1.js';
import { readXml } from '../../qbxml/xml-reader.js';

describe('toLatin1', () => {
  it.each([
    ['curly quotes', '\u201cit\u2019s\u201d \u2018x\u2019', "\"it's\" 'x'"],
    ['dashes and minus', 'a\u2013b\u2014c\u2011d\u2212e', 'a-b-c-d-e'],
    ['spaces of all widths', 'a\u00a0b\u2009c\u3000d', 'a b c d'],
    ['ellipsis and bullet', '\u2026\u2022', '...*'],
    ['Latin-1 letters as they are', 'caf\u00e9 \u00df \u00bd \u00a3', 'caf\u00e9 \u00df \u00bd \u00a3'],
    ['composed accents', 'cafe\u0301', 'caf\u00e9'],
    ['letters that lose their accent', '\u0160koda \u0141\u00f3d\u017a \u0104', 'Skoda L\u00f3dz A'],
    ['ligatures', '\u0153uvre \ufb01n', 'oeuvre fin'],
    ['the euro', '5 \u20ac', '5 EUR'],
    ['Windows-1252 read as Latin-1', 'it\u0092s \u0096 \u0093x\u0094\u0085', 'it\'s - "x"...'],
    ['what has no Latin spelling, one mark per character', '\u65e5\u672c \ud83d\ude00', '?? ?'],
    ['half a surrogate pair', 'a\ud83d', 'a?'],
    ['invisible characters', 'a\u200bb\u00adc\ufeffd\ufe0f', 'abcd'],
    ['control characters', 'a\u0000b\u0007c\u007fd\u009fe', 'abcde'],
    ['line ends', 'a\r\nb\rc\u2028d\te', 'a\nb\nc\nd\te'],
    ['nothing', '', ''],
  ])('spells %s', (_what, given, spelled) => {
    expect(toLatin1(given)).toBe(spelled);
  });

  it('changes nothing that it has spelled before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        expect(toLatin1(toLatin1(given))).toBe(toLatin1(given));
      }),
    );
  });
});

describe('unspellable', () => {
  it.each([
    ['Acme GmbH', undefined],
    ['Who? \uff1f', undefined],
    ['\u0160koda \u2013 caf\u00e9 \u20ac', undefined],
    ['\u5317\u4eac\u516c\u53f8', '\u5317'],
    ['A \u041e\u043b\u0435\u0433', '\u041e'],
    ['Acme \ud83d\ude00', '\ud83d\ude00'],
  ])('of %j is %j', (given, character) => {
    expect(unspellable(given)).toBe(character);
  });

  it('is whatever becomes a question mark that was none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        fc.pre(!given.normalize('NFKD').includes('?'));
        expect(unspellable(given) !== undefined).toBe(toLatin1(given).includes('?'));
      }),
    );
  });
});

describe('escaping', () => {
  it('writes ASCII that a reader turns back into the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        const spelled = toLatin1(given);
        const xml = `<a b="${escapeAttribute(spelled)}">${escapeText(spelled)}</a>`;

        const node = readXml(xml);

        expect(xml).toMatch(/^[\t\n -~]*$/);
        expect(node.text).toBe(spelled);
        expect(node.attributes.get('b')).toBe(spelled);
      }),
    );
  });

  it('leaves apostrophes alone, and quotes outside attributes', () => {
    expect(escapeText(`it's "x"`)).toBe(`it's "x"`);
    expect(escapeAttribute('"x"\n')).toBe('&quot;x&quot;&#10;');
  });
});
