import { type MassCommand, stepMassCommand, storeMassCommand } from '../../../transfers/items/mass-commands.js';
import { tellAndAwait } from '../../shared/await-applied.js';
import type { Dependencies } from '../../shared/dependencies.js';

/** What takes no longer than this is done before the page comes. */
const PATIENCE_MS = 2_000;

/**
 * Carries a command out for many items, some at a time. It goes on when the page has been answered; one that is left
 * alone, because its process ended or a step failed, is taken up by the relay in the worker.
 */
export async function beginBulkAction(deps: Dependencies, command: Omit<MassCommand, 'createdAt'>): Promise<string> {
  const id = await storeMassCommand(deps.database, { ...command, createdAt: deps.now() });
  const working = work(deps, id);
  // Told by the relay, which tries what failed again.
  working.catch(() => undefined);
  await Promise.race([working, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
  return id;
}

async function work(deps: Dependencies, id: string): Promise<void> {
  for (;;) {
    const step = await stepMassCommand(deps.database, id, deps.now());
    if (step === undefined || step.isOver) return;
    await tellAndAwait(deps, step, step.events);
  }
}
