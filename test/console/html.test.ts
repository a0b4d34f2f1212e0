import { describe, expect, it } from 'vitest';
import { csvField } from '../../gateway/console/csv.js';
import { html } from '../../gateway/console/html.js';
import { elementOf, prettyXml } from '../../gateway/console/xml-view.js';

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
    ['\t=1', "'\t=1"],
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
    expect(prettyXml(xml).split('\n')).toEqual([
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
    expect(elementOf(xml, '12')).toBe('<BRq requestID="12"><C>y &lt;z</C><D/></BRq>');
    expect(elementOf('<BRs statusCode="0" requestID="7" />', '7')).toBe('<BRs statusCode="0" requestID="7" />');
    expect(elementOf(xml, '.')).toBeUndefined();
  });
});
