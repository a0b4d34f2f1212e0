/**
 * Those who wait, by where they come from. Origins take turns, and where the queue is full the one with the most waiting
 * gives way, so that many from one place hold up nobody from another.
 */
export class FairQueue<T> {
  readonly #most: number;
  readonly #mostOfOne: number;
  /** In the order of their turns; none is empty. */
  readonly #waiting = new Map<string, T[]>();
  #length = 0;

  /** @param most how many may wait in all; `mostOfOne`: of one origin */
  constructor(most: number, mostOfOne = most) {
    this.#most = most;
    this.#mostOfOne = mostOfOne;
  }

  /** @returns whoever has to leave: undefined while there is room, the newcomer himself where his origin has its share */
  push(origin: string, newcomer: T): T | undefined {
    const own = this.#waiting.get(origin) ?? [];
    if (own.length >= this.#mostOfOne) return newcomer;
    const leaving = this.#length < this.#most ? undefined : this.#newestOfMoreThan(own.length + 1);
    if (leaving === undefined && this.#length >= this.#most) return newcomer;
    own.push(newcomer);
    this.#waiting.set(origin, own);
    this.#length += 1;
    return leaving;
  }

  /** The next one of the origin whose turn it is. */
  shift(): T | undefined {
    const [next] = this.#waiting;
    if (next === undefined) return undefined;
    const [origin, queue] = next;
    const first = queue.shift();
    this.#waiting.delete(origin);
    if (queue.length > 0) this.#waiting.set(origin, queue);
    this.#length -= 1;
    return first;
  }

  /** Takes the newest one of the origin with the most waiting, if it has more than so many. */
  #newestOfMoreThan(count: number): T | undefined {
    const [longest] = [...this.#waiting.values()].sort((one, other) => other.length - one.length);
    if (longest === undefined || longest.length <= count) return undefined;
    this.#length -= 1;
    return longest.pop();
  }
}
