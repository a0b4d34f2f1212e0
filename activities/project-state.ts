import type { Change, LifecycleState } from '../domain/lifecycle-state.js';
import { appendChanges } from '../store/changes.js';
import { inTransaction } from '../store/database.js';
import { projectState, readItems } from '../store/items.js';
import type { ActivityDependencies } from './dependencies.js';

/** A state to show, with what the PSA should know of it. */
export type Projection = { itemId: number; state: LifecycleState; changes: Change[] };

/** Writes an item's state to its row, and its changes with it. At least once: a write that is not newer changes nothing. */
export const createProjectState =
  ({ database }: ActivityDependencies) =>
  async ({ itemId, state, changes }: Projection): Promise<void> => {
    if (changes.length === 0) {
      await projectState(database, itemId, state);
      return;
    }
    await inTransaction(database, async (tx) => {
      const isNewer = await projectState(tx, itemId, state);
      const [item] = isNewer ? await readItems(tx, [itemId]) : [];
      if (item !== undefined) await appendChanges(tx, item, changes);
    });
  };
