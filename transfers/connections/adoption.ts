import { AppError } from '../../domain/errors.js';
import * as store from '../../store/adoption.js';
import { lockConnection } from '../../store/connections.js';
import { type Database, inTransaction } from '../../store/database.js';

export type ArmCommand = {
  connectionId: string;
  /** First day of which the restored database may not know what was sent; absent: the last that it knows. */
  since?: string | undefined;
  /** Adopts what is found; else only the report is made. */
  applies: boolean;
  at: string;
};

/**
 * Begins the search for what QuickBooks has and a restored database does not know of, or goes on with the one there is.
 * From now on the connection asks and sends nothing. A search whose report was read is made anew before it adopts.
 */
export function armAdoption(database: Database, command: ArmCommand): Promise<store.AdoptionRun> {
  return inTransaction(database, async (tx) => {
    const { connectionId, at } = command;
    if ((await lockConnection(tx, connectionId)) === undefined) throw noConnection(connectionId);
    const active = await store.activeRun(tx, connectionId);
    if (active === undefined) {
      await store.skipNumbers(tx);
      await store.forgetSetsToFree(tx, connectionId);
      const since = command.since ?? (await store.lastKnownDay(tx, connectionId, at.slice(0, 10)));
      return store.insertRun(tx, { connectionId, applies: command.applies, since, at });
    }
    const isOtherDay = command.since !== undefined && command.since !== active.since;
    if (active.applies === command.applies && !isOtherDay) return active;
    await store.forgetFindings(tx, active.id);
    const anew = { state: 'looking', applies: command.applies, since: command.since ?? active.since } as const;
    Object.assign(active, anew, { cursor: 0, askedInPass: 0, asked: 0 });
    await store.saveRun(tx, active);
    return active;
  });
}

/** Ends the search with nothing changed: the connection sends again. */
export function cancelAdoption(
  database: Database,
  command: { connectionId: string; at: string },
): Promise<store.AdoptionRun> {
  return inTransaction(database, async (tx) => {
    const { connectionId, at } = command;
    if ((await lockConnection(tx, connectionId)) === undefined) throw noConnection(connectionId);
    const active = await store.activeRun(tx, connectionId);
    if (active === undefined)
      throw new AppError('refused', `Nothing is being looked for on connection "${connectionId}"; nothing to cancel.`);
    Object.assign(active, { state: 'canceled', endedAt: at });
    await store.saveRun(tx, active);
    return active;
  });
}

const noConnection = (id: string): AppError =>
  new AppError('notFound', `There is no connection "${id}". GET /api/v1/connections lists them.`);
