import { markDelivered, undeliveredChanges } from '../store/changes.js';
import type { ActivityDependencies } from './dependencies.js';

const PAGE = 100;

/** Hands the PSA the oldest changes that it has not accepted. Throws when the PSA does, and is tried again. */
export const createDeliverChanges =
  ({ database, psa, now }: ActivityDependencies) =>
  async (connectionId: string): Promise<{ isMore: boolean }> => {
    if (psa === undefined) return { isMore: false };
    const changes = await undeliveredChanges(database, connectionId, PAGE);
    for (const change of changes) {
      await psa.tell(connectionId, change);
      await markDelivered(database, [change.cursor], now());
    }
    return { isMore: changes.length === PAGE };
  };
