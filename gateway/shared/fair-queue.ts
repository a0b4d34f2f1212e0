/** What came from a place last: a right password, nothing yet, a wrong one. */
export const STANDINGS = ['trusted', 'new', 'suspect'] as const;
export type Standing = (typeof STANDINGS)[number];

/** One of so many is of the lowest standing that waits: nobody waits for ever. */
const LOWEST_EVERY = 4;

type Origin<T> = { waiters: T[]; standing: Standing };

/**
 * Those who wait, by where they come from. Origins take turns, those of a better standing before the others, and where the
 * queue is full the one with the most waiting gives way, so that many from one place hold up nobody from another.
 */
export class FairQueue<T> {
  readonly #most: number;
  readonly #mostOfOne: number;
  /** In the order of their turns; none is empty. */
  readonly #waiting = new Map<string, Origin<T>>();
  #served = 0;
  #length = 0;

  /** @param most how many may wait in all; `mostOfOne`: of one origin */
  constructor(most: number, mostOfOne = most) {
    this.#most = most;
    this.#mostOfOne = mostOfOne;
  }

  /** @returns whoever has to leave: undefined while there is room, the newcomer himself where his origin has its share */
  push(origin: string, newcomer: T, standing: Standing = 'new'): T | undefined {
    const own = this.#waiting.get(origin) ?? { waiters: [], standing };
    if (own.waiters.length >= this.#mostOfOne) return newcomer;
    const leaving = this.#length < this.#most ? undefined : this.#newestOfMoreThan(own.waiters.length + 1);
    if (leaving === undefined && this.#length >= this.#most) return newcomer;
    own.waiters.push(newcomer);
    this.#waiting.set(origin, { ...own, standing });
    this.#length += 1;
    return leaving;
  }

  /** The next one of the origin whose turn it is. */
  shift(): T | undefined {
    const next = this.#next();
    if (next === undefined) return undefined;
    const [origin, own] = next;
    const first = own.waiters.shift();
    this.#waiting.delete(origin);
    if (own.waiters.length > 0) this.#waiting.set(origin, own);
    this.#length -= 1;
    this.#served += 1;
    return first;
  }

  #next(): [string, Origin<T>] | undefined {
    const ranked = STANDINGS.flatMap((wanted) => [...this.#waiting].filter(([, { standing }]) => standing === wanted));
    const [best] = ranked;
    if (best === undefined || this.#served % LOWEST_EVERY !== LOWEST_EVERY - 1) return best;
    const lowest = ranked.at(-1)?.[1].standing;
    return ranked.find(([, { standing }]) => standing === lowest);
  }

  /** Takes the newest one of the origin with the most waiting, if it has more than so many. */
  #newestOfMoreThan(count: number): T | undefined {
    const [longest] = [...this.#waiting.values()].sort((one, other) => other.waiters.length - one.waiters.length);
    if (longest === undefined || longest.waiters.length <= count) return undefined;
    this.#length -= 1;
    return longest.waiters.pop();
  }
}
