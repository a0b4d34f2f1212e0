import type { Logger } from 'pino';
import type { SessionEvent } from '../domain/session-events.js';
import { type SignalTarget, signalItems, signalSession } from '../temporal/signals.js';
import type { Signals } from './dependencies.js';

/** What happens to a session within so short a time goes in one signal: a signal may cost as much as the call behind it. */
const GATHER_MS = 100;

/** Signals over Temporal. A failure is a warning, once in a while: the relay in the worker signals again. */
export function createSignals(target: SignalTarget, log: Pick<Logger, 'warn'>): Signals {
  const complain = sometimes(60_000, (error: unknown) =>
    log.warn({ err: error }, 'Temporal does not take signals; the relay will signal again'),
  );
  const gathered = new Map<string, SessionEvent[]>();
  return {
    tellItems: (events) => {
      if (events.length > 0) signalItems(target, events).catch(complain);
    },
    tellSession: (news) => {
      for (const { event, ...session } of news) {
        const events = gathered.get(session.sessionId) ?? [];
        if (events.push(event) > 1) continue;
        gathered.set(session.sessionId, events);
        setTimeout(() => {
          gathered.delete(session.sessionId);
          signalSession(target, session, events).catch(complain);
        }, GATHER_MS);
      }
    },
  };
}

/** At most one call in so many milliseconds. */
function sometimes<T>(intervalMs: number, action: (argument: T) => void): (argument: T) => void {
  let notBefore = 0;
  return (argument) => {
    if (performance.now() < notBefore) return;
    notBefore = performance.now() + intervalMs;
    action(argument);
  };
}
