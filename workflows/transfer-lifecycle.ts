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
import { transition } from '../domain/lifecycle.js';
import type { LifecycleEvent } from '../domain/lifecycle-events.js';
import { type CausedChange, isAtRest, type LifecycleState } from '../domain/lifecycle-state.js';
import { statusCard } from '../domain/status-card.js';
import { projection } from './activity-proxies.js';
import { aheadOfDatabase } from './ahead.js';
import { isHistoryFull, lastHeard } from './full-history.js';
import { type ItemEvents, type LifecycleInput, QUERY, type RunState, SIGNAL } from './messages.js';
import { showInSearch } from './search-attributes.js';

const itemEvents = defineSignal<[ItemEvents]>(SIGNAL.itemEvents);
const runState = defineQuery<RunState>(QUERY.state);

/**
 * The transfer lifecycle of one item, a loop around the transition table: next event, transition, effects, repeat.
 * A run lasts while something is still to happen by itself; the next event starts a new run under the same id.
 */
export async function transferLifecycle({ heard, ...input }: LifecycleInput): Promise<LifecycleState> {
  let inbox: LifecycleEvent[] = heard === undefined ? [] : [heard];
  setHandler(itemEvents, ({ events }) => void inbox.push(...events), {
    description: 'What happened to the item, in the order of seq',
  });
  let appliedSeq = 0;
  setHandler(runState, () => ({ itemId: input.itemId, appliedSeq }), { description: 'How far this run has come' });

  let state = await projection.loadState(input.itemId);
  ({ appliedSeq } = state);
  if (appliedSeq > 0) setCurrentDetails(statusCard(input, state));
  let isShown = false;
  for (;;) {
    const { next, isGap } = nextInOrder(inbox, state.appliedSeq);
    const events = isGap ? await projection.fetchEvents(input.itemId, state.appliedSeq) : next;
    if (isGap && events.length === 0) throw aheadOfDatabase(inbox);
    if (events.length > 0) state = await apply(input, state, events, isShown);
    isShown ||= events.length > 0;
    ({ appliedSeq } = state);
    inbox = inbox.filter((event) => event.seq > state.appliedSeq);
    if (inbox.length > 0) {
      if (isHistoryFull()) await continueAsNew<typeof transferLifecycle>({ ...input, ...lastHeard(inbox) });
      continue;
    }
    if (isAtRest(state)) break;
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof transferLifecycle>(input);
    await condition(() => inbox.length > 0);
  }
  if (!isShown) show(input, state, state, isShown);
  await condition(allHandlersFinished);
  return state;
}

async function apply(
  input: LifecycleInput,
  former: LifecycleState,
  events: readonly LifecycleEvent[],
  isShown: boolean,
): Promise<LifecycleState> {
  let state = former;
  const changes: CausedChange[] = [];
  for (const event of events) {
    const step = transition(state, event);
    state = step.state;
    changes.push(...step.effects.map(({ change }) => ({ ...change, seq: event.seq })));
  }
  await projection.projectState({ itemId: input.itemId, state, changes });
  show(input, former, state, isShown);
  return state;
}

/** What people see of a run; also of one that a late signal began and that found nothing to do. */
function show(input: LifecycleInput, former: LifecycleState, state: LifecycleState, isShown: boolean): void {
  showInSearch(former, state, isShown);
  setCurrentDetails(statusCard(input, state));
}
