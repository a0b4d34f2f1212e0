import { describe, expect, it } from 'vitest';
import { buildMessageSet, child, children, parseMessageSet, textOf } from '../../qbxml/envelope.js';
import { hostQuery } from '../../qbxml/host-query.js';
import { corpus, responseFixture } from './fixtures.js';
import { thrownBy } from './samples.js';

const HEAD = '<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?><QBXML>';

describe('buildMessageSet', () => {
  it('puts the requests into one line, in their order', () => {
    const xml = buildMessageSet({
      requests: [hostQuery.build('a-0'), hostQuery.build('a-1')],
      onError: 'stopOnError',
      newMessageSetId: 'new',
      oldMessageSetId: 'old',
    });

    expect(xml).toBe(
      `${HEAD}<QBXMLMsgsRq newMessageSetID="new" oldMessageSetID="old" onError="stopOnError">` +
        '<HostQueryRq requestID="a-0"></HostQueryRq><HostQueryRq requestID="a-1"></HostQueryRq></QBXMLMsgsRq></QBXML>',
    );
  });

  it('leaves out ids that are not given', () => {
    expect(buildMessageSet({ requests: [], onError: 'continueOnError' })).toBe(
      `${HEAD}<QBXMLMsgsRq onError="continueOnError"></QBXMLMsgsRq></QBXML>`,
    );
  });

  it.each([
    ['newMessageSetID', 'newMessageSetId'],
    ['oldMessageSetID', 'oldMessageSetId'],
  ] as const)('refuses a %s over 23 characters', (name, field) => {
    const build = (id: string) => buildMessageSet({ requests: [], onError: 'stopOnError', [field]: id });

    expect(build('x'.repeat(23))).toContain(`${name}="${'x'.repeat(23)}"`);
    expect(thrownBy(() => build('x'.repeat(24)))).toMatchObject({
      code: 'internal',
      message: `${name}: found 24 characters, QuickBooks allows 23`,
    });
  });
});

describe('parseMessageSet', () => {
  it('reads the set and each answer in order', () => {
    const { answers, ...set } = parseMessageSet(responseFixture('recovery.response.xml'));

    expect(set).toEqual({ newMessageSetId: 'set', messageSetStatusCode: 0 });
    expect(answers.map(({ node: _node, ...answer }) => answer)).toEqual([
      {
        type: 'PurchaseOrderAdd',
        requestId: 'set-0',
        statusCode: 0,
        statusSeverity: 'Info',
        statusMessage: 'Status OK',
        recovery: {
          txnId: '2C-1767700000',
          txnNumber: '17',
          editSequence: '1767700000',
          externalGuid: '{0f8fad5b-d9cb-569f-a165-70867728950e}',
        },
      },
      {
        type: 'PurchaseOrderAdd',
        requestId: 'set-1',
        statusCode: 3140,
        statusSeverity: 'Error',
        statusMessage: 'There is an invalid reference to QuickBooks Item "Firewall" in the PurchaseOrder line.',
        recovery: undefined,
      },
      {
        type: 'PurchaseOrderAdd',
        requestId: 'set-2',
        statusCode: 3231,
        statusSeverity: 'Error',
        statusMessage: 'The request has not been processed.',
        recovery: undefined,
      },
    ]);
  });

  it('reads a set without ids, also where they are written as empty', () => {
    expect(parseMessageSet('<QBXML><QBXMLMsgsRs/></QBXML>')).toEqual({
      newMessageSetId: undefined,
      messageSetStatusCode: undefined,
      answers: [],
    });
    expect(parseMessageSet('<QBXML><QBXMLMsgsRs messageSetStatusCode=""/></QBXML>').messageSetStatusCode).toBe(
      undefined,
    );
  });

  it.each([
    ['decimal and hexadecimal entities', 'caf&#233; &#xe9; &#XE9;'.replace('X', 'x'), 'caf\u00e9 \u00e9 \u00e9'],
    ['the five named entities', '&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
    ['an escaped entity once only', '&amp;lt;', '&lt;'],
    ['windows-1252 characters as they are', 'it\u0092s', 'it\u0092s'],
    ['references to control characters', 'a&#x1F;b', 'a\u001fb'],
    ['what no database stores, marked', '&#0;&#xD800;', '\ufffd\ufffd'],
    ['CDATA as it is', 'a<![CDATA[<b> & ]]>c', 'a<b> & c'],
    ['without comments', 'a<!-- <b> -->c', 'ac'],
    ['numbers as text', '0010.50', '0010.50'],
    ['line ends as XML wants them', 'a\r\nb\rc', 'a\nb\nc'],
  ])('reads %s', (_what, written, read) => {
    const xml = `\ufeff<?xml version="1.0" ?>\n<QBXML><QBXMLMsgsRs><ARs statusCode='0' note = "${'&#x41;'}"\n ><B>${written}</B></ARs></QBXMLMsgsRs></QBXML>\n`;

    const node = parseMessageSet(xml).answers[0]?.node;

    expect(node && textOf(node, 'B')).toBe(read);
    expect(node?.attributes.get('note')).toBe('A');
  });

  it('keeps the order and the repetition of children', () => {
    const [answer] = parseMessageSet(
      '<QBXML><QBXMLMsgsRs><ARs statusCode="0"><B>1</B><C/><B>2</B></ARs></QBXMLMsgsRs></QBXML>',
    ).answers;
    const node = answer?.node ?? expect.fail('no answer');

    expect(node.children.map((each) => each.name)).toEqual(['B', 'C', 'B']);
    expect(children(node, 'B').map((each) => each.text)).toEqual(['1', '2']);
    expect(child(node, 'C')?.text).toBe('');
    expect(child(node, 'D')).toBeUndefined();
  });

  it.each(['', '  \r\n', ...corpus('documents-unreadable.txt')])('finds %j unreadable', (document) => {
    expect(thrownBy(() => parseMessageSet(document)).code).toBe('unreadable');
  });

  it('finds an answer unreadable wherever it was cut off', () => {
    const whole = responseFixture('recovery.response.xml').trim();

    for (let length = 0; length < whole.length; length += 1) {
      expect(thrownBy(() => parseMessageSet(whole.slice(0, length))).code).toBe('unreadable');
    }
  });

  it('refuses what is nested deeper or is larger than any answer', () => {
    const nested = `<QBXML><QBXMLMsgsRs><ARs statusCode="0">${'<a>'.repeat(70)}${'</a>'.repeat(70)}</ARs></QBXMLMsgsRs></QBXML>`;

    expect(thrownBy(() => parseMessageSet(nested)).message).toContain('nested');
    expect(thrownBy(() => parseMessageSet('x'.repeat(8_000_001))).code).toBe('unreadable');
    const elements = `<QBXML><QBXMLMsgsRs><ARs statusCode="0">${'<a></a>'.repeat(250_000)}</ARs></QBXMLMsgsRs></QBXML>`;
    expect(thrownBy(() => parseMessageSet(elements)).message).toContain('expected at most 500000');
    const attributes = `<QBXML>${Array.from({ length: 50_001 }, () => '<a b="c"/>').join('')}</QBXML>`;
    expect(thrownBy(() => parseMessageSet(attributes)).message).toContain('expected at most 50000');
  });

  it('reads names that objects have of their own', () => {
    const [answer] = parseMessageSet(
      '<QBXML><QBXMLMsgsRs><ARs statusCode="0" __proto__="x"><constructor>y</constructor></ARs></QBXMLMsgsRs></QBXML>',
    ).answers;

    expect(answer?.node.attributes.get('__proto__')).toBe('x');
    expect(answer && textOf(answer.node, 'constructor')).toBe('y');
  });
});
