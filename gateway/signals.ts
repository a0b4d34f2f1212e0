import type { Logger } from 'pino';
import { type SignalTarget, signalItems, signalSession } from '../temporal/signals.js';
import type { Signals } from './dependencies.js';

/** Signals over Temporal. A failure is a warning, once in a while: the relay in the worker signals again. */
export function createSignals(target: SignalTarget, log: Pick<Logger, 'warn'>): Signals {
  const complain = sometimes(60_000, (error: unknown) =>
    log.warn({ err: error }, 'Temporal does not take signals; the relay will signal again'),
  );
  return {
    tellItems: (events) => {
      if (events.length > 0) signalItems(target, events).catch(complain);
    },
    tellSession: (news) => {
      for (const { event, ...session } of news) signalSession(target, session, [event]).catch(complain);
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
