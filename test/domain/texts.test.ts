import { describe, expect, it } from 'vitest';
import { MOST_TOLD, nextInOrder, tellable } from '../../domain/event-order.js';
import { cut, LONGEST_QUOTE, LONGEST_TEXT, quote, withCutTexts } from '../../domain/texts.js';

describe('a text from outside', () => {
  it.each([
    ['', ''],
    ['short', 'short'],
    ['12345', '12345'],
    ['123456', '1234…'],
    ['\u{1f600}'.repeat(5), '\u{1f600}'.repeat(5)],
    ['\u{1f600}'.repeat(6), `${'\u{1f600}'.repeat(4)}…`],
    [`123\u{1f600}56`, '123\u{1f600}…'],
  ])('%j is %j with five code points', (text, expected) => {
    expect(cut(text, 5)).toBe(expected);
    expect(cut(expected, 5), 'cut once').toBe(expected);
  });

  it('is cut however deep it stands, and nothing else is changed', () => {
    const long = 'x'.repeat(LONGEST_TEXT + 1);
    const event = { type: 'failed', seq: 3, begun: false, failure: { code: '1', message: long, more: [long, null] } };

    const { failure, ...others } = withCutTexts(event);

    expect(others).toEqual({ type: 'failed', seq: 3, begun: false });
    expect(failure).toEqual({ code: '1', message: cut(long), more: [cut(long), null] });
    expect(cut(long)).toHaveLength(LONGEST_TEXT);
    expect(withCutTexts('x')).toBe('x');
  });

  it('leaves room for our sentence around it', () => {
    expect(quote('x'.repeat(5_000))).toHaveLength(LONGEST_QUOTE);
  });
});

describe('what is told of events', () => {
  const events = (count: number) => Array.from({ length: count }, (_, index) => ({ seq: index + 1 }));

  it('is all of a few', () => {
    expect(tellable(events(MOST_TOLD))).toEqual(events(MOST_TOLD));
  });

  it('is of many the last, which shows that the others are missing', () => {
    const told = tellable(events(MOST_TOLD + 1));

    expect(told).toEqual([{ seq: MOST_TOLD + 1 }]);
    expect(nextInOrder(told, 0)).toEqual({ next: [], isGap: true });
  });
});
