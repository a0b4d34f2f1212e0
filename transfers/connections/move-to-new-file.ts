import { AppError } from '../../domain/errors.js';
import { isLeftBehind } from '../../domain/record-plan.js';
import {
  moveConnection,
  ownerOfFile,
  readyAndLeftBehind,
  stopPaidDates,
  type Unfinished,
  unfinishedOf,
} from '../../store/connection-moves.js';
import { type Connection, lockConnection } from '../../store/connections.js';
import { type Database, inTransaction, type Transaction } from '../../store/database.js';
import type { AddressedEvents } from '../../store/item-events.js';
import { accept, type LockedItem, loadItems, saveItems } from '../items/locked-item.js';

/** The deliberate act: `confirm` is the name of the connection, or its id, typed once more. */
export type MoveCommand = {
  connectionId: string;
  confirm: string;
  reason: string;
  by?: string | undefined;
  companyFile?: string | undefined;
  /** Of a file that carries one of ours already; absent: a new one. */
  fileId?: string | undefined;
  at: string;
};

/**
 * Moves a connection to another company file (S31): it gets a new FileID, for a .qwc file that has to be downloaded again.
 * What QuickBooks has stays in the old file and is not asked about any more; what is not transferred goes to the new one.
 */
export function moveToNewFile(
  database: Database,
  command: MoveCommand,
): Promise<{ connection: Connection; events: AddressedEvents[] }> {
  return inTransaction(database, async (tx) => {
    const { connectionId, at } = command;
    const former = await lockConnection(tx, connectionId);
    if (former === undefined) throw new AppError('notFound', `There is no connection "${connectionId}".`);
    if (![former.displayName, former.id].includes(command.confirm)) throw notConfirmed(command.confirm, former);
    refuseUnfinished(former, await unfinishedOf(tx, connectionId));
    await refuseTaken(tx, former, command.fileId);
    const reason = command.by === undefined ? command.reason : `${command.reason} (${command.by})`;
    const { companyFile, fileId } = command;
    const connection = await moveConnection(tx, { connectionId, companyFile, fileId, reason, at });
    await stopPaidDates(tx, connectionId);
    return { connection, events: await leaveBehind(tx, command) };
  });
}

/** What waits for the old file leaves the queue: receipts and deletions of purchase orders that are there. */
async function leaveBehind(tx: Transaction, { connectionId, at, by }: MoveCommand): Promise<AddressedEvents[]> {
  const found = await readyAndLeftBehind(tx, connectionId);
  const items = await loadItems(
    tx,
    found.map(({ id }) => id),
  );
  for (const item of items) hold(item, at, by);
  return saveItems(tx, items, at);
}

function hold(item: LockedItem, at: string, by: string | undefined): void {
  if (!item.state.ready || !isLeftBehind(item.records, item.state.generation)) return;
  accept(item, { type: 'setNotReady', at });
  item.newHistory.push({
    at,
    event: 'leftBehind',
    message:
      'The connection was moved to another company file. The purchase order is in the old one: do there by hand what is outstanding.',
    ...(by === undefined ? {} : { by }),
  });
}

const notConfirmed = (found: string, { id, displayName }: Connection): AppError =>
  new AppError(
    'refused',
    `Found the confirmation "${found}", expected the name of the connection, "${displayName}", or its id, "${id}". Nothing was changed.`,
    { problems: [{ field: 'confirm', problem: `expected "${displayName}" or "${id}"` }] },
  );

/** A company file belongs to one connection. */
async function refuseTaken(
  tx: Transaction,
  { id, displayName }: Connection,
  fileId: string | undefined,
): Promise<void> {
  const owner = fileId === undefined ? undefined : await ownerOfFile(tx, fileId);
  if (owner === undefined || (owner.id === id && !owner.isPresent)) return;
  const whose = owner.id === id ? `the file that "${displayName}" has now` : `a file of the connection "${owner.id}"`;
  throw new AppError(
    'refused',
    `Found the FileID {${fileId}} of ${whose}, expected another one. Nothing was changed.`,
    {
      problems: [{ field: 'fileId', problem: `is ${whose}` }],
    },
  );
}

/** Why a connection cannot be moved now, each with what to do; empty when it can. */
export function objectionsToMove({ fileId }: Connection, unfinished: Unfinished): string[] {
  const { openSessions, unsettledSets, bareRecords, adoptionRuns } = unfinished;
  return [
    ...(openSessions > 0 ? ['a session is open: wait until the Web Connector has finished'] : []),
    ...(unsettledSets + bareRecords > 0
      ? [
          `QuickBooks has still to say what became of something that it was sent: run the Web Connector with the old company file (FileID {${fileId}}) until it has nothing to do`,
        ]
      : []),
    ...(adoptionRuns > 0
      ? ['records are being looked for after a restore: finish it or cancel it (npm run adopt-from-quickbooks)']
      : []),
  ];
}

function refuseUnfinished(connection: Connection, unfinished: Unfinished): void {
  const found = objectionsToMove(connection, unfinished);
  if (found.length === 0) return;
  throw new AppError(
    'refused',
    `"${connection.displayName}" cannot be moved now: ${found.join('; ')}. Nothing was changed.`,
  );
}
