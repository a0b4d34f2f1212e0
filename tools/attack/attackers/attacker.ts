import { setTimeout as sleep } from 'node:timers/promises';

/** Whom the attackers attack, and what they know. */
export type Target = {
  url: string;
  /** The user names of Web Connectors that transfer; their passwords are guessed. */
  names: readonly string[];
  /** The attackers that attack, by name; all where nobody is named. */
  only: readonly string[];
  /** Who signs in to the console: his name is guessed for; and he reads what the attackers have said. */
  person: { name: string; password: string };
  /** Two connections that are the attackers' own. */
  storming: Own;
  talking: Own;
};

type Own = { id: string; password: string; ownerId: string; fileId: string };

/** What an attacker did, and what it came to, counted. */
export type Tally = Record<string, number>;

/** Attacks until the signal; `note` counts what comes of it. */
export type Attacker = (target: Target, note: (what: string) => void, signal: AbortSignal) => Promise<void>;

/** Does something again and again until the signal; what fails is counted as such. */
export async function again(
  signal: AbortSignal,
  note: (what: string) => void,
  pauseMs: number,
  work: () => Promise<void>,
): Promise<void> {
  while (!signal.aborted) {
    await work().catch((error: unknown) => note(wordsOf(error)));
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}

const wordsOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error);

/** Several at the same time, numbered from 0. */
export const atOnce = (count: number, work: (index: number) => Promise<void>): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

/** Addresses of this machine, a block for each attacker; the Web Connectors and people come from 127.0.0.1. */
export const address = (block: number, index: number): string => `127.0.${block}.${2 + index}`;

export const pick = <T>(things: readonly [T, ...T[]] | readonly T[]): T =>
  things[Math.floor(Math.random() * things.length)] as T;
