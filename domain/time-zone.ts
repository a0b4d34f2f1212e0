/** How people see time: an instant (ISO 8601) as a minute of a zone, and the instants between which one of its days lies. */

const FORMATS = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATS = 1_000;

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
  if (FORMATS.size >= MOST_FORMATS) FORMATS.clear();
  FORMATS.set(zone, made);
  return made;
}

/** Whether a text names a zone, as in `Europe/Berlin`; a browser may know one that this server does not. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(text)) return false;
  try {
    formatOf(text);
    return true;
  } catch {
    return false;
  }
}

/** `2026-01-05 14:03:59` in a zone. */
export const secondIn = (zone: string, at: string): string =>
  zone === 'UTC' ? at.slice(0, 19).replace('T', ' ') : formatOf(zone).format(new Date(at));

/** `2026-01-05 14:03` in a zone. */
export const minuteIn = (zone: string, at: string): string => secondIn(zone, at).slice(0, 16);

const DAY_MS = 86_400_000;

/** How much later than UTC the clocks of a zone show at an instant, to the minute. */
function offsetMs(zone: string, ms: number): number {
  const [day = '', minute = ''] = minuteIn(zone, new Date(ms).toISOString()).split(' ');
  return Date.parse(`${day}T${minute}:00Z`) - Math.floor(ms / 60_000) * 60_000;
}

/** The instant at which a day (`2026-01-05`, from 1900) begins in a zone; where the clocks skip midnight, the first moment after. */
export function dayBegins(zone: string, day: string): string {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (zone === 'UTC') return new Date(midnight).toISOString();
  // With the offset of the day before, or with that of the day after, when the clocks are changed around this midnight.
  const candidates = [midnight - DAY_MS, midnight + DAY_MS].map((near) => midnight - offsetMs(zone, near));
  const exact = candidates.filter((at) => at + offsetMs(zone, at) === midnight);
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates)).toISOString();
}

const LAST_DAY = '9999-12-31';

/** The instant at which the day after begins. */
export function dayEnds(zone: string, day: string): string {
  if (day >= LAST_DAY) return `${LAST_DAY}T23:59:59.999Z`;
  return dayBegins(zone, new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10));
}
