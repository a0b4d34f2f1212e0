import { add, compare, isPositive, subtract } from './money.js';

/** A stretch of the quantity that was received on a line, as one receipt covers it. */
export type Span = { from: string; through: string };

const minOf = (one: string, other: string): string => (compare(one, other) < 0 ? one : other);
const maxOf = (one: string, other: string): string => (compare(one, other) > 0 ? one : other);

/** What lies open between the spans of a line, the first hole first: a receipt may lack where a later one was sent. */
function holesIn(spans: readonly Span[]): Span[] {
  const holes: Span[] = [];
  let through = '0';
  for (const span of [...spans].sort((left, right) => compare(left.from, right.from))) {
    if (compare(span.from, through) > 0) holes.push({ from: through, through: span.from });
    through = maxOf(through, span.through);
  }
  return holes;
}

const endOf = (spans: readonly Span[]): string => spans.map(({ through }) => through).reduce(maxOf, '0');

/** The quantity that lies in the spans; none counts twice. */
export function coveredBy(spans: readonly Span[]): string {
  const open = holesIn(spans).reduce((sum, { from, through }) => add(sum, subtract(through, from)), '0');
  return subtract(endOf(spans), open);
}

/** The spans that are still to be received of a quantity: the holes, as far as it fills them, then what is beyond the last receipt. */
export function openSpans(received: string, spans: readonly Span[]): Span[] {
  const open: Span[] = [];
  let left = subtract(received, coveredBy(spans));
  const beyond = add(endOf(spans), maxOf(left, '0'));
  for (const { from, through } of [...holesIn(spans), { from: endOf(spans), through: beyond }]) {
    const quantity = minOf(left, subtract(through, from));
    if (!isPositive(quantity)) continue;
    open.push({ from, through: add(from, quantity) });
    left = subtract(left, quantity);
  }
  return open;
}
