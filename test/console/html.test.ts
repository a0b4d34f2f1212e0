import { describe, expect, it } from 'vitest';
import { csvField } from '../../gateway/console/csv.js';
import { html } from '../../gateway/console/html.js';
import { elementsOf, prettyXml } from '../../gateway/console/xml-view.js';

describe('html', () => {
  it('escapes every value but its own pieces', () => {
    expect(html`<b title="${'"'}">${'<i>'}</b>${[html`<p>${1}</p>`, '&', null, false, undefined]}`.text).toBe(
      '<b title="&quot;">&lt;i&gt;</b><p>1</p>&amp;',
    );
  });

  it('takes no object that only looks like a piece', () => {
    const forged = JSON.parse('{"text":"<script>"}');

    expect(() => html`<p>${forged}</p>`).toThrow();
  });

  it('lets a query stand in a quoted value', () => {
    expect(html`<a href="/x?y=${'"&'}">`.text).toBe('<a href="/x?y=&quot;&amp;">');
  });

  it('refuses a value without quotes, and one inside of a script', () => {
    expect(() => html`<a href=${'x'}>`).toThrow(/put quotes/);
    expect(() => html`<script>var a = ${'x'}</script>`).toThrow(/script or style/);
  });
});

describe('a CSV field', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+49 30', "'+49 30"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['\t=1', `"'\t'=1"`],
    ['\n=1', `"'\n'=1"`],
    ['\n\n =1', `"'\n\n '=1"`],
    ['a;=1+1', `"a;'=1+1"`],
    ['a\n"@SUM(A1)', `"a\n""'@SUM(A1)"`],
    ['＝1+1', "'＝1+1"],
    ['＠x', "'＠x"],
    [' =1', "' =1"],
    ['5 - 3; x', '"5 - 3; x"'],
    ['-40.00', '-40.00'],
    ['12', '12'],
  ])('%j is %j', (text, field) => {
    expect(csvField(text)).toBe(field);
  });
});

describe('XML as people read it', () => {
  const xml =
    '<?xml version="1.0"?><A><BRq requestID="1"><C>x</C></BRq><BRq requestID="12"><C>y &lt;z</C><D/></BRq></A>';

  it('has one element a line', () => {
    expect(prettyXml(xml).text.split('\n')).toEqual([
      '<?xml version="1.0"?>',
      '<A>',
      '  <BRq requestID="1">',
      '    <C>x</C>',
      '  </BRq>',
      '  <BRq requestID="12">',
      '    <C>y &lt;z</C>',
      '    <D/>',
      '  </BRq>',
      '</A>',
    ]);
  });

  it('is found by its request', () => {
    expect(elementsOf(xml, ['12'])).toEqual(['<BRq requestID="12"><C>y &lt;z</C><D/></BRq>']);
    expect(elementsOf(xml, ['12', '1'])).toHaveLength(2);
    expect(elementsOf('<BRs statusCode="0" requestID="7" />', ['7'])).toEqual(['<BRs statusCode="0" requestID="7" />']);
    expect(elementsOf(xml, ['.'])).toEqual([]);
    expect(elementsOf('<!-- <BRs requestID="7"> --><BRs requestID="7">', ['7']), 'one that is not closed').toEqual([]);
  });

  it('is shown up to a limit, and stays as it is where it is no XML', () => {
    expect(prettyXml('<A><B>123</B></A>', 8)).toEqual({ text: '<A>\n  <B', isWhole: false });
    expect(prettyXml('<A>', 3)).toEqual({ text: '<A>', isWhole: true });
    expect(prettyXml('1 < 2 > "<A').text).toBe('1\n< 2 > "<A');
    expect(prettyXml('<a b="1 > 0">x</a><!-- <c> -->').text).toBe('<a b="1 > 0">x</a>\n<!-- <c> -->');
  });

  it('takes no more room than its limit, however deep it is', () => {
    expect(prettyXml('<a>'.repeat(100_000)).text.length).toBeLessThanOrEqual(200_000);
  });
});
