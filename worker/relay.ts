import { connectionsWithUndelivered } from '../store/changes.js';
import type { Database } from '../store/database.js';
import { staleEvents } from '../store/item-events.js';
import { sessionEventsAfter, staleSessions } from '../store/sessions.js';
import { type SignalTarget, signalItems, signalSession, startDelivery } from '../temporal/signals.js';
import { type Repeated, repeat } from './repeat.js';

/** What the relay works with; times in milliseconds. */
export type RelayOptions = Omit<Repeated, 'name'> & {
  database: Database;
  signals: SignalTarget;
  /** Whether the PSA is told by us; where it only polls, nothing is delivered. */
  delivers: boolean;
  now: () => string;
  staleAfterMs: number;
};

const PAGE = 500;

/**
 * Signals again whatever has stayed unapplied for some seconds: Temporal may be down for an hour, a gateway may die
 * between its commit and its signal, nothing is lost. Ends when `signal` aborts.
 */
export function runRelay(options: RelayOptions, signal: AbortSignal): Promise<void> {
  return repeat({ ...options, name: 'the relay' }, () => relayOnce(options), signal);
}

/** One round of the relay. */
export async function relayOnce({ database, signals, delivers, now, staleAfterMs }: RelayOptions): Promise<void> {
  for (const { id: sessionId, connectionId, appliedSeq } of await staleSessions(database, now(), staleAfterMs, PAGE)) {
    await signalSession(
      signals,
      { sessionId, connectionId },
      await sessionEventsAfter(database, sessionId, appliedSeq),
    );
  }
  await signalItems(signals, await staleEvents(database, now(), staleAfterMs, PAGE));
  if (!delivers) return;
  for (const { id } of await connectionsWithUndelivered(database)) await startDelivery(signals, id);
}
