import { tellable } from '../domain/event-order.js';
import type { SessionEvent } from '../domain/session-events.js';
import { tellAll } from '../observability/events.js';
import { sessionEventsAfter } from '../store/sessions.js';
import { endLost } from '../transfers/session/lost-session.js';
import type { SessionInput } from '../workflows/messages.js';
import type { ActivityDependencies } from './dependencies.js';

/** Ends a session that nobody has called for too long; then, or when it had ended already, what the workflow has not heard. */
export const createEndLostSession =
  ({ database, now, log }: ActivityDependencies) =>
  async ({ sessionId, connectionId, lostAfterMs }: SessionInput, appliedSeq: number): Promise<SessionEvent[]> => {
    const ended = await endLost(database, { sessionId, connectionId, now: now(), lostAfterMs });
    tellAll(log, ended?.happened ?? []);
    return tellable(await sessionEventsAfter(database, sessionId, appliedSeq));
  };
