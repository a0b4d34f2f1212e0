import { ApplicationFailure } from '@temporalio/activity';
import type { CausedChange, LifecycleState } from '../domain/lifecycle-state.js';
import { appendChanges } from '../store/changes.js';
import { inTransaction, type Queryable } from '../store/database.js';
import { lockItems, projectState, readItems } from '../store/items.js';
import type { ActivityDependencies } from './dependencies.js';

/** A state to show, with what the PSA should know of it. */
export type Projection = { itemId: number; state: LifecycleState; changes: CausedChange[] };

/**
 * Writes an item's state to its row, and its changes with it. At least once: a write that is not newer changes nothing,
 * and one that begins before what the row shows (the task that wrote it was lost, and more events came since) tells only
 * what is new.
 */
export const createProjectState =
  ({ database }: ActivityDependencies) =>
  async ({ itemId, state, changes }: Projection): Promise<void> => {
    if (changes.length === 0) {
      if (!(await projectState(database, itemId, state))) await refuseFuture(database, itemId, state);
      return;
    }
    await inTransaction(database, async (tx) => {
      await lockItems(tx, [itemId]);
      const [former] = await readItems(tx, [itemId]);
      if (!(await projectState(tx, itemId, state))) return refuseFuture(tx, itemId, state);
      if (former === undefined) return;
      await appendChanges(
        tx,
        former,
        changes.filter(({ seq }) => seq > former.state.appliedSeq),
      );
    });
  };

/** A run that knows events which the database does not have is from before a restore: it ends, the next one loads the row. */
async function refuseFuture(db: Queryable, itemId: number, { appliedSeq }: LifecycleState): Promise<void> {
  const [item] = await readItems(db, [itemId]);
  if (item !== undefined && item.lastSeq >= appliedSeq) return;
  throw ApplicationFailure.nonRetryable(
    `this run has applied event ${appliedSeq} of item ${itemId}, but the database has ${item?.lastSeq ?? 'no such item'}: ` +
      'an older backup was restored; run `npm run rebuild-workflows`',
    'ahead',
  );
}
