/** The longest text that goes beside an item or a session, in code points: in events, histories, changes, and what the Web Connector is told. */
export const LONGEST_TEXT = 2_000;

/** The longest text from outside within a sentence of ours, so that what follows it is still read. */
export const LONGEST_QUOTE = 1_000;

/**
 * A text with at most so many code points, the last one "…" where it was longer: the one rule for whatever QuickBooks,
 * the Web Connector or the PSA may say at any length. Temporal takes 2 MB at once, and people read a page.
 */
export function cut(text: string, most: number = LONGEST_TEXT): string {
  // A code point is one or two units.
  if (text.length <= most) return text;
  const points = Array.from(text.slice(0, 2 * most + 2));
  return points.length <= most ? text : `${points.slice(0, most - 1).join('')}…`;
}

/** The same for what stands in a sentence of ours. */
export const quote = (text: string): string => cut(text, LONGEST_QUOTE);

/** An object, such as an event, with each of its texts cut, however deep they stand. */
export function withCutTexts<T>(value: T): T {
  if (typeof value === 'string') return cut(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => withCutTexts(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withCutTexts<unknown>(each)])) as T;
}
