import { tellAll } from '../observability/events.js';
import { connectionsWithUndelivered } from '../store/changes.js';
import type { Database } from '../store/database.js';
import { staleEvents } from '../store/item-events.js';
import { sessionEventsAfter, silentSessions, staleSessions } from '../store/sessions.js';
import { REFUSED, refusalsForLog } from '../temporal/refusals.js';
import {
  SESSION_LOST_AFTER_MS,
  type SignalTarget,
  signalItems,
  signalSessions,
  startDelivery,
  type ToldSession,
} from '../temporal/signals.js';
import { endLost } from '../transfers/session/lost-session.js';
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
 * between its commit and its signal, nothing is lost. Ends sessions that nobody calls any more. Ends when `signal` aborts.
 */
export function runRelay(options: RelayOptions, signal: AbortSignal): Promise<void> {
  return repeat({ ...options, name: 'the relay' }, () => relayOnce(options), signal);
}

/** One round of the relay. */
export async function relayOnce(options: RelayOptions): Promise<void> {
  try {
    await signalAgain(options);
  } finally {
    // Also while Temporal is down.
    await endSilentSessions(options);
  }
}

async function signalAgain({ database, signals, delivers, now, staleAfterMs, log }: RelayOptions): Promise<void> {
  const sessions: ToldSession[] = [];
  for (const { id: sessionId, connectionId, appliedSeq } of await staleSessions(database, now(), staleAfterMs, PAGE))
    sessions.push({ sessionId, connectionId, events: await sessionEventsAfter(database, sessionId, appliedSeq) });
  const items = await staleEvents(database, now(), staleAfterMs, PAGE);
  // A session that cannot be told must not keep items from being told, nor the other way round.
  const told = await Promise.allSettled([signalSessions(signals, sessions), signalItems(signals, items)]);
  const refusals = told.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  if (refusals.length > 0) log.warn(refusalsForLog(refusals), REFUSED);
  for (const each of told) if (each.status === 'rejected') throw each.reason;
  if (!delivers) return;
  for (const { id } of await connectionsWithUndelivered(database)) await startDelivery(signals, id);
}

/** A session that died before anything happened in it has no workflow that would notice. */
async function endSilentSessions({ database, signals, log, now }: RelayOptions): Promise<void> {
  const { lostAfterMs = SESSION_LOST_AFTER_MS } = signals;
  for (const { id: sessionId, connectionId } of await silentSessions(database, now(), lostAfterMs, PAGE)) {
    const ended = await endLost(database, { sessionId, connectionId, now: now(), lostAfterMs });
    tellAll(log, ended?.happened ?? []);
  }
}
