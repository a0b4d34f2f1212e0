import { groupBy } from '../../../domain/group-by.js';
import {
  type BulkAction,
  type BulkItem,
  endBulkAction,
  findBulkAction,
  insertBulkAction,
  nextBulkItems,
  takeBulkAction,
  writeBulkResults,
} from '../../../store/bulk-actions.js';
import { inTransaction } from '../../../store/database.js';
import { setNotReady, setReady } from '../../../transfers/items/commands.js';
import { tellAndAwait } from '../../shared/await-applied.js';
import type { Dependencies } from '../../shared/dependencies.js';

const CHUNK = 200;
/** What takes no longer than this is done before the page comes. */
const PATIENCE_MS = 2_000;

type NewAction = Omit<Parameters<typeof insertBulkAction>[1], 'createdAt'>;

/**
 * Carries a command out for many items, some at a time. It goes on when the page has been answered; one that was left
 * alone, because its process ended, is taken up by whoever looks at it next.
 */
export async function beginBulkAction(deps: Dependencies, action: NewAction): Promise<string> {
  const createdAt = deps.now();
  const id = await inTransaction(deps.database, (tx) => insertBulkAction(tx, { ...action, createdAt }));
  const working = work(deps, id, true);
  // What fails later leaves the action as it is, to be taken up again.
  working.catch(() => undefined);
  await Promise.race([working, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
  return id;
}

/** Goes on with an action that nobody works on. */
export const resumeBulkAction = (deps: Dependencies, id: string): void =>
  void work(deps, id, false).catch(() => undefined);

async function work(deps: Dependencies, id: string, isNew: boolean): Promise<void> {
  if (!(await takeBulkAction(deps.database, id, deps.now(), isNew))) return;
  const action = await findBulkAction(deps.database, id);
  if (action === undefined) return;
  for (;;) {
    const items = await nextBulkItems(deps.database, id, CHUNK);
    if (items.length === 0) break;
    await carryOut(deps, action, items);
  }
  await endBulkAction(deps.database, id, deps.now());
}

async function carryOut(deps: Dependencies, action: BulkAction, items: readonly BulkItem[]): Promise<void> {
  for (const [retransfer, those] of groupBy(items, (item) => item.retransfer)) {
    const psaIds = those.map(({ psaId }) => psaId);
    const { connectionId, kind } = action;
    const command = { connectionId, kind, psaIds, at: deps.now(), by: action.userName };
    const { results, events } =
      action.verb === 'ready'
        ? await setReady(deps.database, { ...command, retransfer })
        : await setNotReady(deps.database, command);
    await tellAndAwait(deps, command, events);
    const done = those.map(({ place }, index) => ({
      place,
      ok: results[index]?.ok ?? false,
      reason: results[index]?.reason ?? null,
    }));
    await writeBulkResults(deps.database, action.id, done, deps.now());
  }
}
