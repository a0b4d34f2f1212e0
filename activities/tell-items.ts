import { log } from '@temporalio/activity';
import { tellable } from '../domain/event-order.js';
import type { SessionEvent } from '../domain/session-events.js';
import { eventsOfSession } from '../store/item-events.js';
import { markSessionApplied, sessionEventsAfter } from '../store/sessions.js';
import { REFUSED, refusalsForLog } from '../temporal/refusals.js';
import { signalItems } from '../temporal/signals.js';
import type { ActivityDependencies } from './dependencies.js';

/** Session events that the workflow has taken: after the first, through the second. */
export type Telling = { sessionId: string; after: number; through: number };

/**
 * Tells each item's workflow what the session did with it; one signal per item, however many events.
 * @returns the events after these when a run before this one has heard them already: a signal that comes late starts the
 *   workflow of a session that is over once more, and nobody else would tell it how the session went on
 */
export const createTellItems =
  ({ database, signals }: ActivityDependencies) =>
  async ({ sessionId, after, through }: Telling): Promise<SessionEvent[]> => {
    const refusals = await signalItems(signals, await eventsOfSession(database, sessionId, after, through));
    // Tried again here, it would hold up the session for ever; the relay tries it again, ever more seldom.
    if (refusals.length > 0) log.warn(REFUSED, refusalsForLog(refusals));
    const isNews = await markSessionApplied(database, sessionId, through);
    return isNews ? [] : tellable(await sessionEventsAfter(database, sessionId, through));
  };
