/** After so many of those who are not suspected comes one who is, if any waits: nobody waits for ever. */
const SUSPECT_EVERY = 4;

/**
 * Those who wait, by where they come from. Origins take turns, those that are suspected after the others, and where the
 * queue is full the one with the most waiting gives way, so that many from one place hold up nobody from another.
 */
export class FairQueue<T> {
  readonly #most: number;
  readonly #mostOfOne: number;
  /** In the order of their turns; none is empty. */
  readonly #waiting = new Map<string, { waiters: T[]; isSuspect: boolean }>();
  #served = 0;
  #length = 0;

  /** @param most how many may wait in all; `mostOfOne`: of one origin */
  constructor(most: number, mostOfOne = most) {
    this.#most = most;
    this.#mostOfOne = mostOfOne;
  }

  /** @returns whoever has to leave: undefined while there is room, the newcomer himself where his origin has its share */
  push(origin: string, newcomer: T, isSuspect = false): T | undefined {
    const own = this.#waiting.get(origin) ?? { waiters: [], isSuspect };
    if (own.waiters.length >= this.#mostOfOne) return newcomer;
    const leaving = this.#length < this.#most ? undefined : this.#newestOfMoreThan(own.waiters.length + 1);
    if (leaving === undefined && this.#length >= this.#most) return newcomer;
    own.waiters.push(newcomer);
    this.#waiting.set(origin, { ...own, isSuspect });
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

  #next(): [string, { waiters: T[]; isSuspect: boolean }] | undefined {
    const all = [...this.#waiting];
    const wanted = this.#served % SUSPECT_EVERY === SUSPECT_EVERY - 1;
    return all.find(([, { isSuspect }]) => isSuspect === wanted) ?? all[0];
  }

  /** Takes the newest one of the origin with the most waiting, if it has more than so many. */
  #newestOfMoreThan(count: number): T | undefined {
    const [longest] = [...this.#waiting.values()].sort((one, other) => other.waiters.length - one.waiters.length);
    if (longest === undefined || longest.waiters.length <= count) return undefined;
    this.#length -= 1;
    return longest.waiters.pop();
  }
}
