import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { nextInOrder } from '../domain/event-order.js';
import { sessionCard } from '../domain/session-card.js';
import type { SessionEvent } from '../domain/session-events.js';
import { session } from './activity-proxies.js';
import { aheadOfDatabase } from './ahead.js';
import { isHistoryFull, lastHeard } from './full-history.js';
import { type ContinuedSession, QUERY, type RunState, type SessionEvents, SIGNAL } from './messages.js';

const sessionEvents = defineSignal<[SessionEvents]>(SIGNAL.sessionEvents);
const runState = defineQuery<RunState>(QUERY.state);

/**
 * One QBWC run: hears what was sent and answered, tells each item's workflow, and closes with a summary. A timer
 * notices a session that nobody calls any more; its end is written by the same function that the gateway uses.
 */
export async function qbwcSession({ heard, ...input }: ContinuedSession): Promise<string> {
  const inbox: SessionEvent[] = heard === undefined ? [] : [heard];
  setHandler(sessionEvents, ({ events }) => void inbox.push(...events), {
    description: 'What happened to the session, in the order of seq',
  });

  let appliedSeq = input.appliedSeq ?? 0;
  setHandler(runState, () => ({ appliedSeq }), { description: 'How far this run has come' });
  for (;;) {
    const { next, isGap } = nextInOrder(inbox, appliedSeq);
    const events = isGap ? await session.fetchSessionEvents(input.sessionId, appliedSeq) : next;
    if (isGap && events.length === 0) throw aheadOfDatabase(inbox);
    const last = events.at(-1);
    if (last !== undefined) {
      const missed = await session.tellItems({ sessionId: input.sessionId, after: appliedSeq, through: last.seq });
      appliedSeq = last.seq;
      setCurrentDetails(sessionCard(input, last));
      // A worker of 0.1.0 tells nothing back.
      const later = [...inbox, ...(missed ?? [])].filter((event) => event.seq > appliedSeq);
      inbox.splice(0, inbox.length, ...later);
      if (last.type === 'ended') {
        await condition(allHandlersFinished);
        return last.summary;
      }
      if (isHistoryFull()) await continueAsNew<typeof qbwcSession>({ ...input, appliedSeq, ...lastHeard(inbox) });
      continue;
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof qbwcSession>({ ...input, appliedSeq });
    const isHeard = await condition(() => inbox.some((event) => event.seq > appliedSeq), input.lostAfterMs, {
      summary: 'session lost?',
    });
    if (!isHeard) inbox.push(...(await session.endLostSession(input, appliedSeq)));
  }
}
