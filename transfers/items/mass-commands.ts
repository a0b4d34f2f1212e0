import {
  type BulkAction,
  endBulkAction,
  insertBulkAction,
  lockBulkAction,
  nextBulkItems,
  writeBulkResults,
} from '../../store/bulk-actions.js';
import { type Database, inTransaction } from '../../store/database.js';
import type { AddressedEvents } from '../../store/item-events.js';
import { type CommandOutcome, setNotReadyIn, setReadyIn } from './commands.js';

/** How many items one transaction decides on: their rows are locked so long. */
const ITEMS_A_STEP = 200;

/** A command for many items, as a person gave it. */
export type MassCommand = Parameters<typeof insertBulkAction>[1];

/** What a step did: which items it decided on, and the events that their workflows are to be told. */
export type MassStep = {
  isOver: boolean;
  connectionId: string;
  kind: BulkAction['kind'];
  psaIds: readonly string[];
  events: AddressedEvents[];
};

/** Writes a command for many items down; from then on it is carried out, step by step, whichever process dies. */
export const storeMassCommand = (database: Database, command: MassCommand): Promise<string> =>
  inTransaction(database, (tx) => insertBulkAction(tx, command));

/**
 * Carries a command out for its next items. What it comes to for them is kept with what it does to them, in one
 * transaction, so that gateway and relay may both step, and each item is decided on once.
 *
 * @param at ISO 8601 in UTC
 * @returns undefined when the command is over, or another process is in the middle of a step of it
 */
export const stepMassCommand = (database: Database, id: string, at: string): Promise<MassStep | undefined> =>
  inTransaction(database, async (tx) => {
    const action = await lockBulkAction(tx, id);
    if (action === undefined) return undefined;
    const { connectionId, kind, verb } = action;
    const next = await nextBulkItems(tx, id, ITEMS_A_STEP);
    const retransfer = next[0]?.retransfer ?? false;
    // One command a step: it locks all of its items in the one order that all others keep to.
    const items = next.filter((item) => item.retransfer === retransfer);
    const psaIds = items.map(({ psaId }) => psaId);
    if (items.length === 0) {
      await endBulkAction(tx, id, at);
      return { isOver: true, connectionId, kind, psaIds, events: [] };
    }
    const command = { connectionId, kind, psaIds, at, by: action.userName };
    const { results, events }: CommandOutcome =
      verb === 'ready' ? await setReadyIn(tx, { ...command, retransfer }) : await setNotReadyIn(tx, command);
    const done = items.map(({ place }, index) => ({
      place,
      ok: results[index]?.ok ?? false,
      reason: results[index]?.reason ?? null,
    }));
    await writeBulkResults(tx, id, done, at);
    return { isOver: false, connectionId, kind, psaIds, events };
  });
