/** Something numbered from 1 without a gap. */
type Numbered = { seq: number };

/** So many events are told or fetched at once: with the longest texts they stay well below the 2 MB that Temporal takes. */
export const MOST_TOLD = 100;

/** All of a few events, in the order of seq; of many the last alone: who misses the others fetches them, some at a time. */
export const tellable = <T extends Numbered>(events: readonly T[]): T[] =>
  events.length <= MOST_TOLD ? [...events] : events.slice(-1);

/**
 * What of an inbox comes next after `appliedSeq`: strictly in order, once, nothing beyond a gap. Signals may come late,
 * twice or out of order; `isGap` says that something before the earliest of them has not come at all.
 */
export function nextInOrder<T extends Numbered>(
  inbox: readonly T[],
  appliedSeq: number,
): { next: T[]; isGap: boolean } {
  const bySeq = new Map(inbox.filter((each) => each.seq > appliedSeq).map((each) => [each.seq, each]));
  const next: T[] = [];
  for (let seq = appliedSeq + 1; bySeq.has(seq); seq += 1) next.push(bySeq.get(seq) as T);
  return { next, isGap: next.length < bySeq.size };
}
