import { MOST_TOLD } from '../domain/event-order.js';
import type { SessionEvent } from '../domain/session-events.js';
import { sessionEventsAfter } from '../store/sessions.js';
import type { ActivityDependencies } from './dependencies.js';

/** The events of a session after the last applied one, for a workflow that misses some; of many the first ones. */
export const createFetchSessionEvents =
  ({ database }: ActivityDependencies) =>
  (sessionId: string, appliedSeq: number): Promise<SessionEvent[]> =>
    sessionEventsAfter(database, sessionId, appliedSeq, MOST_TOLD);
