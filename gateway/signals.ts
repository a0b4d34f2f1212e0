import type { Logger } from 'pino';
import type { SessionEvent } from '../domain/session-events.js';
import { signalsRefused } from '../observability/counters.js';
import { REFUSED, type Refusal, refusalsForLog } from '../temporal/refusals.js';
import { type SignalTarget, signalItems, signalSessions } from '../temporal/signals.js';
import type { Signals } from './shared/dependencies.js';

/** What happens to a session within so short a time goes in one signal: a signal may cost as much as the call behind it. */
const GATHER_MS = 100;

/** Signals over Temporal. A failure is a warning, once in a while: the relay in the worker signals again. */
export function createSignals(target: SignalTarget, log: Pick<Logger, 'warn'>): Signals {
  const complain = sometimes(60_000, (error: unknown) =>
    log.warn({ err: error }, 'Temporal does not take signals; the relay will signal again'),
  );
  const note = (refusals: readonly Refusal[]): void => {
    if (refusals.length === 0) return;
    signalsRefused.inc(refusals.length);
    log.warn(refusalsForLog(refusals), REFUSED);
  };
  const gathered = new Map<string, { events: SessionEvent[]; timer?: NodeJS.Timeout }>();
  return {
    tellItems: (events) => {
      if (events.length > 0) signalItems(target, events).then(note).catch(complain);
    },
    tellSession: (news) => {
      for (const { event, sessionId, connectionId } of news) {
        const session = { sessionId, connectionId };
        const waiting = gathered.get(session.sessionId) ?? { events: [] };
        waiting.events.push(event);
        gathered.set(session.sessionId, waiting);
        const send = (): void => {
          clearTimeout(waiting.timer);
          gathered.delete(session.sessionId);
          signalSessions(target, [{ ...session, events: waiting.events }])
            .then(note)
            .catch(complain);
        };
        // The end is told at once: people wait for it.
        if (event.type === 'ended') send();
        else waiting.timer ??= setTimeout(send, GATHER_MS);
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
