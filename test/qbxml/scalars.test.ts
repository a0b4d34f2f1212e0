import { describe, expect, it } from 'vitest';
import { amount, date, guid, interval, line, price, quantity, text } from '../../qbxml/scalars.js';
import { corpus } from './fixtures.js';
import { GUID, thrownBy } from './samples.js';

describe('amounts', () => {
  it.each([
    ['600.5', '600.50'],
    ['600', '600.00'],
    ['-0.00', '0.00'],
    ['-12.3', '-12.30'],
    ['12.34000', '12.34'],
    ['0000012', '12.00'],
    ['9999999999999.99', '9999999999999.99'],
  ])('writes %s as %s', (value, written) => {
    expect(amount(value, 'amount')).toBe(written);
  });

  it.each(corpus('amounts-unsendable.txt'))('refuses %s', (value) => {
    expect(thrownBy(() => amount(value, 'lines[0].amount'))).toMatchObject({
      code: 'unsendable',
      problems: [{ field: 'lines[0].amount' }],
    });
  });

  it('says what was found and what QuickBooks takes', () => {
    expect(thrownBy(() => amount('12.345', 'amount')).message).toBe(
      'amount: found 12.345, QuickBooks takes at most 2 decimals; round it in the PSA',
    );
  });
});

describe('prices and quantities', () => {
  it.each([
    ['125.00000', '125'],
    ['0.00001', '0.00001'],
    ['-1.50', '-1.5'],
    ['9999999999.99999', '9999999999.99999'],
  ])('writes %s as %s', (value, written) => {
    expect(price(value, 'rate')).toBe(written);
    expect(quantity(value, 'quantity')).toBe(written);
  });

  it.each(corpus('prices-unsendable.txt'))('refuses %s', (value) => {
    expect(thrownBy(() => price(value, 'rate')).code).toBe('unsendable');
    expect(thrownBy(() => quantity(value, 'quantity')).code).toBe('unsendable');
  });
});

describe('dates', () => {
  it('takes the days of the calendar', () => {
    expect(date('2028-02-29', 'date')).toBe('2028-02-29');
  });

  it.each(corpus('dates-unsendable.txt'))('refuses %s', (value) => {
    expect(thrownBy(() => date(value, 'date')).problems).toEqual([
      { field: 'date', problem: `found "${value}", expected a date as YYYY-MM-DD` },
    ]);
  });
});

describe('lengths of time', () => {
  it.each([
    [0, 'PT0H0M'],
    [45, 'PT0H45M'],
    [90, 'PT1H30M'],
    [1440, 'PT24H0M'],
  ])('writes %i minutes as %s', (minutes, written) => {
    expect(interval(minutes, 'minutes')).toBe(written);
  });

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d minutes', (minutes) => {
    expect(thrownBy(() => interval(minutes, 'minutes')).code).toBe('unsendable');
  });
});

describe('GUIDs', () => {
  it('takes either case, in braces', () => {
    expect(guid(GUID, 'guid')).toBe(GUID);
    expect(guid(GUID.toUpperCase(), 'guid')).toBe(GUID.toUpperCase());
  });

  it.each(corpus('guids-unsendable.txt'))('refuses %s', (value) => {
    expect(thrownBy(() => guid(value, 'guid')).code).toBe('unsendable');
  });
});

describe('texts', () => {
  it('counts the characters that QuickBooks stores, not the entities and not the original', () => {
    expect(text(3)('&<\u00e9', 'memo')).toBe('&amp;&lt;&#233;');
    expect(text(3)('  abc \n', 'memo')).toBe('abc');
    expect(thrownBy(() => text(2)('\u2026', 'memo')).message).toBe(
      'memo: found 3 characters in "...", QuickBooks allows 2; shorten it in the PSA',
    );
  });

  it('keeps the lines of a text and makes one line of a number', () => {
    expect(text(20)('a\r\nb\rc', 'memo')).toBe('a\nb\nc');
    expect(line(20)(' a\r\n\tb ', 'number')).toBe('a b');
  });

  it('quotes no half of a character', () => {
    const long = `${'x'.repeat(59)}\u{1f600}${'y'.repeat(10)}`;
    expect(thrownBy(() => date(long, 'date')).message).toBe(
      `date: found "${'x'.repeat(59)}\u{1f600}...", expected a date as YYYY-MM-DD`,
    );
  });

  it('quotes only the beginning of a long text', () => {
    expect(thrownBy(() => text(4095)('x'.repeat(5000), 'memo')).message).toBe(
      `memo: found 5000 characters in "${'x'.repeat(60)}...", QuickBooks allows 4095; shorten it in the PSA`,
    );
  });
});
