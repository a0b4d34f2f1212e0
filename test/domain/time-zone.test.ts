import { describe, expect, it } from 'vitest';
import { dayBegins, dayEnds, isTimeZone, minuteIn, secondIn } from '../../domain/time-zone.js';

describe('a time in a zone', () => {
  it.each([
    ['UTC', '2026-01-05T23:59:59.999Z', '2026-01-05 23:59:59'],
    ['Europe/Berlin', '2026-01-05T23:59:59.999Z', '2026-01-06 00:59:59'],
    ['America/New_York', '2026-07-01T00:00:00Z', '2026-06-30 20:00:00'],
    ['Asia/Kathmandu', '2026-01-05T00:00:00.000Z', '2026-01-05 05:45:00'],
  ])('%s: %s is %s', (zone, at, text) => {
    expect(secondIn(zone, at)).toBe(text);
    expect(minuteIn(zone, at)).toBe(text.slice(0, 16));
  });
});

describe('a day in a zone', () => {
  it.each([
    ['UTC', '2026-01-05', '2026-01-05T00:00:00.000Z', '2026-01-06T00:00:00.000Z'],
    ['UTC', '0001-01-01', '0001-01-01T00:00:00.000Z', '0001-01-02T00:00:00.000Z'],
    ['UTC', '9999-12-31', '9999-12-31T00:00:00.000Z', '9999-12-31T23:59:59.999Z'],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    ['Asia/Kolkata', '2026-01-05', '2026-01-04T18:30:00.000Z', '2026-01-05T18:30:00.000Z'],
  ])('%s: %s lasts from %s to %s', (zone, day, from, to) => {
    expect(dayBegins(zone, day)).toBe(from);
    expect(dayEnds(zone, day)).toBe(to);
  });

  it('begins at the first of two midnights, and after midnight where the clocks skip it', () => {
    expect(dayBegins('America/Havana', '2026-11-01')).toBe('2026-11-01T04:00:00.000Z');
    expect(dayBegins('America/Sao_Paulo', '2018-11-04')).toBe('2018-11-04T03:00:00.000Z');
  });
});

it.each([
  ['Europe/Berlin', true],
  ['Etc/GMT+5', true],
  ['UTC', true],
  ['', false],
  ['Mars/Olympus', false],
  ["'; drop table items; --", false],
])('%j as the name of a zone: %s', (text, isOne) => {
  expect(isTimeZone(text)).toBe(isOne);
});
