import { expect, it } from 'vitest';
import { isWithin } from '../../domain/sync-window.js';

it.each([
  ['09:00', '17:00', 'UTC', '2026-01-05T08:59:59.999Z', false],
  ['09:00', '17:00', 'UTC', '2026-01-05T09:00:00.000Z', true],
  ['09:00', '17:00', 'UTC', '2026-01-05T16:59:59.999Z', true],
  ['09:00', '17:00', 'UTC', '2026-01-05T17:00:00.000Z', false],
  ['19:00', '07:00', 'UTC', '2026-01-05T18:59:00.000Z', false],
  ['19:00', '07:00', 'UTC', '2026-01-05T23:59:00.000Z', true],
  ['19:00', '07:00', 'UTC', '2026-01-06T06:59:00.000Z', true],
  ['19:00', '07:00', 'UTC', '2026-01-06T07:00:00.000Z', false],
  ['19:00', '07:00', 'America/New_York', '2026-01-06T00:30:00.000Z', true],
  ['19:00', '07:00', 'America/New_York', '2026-07-05T23:30:00.000Z', true],
  ['00:00', '00:00', 'Europe/Berlin', '2026-01-05T12:00:00.000Z', true],
])('from %s to %s in %s: a session at %s may begin: %s', (from, to, timeZone, at, isInside) => {
  expect(isWithin({ from, to, timeZone }, at)).toBe(isInside);
});
