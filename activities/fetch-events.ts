import { MOST_TOLD } from '../domain/event-order.js';
import type { LifecycleEvent } from '../domain/lifecycle-events.js';
import { eventsAfter } from '../store/item-events.js';
import type { ActivityDependencies } from './dependencies.js';

/** The events of an item after the last applied one, for a workflow that misses some; of many the first ones. */
export const createFetchEvents =
  ({ database }: ActivityDependencies) =>
  (itemId: number, appliedSeq: number): Promise<LifecycleEvent[]> =>
    eventsAfter(database, itemId, appliedSeq, MOST_TOLD);
