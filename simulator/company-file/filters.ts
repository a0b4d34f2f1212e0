import { type Data, groupOf, textOf } from '../grammar/data.js';
import { refusals } from './refusal.js';

/** Whether a text fits a NameFilter or RefNumberFilter, `key` naming the element that holds the text to match. */
export function matchesText(filter: Data | undefined, key: string, text: string): boolean {
  if (!filter) return true;
  const wanted = textOf(filter, key)?.toLowerCase() ?? '';
  const candidate = text.toLowerCase();
  const criterion = textOf(filter, 'MatchCriterion');
  if (criterion === 'StartsWith') return candidate.startsWith(wanted);
  return criterion === 'EndsWith' ? candidate.endsWith(wanted) : candidate.includes(wanted);
}

/** Whether a value lies in the range of a From and a To element, both inclusive, each optional. */
export function inRange(
  range: Data | undefined,
  from: string,
  to: string,
  value: string,
  compare = compareTexts,
): boolean {
  const low = textOf(range, from);
  const high = textOf(range, to);
  return (low === undefined || compare(value, low) >= 0) && (high === undefined || compare(value, high) <= 0);
}

/** The same for dates and times; a range whose ends are the wrong way round is refused (3030). */
export function inTimeRange(range: Data | undefined, from: string, to: string, value: string): boolean {
  const low = textOf(range, from);
  const high = textOf(range, to);
  if (low && high && compareTimes(low, high) > 0) throw refusals.badDateRange();
  return inRange(range, from, to, value, compareTimes);
}

/** A range filter of a query, by the name of its aggregate and of its two ends. */
export function passesRange(data: Data, filter: string, ends: readonly [string, string], value: string): boolean {
  const range = groupOf(data, filter);
  return !range || inTimeRange(range, ends[0], ends[1], value);
}

function compareTexts(left: string, right: string): number {
  return left.toLowerCase() < right.toLowerCase() ? -1 : Number(left.toLowerCase() > right.toLowerCase());
}

/** DATETIMETYPE may leave out minutes, leading zeros and the offset (then it is local time, here UTC). */
function compareTimes(left: string, right: string): number {
  return timeOf(left) - timeOf(right);
}

function timeOf(text: string): number {
  const [, year, month, day, hour, minute, second, offset] =
    /^\s*(\d+)-(\d+)-(\d+)(?:T(\d+)(?::(\d+)(?::(\d+)([+-]\d+:\d+)?)?)?)?/.exec(text) ?? [];
  const time = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  );
  const [hours = 0, minutes = 0] = (offset ?? '').slice(1).split(':').map(Number);
  return time - (offset?.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
