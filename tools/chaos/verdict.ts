/** What a comparison has found: each a sentence about one record or item. */
export type Verdict = { lost: string[]; doubled: string[]; stuck: string[] };

export const innocent = (): Verdict => ({ lost: [], doubled: [], stuck: [] });

export const isInnocent = ({ lost, doubled, stuck }: Verdict): boolean =>
  lost.length + doubled.length + stuck.length === 0;

/** Both. */
export const together = (one: Verdict, other: Verdict): Verdict => ({
  lost: [...one.lost, ...other.lost],
  doubled: [...one.doubled, ...other.doubled],
  stuck: [...one.stuck, ...other.stuck],
});
