import { ApplicationFailure } from '@temporalio/activity';
import type { LifecycleState } from '../domain/lifecycle-state.js';
import { readItems } from '../store/items.js';
import type { ActivityDependencies } from './dependencies.js';

/** The state that an item's workflow wrote last: a new run begins with it. */
export const createLoadState =
  ({ database }: ActivityDependencies) =>
  async (itemId: number): Promise<LifecycleState> => {
    const [item] = await readItems(database, [itemId]);
    if (item === undefined) {
      throw ApplicationFailure.nonRetryable(
        `item ${itemId} is not in the database; was an older backup restored?`,
        'notFound',
      );
    }
    return item.state;
  };
