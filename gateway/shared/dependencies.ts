import type { Database } from '../../store/database.js';
import type { AddressedEvents } from '../../store/item-events.js';
import type { SessionNews } from '../../transfers/purposes/session-context.js';
import type { Cost } from './password.js';

/** Signals that follow a commit. They never throw and nobody waits for them: what does not arrive, the relay signals again. */
export type Signals = {
  tellItems(events: readonly AddressedEvents[]): void;
  tellSession(news: readonly SessionNews[]): void;
};

/** What the gateway is built from; tests hand in their own clock. */
export type Dependencies = {
  database: Database;
  signals: Signals;
  /** ISO 8601 in UTC. */
  now: () => string;
  publicUrl: string;
  apiToken: string;
  /** How long a command waits until its item's workflow has applied it, before it answers 202. */
  applyTimeoutMs: number;
  /** Whether a worker polls the task queue, for /readyz. */
  isWorkerPolling: () => Promise<boolean>;
  /** Where people find the workflows, for links; absent: no links. */
  temporalUi?: { url: string; namespace: string } | undefined;
  /** Addresses and networks of proxies: what they say of the caller's address in X-Forwarded-For counts; absent: none. */
  trustedProxies?: readonly string[] | undefined;
  /** What hashing a password costs; absent: as much as it should. For tests, which make many. */
  passwordCost?: Cost | undefined;
  /** A clock in ms that never jumps, for delays; absent: that of the process. */
  monotonicMs?: (() => number) | undefined;
};
