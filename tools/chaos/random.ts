import { createHash } from 'node:crypto';

/** Chance that comes out the same for the same seed. */
export type Random = {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  pick<T>(things: readonly T[]): T;
  shuffled<T>(things: readonly T[]): T[];
};

/** A generator from words; every round has one of its own, so that it can be repeated alone (mulberry32). */
export function randomFrom(...words: readonly (string | number)[]): Random {
  let state = createHash('sha256').update(words.join(' ')).digest().readUInt32LE();
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    pick: (things) => {
      const picked = things[between(0, things.length - 1)];
      if (picked === undefined) throw new Error('there is nothing to pick from');
      return picked;
    },
    shuffled: (things) =>
      things
        .map((thing) => ({ thing, at: next() }))
        .sort((left, right) => left.at - right.at)
        .map(({ thing }) => thing),
  };
}
