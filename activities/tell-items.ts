import { eventsOfSession } from '../store/item-events.js';
import { markSessionApplied } from '../store/sessions.js';
import { signalItems } from '../temporal/signals.js';
import type { ActivityDependencies } from './dependencies.js';

/** Session events that the workflow has taken: after the first, through the second. */
export type Telling = { sessionId: string; after: number; through: number };

/** Tells each item's workflow what the session did with it; one signal per item, however many events. */
export const createTellItems =
  ({ database, signals }: ActivityDependencies) =>
  async ({ sessionId, after, through }: Telling): Promise<void> => {
    await signalItems(signals, await eventsOfSession(database, sessionId, after, through));
    await markSessionApplied(database, sessionId, through);
  };
