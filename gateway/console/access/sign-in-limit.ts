const WINDOW_MS = 15 * 60_000;
const MAX_PER_PAIR = 5;
const MAX_PER_ADDRESS = 50;
const MAX_KEYS = 10_000;

/**
 * Slows guessing: so many failures of a name from an address, or of an address, and it waits until the first is a quarter
 * of an hour old. Kept in this process: each gateway counts for itself.
 */
export class SignInLimit {
  readonly #failures = new Map<string, number[]>();

  /** How long to wait in ms; 0 when a try is allowed. */
  waitMs(name: string, address: string, now: number): number {
    return Math.max(
      this.#wait(pair(name, address), MAX_PER_PAIR, now),
      this.#wait(`from ${address}`, MAX_PER_ADDRESS, now),
    );
  }

  failed(name: string, address: string, now: number): void {
    for (const key of [pair(name, address), `from ${address}`]) {
      const [oldest] = this.#failures.keys();
      if (this.#failures.size >= MAX_KEYS && oldest !== undefined) this.#failures.delete(oldest);
      this.#failures.set(key, [...this.#recent(key, now), now]);
    }
  }

  succeeded(name: string, address: string): void {
    this.#failures.delete(pair(name, address));
  }

  #recent(key: string, now: number): number[] {
    return (this.#failures.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
  }

  #wait(key: string, most: number, now: number): number {
    const recent = this.#recent(key, now);
    const first = recent.at(-most);
    return first === undefined ? 0 : first + WINDOW_MS - now;
  }
}

const pair = (name: string, address: string): string => `${name.toLowerCase()} from ${address}`;
