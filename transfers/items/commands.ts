import { objectionToReady } from '../../domain/eligibility.js';
import type { ItemKind } from '../../domain/kinds.js';
import { KIND_LABEL } from '../../domain/kinds.js';
import { type TransferStatus, transferStatus } from '../../domain/transfer-status.js';
import { warningOf } from '../../domain/warnings.js';
import { askPaidDatesAnew } from '../../store/connection-moves.js';
import { type Database, inTransaction, type Transaction } from '../../store/database.js';
import type { AddressedEvents } from '../../store/item-events.js';
import { itemIds } from '../../store/items.js';
import { accept, hasUnknown, type LockedItem, loadItems, saveItems, standingOf } from './locked-item.js';

/** What a command came to for one item; `ok` with a reason is a yes with something to know. */
export type CommandResult = { id: string; ok: boolean; transferStatus: TransferStatus; reason?: string };

/** The results in the order of the ids, and the events that were accepted. */
export type CommandOutcome = { results: CommandResult[]; events: AddressedEvents[] };

type Verdict = { ok: boolean; reason?: string };

/** Items of one kind, named by the PSA's ids; `by` is the person, where one is known. */
type Command = { connectionId: string; kind: ItemKind; psaIds: readonly string[]; at: string; by?: string };

/** Set as Ready to Transfer to QuickBooks (S11 to S16); refused items say why, the others go on. */
export const setReady = (database: Database, command: Command & { retransfer: boolean }): Promise<CommandOutcome> =>
  inTransaction(database, (tx) => setReadyIn(tx, command));

/** `setReady` as part of a transaction. */
export const setReadyIn = (tx: Transaction, command: Command & { retransfer: boolean }): Promise<CommandOutcome> =>
  forEachItem(tx, command, (item) => {
    const objection = objectionToReady(item, standingOf(item), command.retransfer);
    if (objection !== undefined) return { ok: false, reason: objection };
    const { generation } = item.state;
    if (accept(item, { type: 'setReady', at: command.at, retransfer: command.retransfer })) {
      const isMadeAgain = item.state.generation > generation;
      item.newHistory.push({
        at: command.at,
        event: 'setReady',
        ...byWhom(command),
        ...(isMadeAgain ? { message: 'Set ready again: a duplicate in QuickBooks was asked for.' } : {}),
      });
    }
    const warning = warningOf(item);
    return warning === undefined ? { ok: true } : { ok: true, reason: warning };
  });

/** Set as Not Ready to Transfer to QuickBooks (S8, S9); what is on its way cannot be called back. */
export const setNotReady = (database: Database, command: Command): Promise<CommandOutcome> =>
  inTransaction(database, (tx) => setNotReadyIn(tx, command));

/** `setNotReady` as part of a transaction. */
export const setNotReadyIn = (tx: Transaction, command: Command): Promise<CommandOutcome> =>
  forEachItem(tx, command, (item) => {
    if (accept(item, { type: 'setNotReady', at: command.at }))
      item.newHistory.push({ at: command.at, event: 'setNotReady', ...byWhom(command) });
    return item.state.withdrawn
      ? { ok: true, reason: 'being sent: a success stands, a failure is held' }
      : { ok: true };
  });

const UNSETTLED =
  'Nobody can tell whether QuickBooks has the invoice; cleared, it would wait for ever. Look for it in QuickBooks, then settle it by hand.';

/** Clears the transfer error of an invoice (S12); the history keeps it, with the reason given. */
export const clearError = (
  database: Database,
  command: Omit<Command, 'kind' | 'psaIds'> & { psaId: string; reason: string },
): Promise<CommandOutcome> =>
  inTransaction(database, (tx) =>
    forEachItem(tx, { ...command, kind: 'invoices', psaIds: [command.psaId] }, (item) => {
      if (item.state.outcome !== 'failed')
        return { ok: false, reason: 'The invoice has no transfer error that could be cleared.' };
      if (hasUnknown(item)) return { ok: false, reason: UNSETTLED };
      accept(item, { type: 'errorCleared', at: command.at, reason: command.reason });
      item.newHistory.push({ at: command.at, event: 'errorCleared', message: command.reason, ...byWhom(command) });
      return { ok: true };
    }),
  );

/** The person, where one is known: the PSA comes with a token of its own. */
const byWhom = ({ by }: { by?: string }): { by?: string } => (by === undefined ? {} : { by });

async function forEachItem(
  tx: Transaction,
  command: Command,
  decide: (item: LockedItem) => Verdict,
): Promise<CommandOutcome> {
  const found = await itemIds(tx, command.connectionId, command.kind, command.psaIds);
  const items = await loadItems(
    tx,
    found.map(({ id }) => id),
  );
  return decideEach(tx, items, command, decide);
}

/** An invoice that is transferred again. */
const isMadeAnew = ({ kind, newEvents }: LockedItem): boolean =>
  kind === 'invoices' && newEvents.some(({ event }) => event.type === 'setReady' && event.retransfer);

async function decideEach(
  tx: Transaction,
  items: LockedItem[],
  command: { kind: ItemKind; psaIds: readonly string[]; at: string },
  decide: (item: LockedItem) => Verdict,
): Promise<CommandOutcome> {
  const verdicts = new Map(items.map((item) => [item.psaId, { item, verdict: decide(item) }]));
  const events = await saveItems(tx, items, command.at);
  await askPaidDatesAnew(
    tx,
    items.filter(isMadeAnew).map(({ id }) => id),
  );
  const results = command.psaIds.map((id): CommandResult => {
    const decided = verdicts.get(id);
    if (decided === undefined) {
      return {
        id,
        ok: false,
        transferStatus: 'Not Transferred',
        reason: `No ${KIND_LABEL[command.kind]} with this id has arrived from the PSA.`,
      };
    }
    return { id, ...decided.verdict, transferStatus: transferStatus(decided.item.state) };
  });
  return { results, events };
}
