import { isIPv6 } from 'node:net';
import type { Standing } from './fair-queue.js';

/** Every failure is forgotten after so long, one after the other. */
const FORGOTTEN_AFTER_MS = 30_000;
/** So many failures from an address before it has to wait. */
const MOST_FROM_ADDRESS = 20;
/** From so many failures of a name on, an address with a failure of its own has to wait. */
const MOST_OF_NAME = 10;
const MAX_KEYS = 10_000;
/** So long what came from an address last says something of the next: a wrong password, a right one. */
const SUSPECT_FOR_MS = 15 * 60_000;
const TRUSTED_FOR_MS = 24 * 3_600_000;

/** Counts failures by key; each count sinks by one every FORGOTTEN_AFTER_MS. */
class Failures {
  readonly #counts = new Map<string, { count: number; at: number }>();

  count(key: string, now: number): number {
    const found = this.#counts.get(key);
    return found === undefined ? 0 : Math.max(0, found.count - (now - found.at) / FORGOTTEN_AFTER_MS);
  }

  add(key: string, by: 1 | -1, now: number): void {
    const count = Math.max(0, this.count(key, now) + by);
    this.#counts.delete(key);
    if (count > 0) this.#counts.set(key, { count, at: now });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MAX_KEYS && oldest !== undefined) this.#counts.delete(oldest);
  }
}

/** A try that may be made now when `waitMs` is 0; it counts as a failure until it is said to be none. */
export type Attempt = {
  waitMs: number;
  /** What came from this address last. */
  standing: Standing;
  /** It was right: it does not count, and whoever shares the address cannot hold up this name from here. */
  succeeded: () => void;
  /** It was wrong: for a while others go before whoever comes from this address. */
  failed: () => void;
  /** Nobody has looked: it does not count. */
  notMade: () => void;
};

/**
 * Slows guessing, and locks nobody out. An address that did not guess may always try at once, whatever strangers do with
 * the name. One that did has a number of tries, and then one every half minute; where its name is being guessed from
 * many addresses it has one try, and waits for its own failures alone. So nobody can make another one wait from elsewhere.
 * A name that was right from an address has its own count there: colleagues behind one address do not hold each other up.
 * Kept in this process: each gateway counts for itself.
 */
export class Throttle {
  readonly #failures = new Failures();
  readonly #trusted = new Map<string, true>();
  /** Whether the last password from an address was right, and when that was, in ms. */
  readonly #lastSeen = new Map<string, { isRight: boolean; at: number }>();
  readonly #nowMs: () => number;

  /** @param nowMs a clock that never jumps, in ms */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  attempt(name: string, address: string): Attempt {
    const now = this.#nowMs();
    const ofName = `name ${name.trim().toLowerCase().slice(0, 100)}`;
    const fromAddress = `from ${networkOf(address)}`;
    const pair = `${ofName} ${fromAddress}`;
    const own = this.#trusted.has(pair) ? pair : fromAddress;
    const most = Math.ceil(this.#failures.count(ofName, now)) >= MOST_OF_NAME ? 1 : MOST_FROM_ADDRESS;
    const waitMs = Math.max(0, Math.ceil((this.#failures.count(own, now) + 1 - most) * FORGOTTEN_AFTER_MS));
    // Counted before it is known: tries at the same time do not slip through.
    if (waitMs === 0) this.#count([own, ofName], 1);
    const takeBack = (): void => this.#count([own, ofName], -1);
    return {
      waitMs,
      standing: this.#standingOf(fromAddress, now),
      failed: () => this.#note(fromAddress, false),
      notMade: takeBack,
      succeeded: () => {
        takeBack();
        remember(this.#trusted, pair, true);
        this.#note(fromAddress, true);
      },
    };
  }

  /** A right password that needed no try came from an address. */
  wasRight(address: string): void {
    this.#note(`from ${networkOf(address)}`, true);
  }

  #note(fromAddress: string, isRight: boolean): void {
    remember(this.#lastSeen, fromAddress, { isRight, at: this.#nowMs() });
  }

  #standingOf(fromAddress: string, now: number): Standing {
    const last = this.#lastSeen.get(fromAddress);
    if (last === undefined || now - last.at > (last.isRight ? TRUSTED_FOR_MS : SUSPECT_FOR_MS)) return 'new';
    return last.isRight ? 'trusted' : 'suspect';
  }

  #count(keys: readonly string[], by: 1 | -1): void {
    for (const key of keys) this.#failures.add(key, by, this.#nowMs());
  }
}

/** The newest keys are kept. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  const [oldest] = map.keys();
  if (map.size >= MAX_KEYS && oldest !== undefined) map.delete(oldest);
  map.delete(key);
  map.set(key, value);
}

/** Of an IPv6 address the network (/64): whoever has one has all of its addresses. */
export function networkOf(address: string): string {
  const bare = address.replace(/^::ffff:(?=[\d.]+$)/i, '').slice(0, 64);
  if (!isIPv6(bare)) return bare;
  const [head = '', tail] = bare.split('%')[0]?.toLowerCase().split('::') ?? [];
  const before = head.split(':').filter(Boolean);
  const after = tail?.split(':').filter(Boolean) ?? [];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}
