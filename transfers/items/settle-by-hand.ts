import { AppError } from '../../domain/errors.js';
import { type ItemKind, KIND_LABEL } from '../../domain/kinds.js';
import { deletionOutstanding } from '../../domain/record-plan.js';
import { noteOf } from '../../domain/snapshot-events.js';
import { type Database, inTransaction, type Transaction } from '../../store/database.js';
import type { AddressedEvents } from '../../store/item-events.js';
import { itemIds } from '../../store/items.js';
import { ownerOfTxn, type RecordRow } from '../../store/records.js';
import { judge } from './judge.js';
import { hasDetails, markDeleted } from './ledger-row.js';
import { accept, isAwaitingAnswer, type LockedItem, loadItems, saveItems } from './locked-item.js';

/** What a person found in QuickBooks, for a record of which nobody could tell what became of it. */
export type SettleCommand = {
  connectionId: string;
  kind: ItemKind;
  psaId: string;
  key: string;
  generation: number;
  /** Whether QuickBooks has the transaction; of a deletion: whether it still has the purchase order. */
  inQuickBooks: boolean;
  txnId?: string | undefined;
  reason: string;
  by?: string | undefined;
  at: string;
};

/**
 * Settles an outcome that is unknown, by the word of a person: QuickBooks has the record, then it is adopted; or it has
 * not, then it is sent again, alone. The item is judged as after any answer. The same word again changes nothing.
 */
export function settleByHand(database: Database, command: SettleCommand): Promise<{ events: AddressedEvents[] }> {
  return inTransaction(database, async (tx) => {
    const ids = await itemIds(tx, command.connectionId, command.kind, [command.psaId]);
    const [item] = await loadItems(
      tx,
      ids.map(({ id }) => id),
    );
    const record = item?.records.find((each) => each.key === command.key && each.generation === command.generation);
    if (item === undefined || record === undefined) throw noRecord(command, item);
    if (isSaidAlready(record, command)) return { events: [] };
    if (record.state !== 'unknown') throw notUnknown(record, command);
    await checkTxnId(tx, item, record, command);
    settle(item, record, command);
    resumeCancellation(item, record, command.at);
    if (item.sessionId === null && !isAwaitingAnswer(item))
      judge(item, { sessionId: null, now: command.at, cause: undefined });
    return { events: await saveItems(tx, [item], command.at) };
  });
}

function settle(item: LockedItem, record: RecordRow, command: SettleCommand): void {
  const isDone = isDoneBy(record, command);
  Object.assign(record, { settledAt: command.at, settledInSessionId: null, settledByHand: true });
  item.changedRecords.add(record);
  if (!isDone) {
    record.state = 'notProcessed';
    item.sentAlone = true;
  } else if (record.type === 'TxnDel') {
    record.state = 'deleted';
    markDeleted(item, record.generation);
  } else {
    record.state = 'added';
    record.txnId = command.txnId ?? null;
    record.needsDetails = record.txnId !== null && hasDetails(record.type) && record.elsewhere !== true;
  }
  item.newHistory.push({
    at: command.at,
    event: 'settledByHand',
    message: `${sentence(item, record, isDone, command)} Reason: ${command.reason}`,
    ...(command.by === undefined ? {} : { by: command.by }),
  });
}

/** S19: the PSA canceled what nobody could tell of then; QuickBooks has it, so it is to be deleted. */
function resumeCancellation(item: LockedItem, record: RecordRow, at: string): void {
  const isThere = record.type === 'PurchaseOrderAdd' && record.state === 'added' && record.txnId !== null;
  if (!item.state.canceled || !isThere || !deletionOutstanding(item.records)) return;
  const canceled = { type: 'canceled', at, deletionOutstanding: true } as const;
  const message = noteOf(canceled) ?? '';
  if (accept(item, canceled)) item.newHistory.push({ at, event: 'canceled', message });
}

/** A deletion is done when QuickBooks no longer has what it was to delete. */
const isDoneBy = (record: RecordRow, { inQuickBooks }: SettleCommand): boolean =>
  record.type === 'TxnDel' ? !inQuickBooks : inQuickBooks;

function sentence(item: LockedItem, record: RecordRow, isDone: boolean, { txnId }: SettleCommand): string {
  const what = `${record.key} (generation ${record.generation})`;
  if (record.type === 'TxnDel') {
    if (isDone) return `${what}: the purchase order is gone.`;
    return `${what}: ${record.txnId === null ? 'the purchase order is still there' : 'it is deleted again, alone'}.`;
  }
  if (!isDone && item.state.canceled) return `${what}: QuickBooks does not have it; it is canceled and not sent.`;
  if (!isDone) return `${what}: QuickBooks does not have it; it is sent again, alone.`;
  return `${what}: QuickBooks has it${txnId === undefined ? '' : ` as ${txnId}`}.`;
}

function isSaidAlready(record: RecordRow, command: SettleCommand): boolean {
  if (!record.settledByHand) return false;
  if (!isDoneBy(record, command)) return record.state === 'notProcessed';
  const isSame = command.txnId === undefined || command.txnId === record.txnId;
  return record.state === (record.type === 'TxnDel' ? 'deleted' : 'added') && isSame;
}

/** A transaction is one record's only. */
async function checkTxnId(tx: Transaction, item: LockedItem, record: RecordRow, command: SettleCommand): Promise<void> {
  const { txnId, inQuickBooks } = command;
  if (txnId === undefined) return;
  if (!inQuickBooks || record.type === 'TxnDel')
    throw new AppError('invalid', 'Found a txnId for what is not in QuickBooks, or for a deletion; leave it out.', {
      problems: [{ field: 'txnId', problem: 'expected only for a transaction that is in QuickBooks' }],
    });
  const owner = await ownerOfTxn(tx, item.connectionId, record.type, txnId);
  if (owner === undefined) return;
  throw new AppError(
    'refused',
    `The transaction ${txnId} is the record ${owner.key} (generation ${owner.generation}) of the ${KIND_LABEL[owner.kind]} ${owner.number}; ` +
      'it cannot be this one too. Look again in QuickBooks.',
  );
}

function noRecord({ kind, psaId, key, generation }: SettleCommand, item: LockedItem | undefined): AppError {
  const unknown = (item?.records ?? []).filter(({ state }) => state === 'unknown');
  const there =
    unknown.length === 0
      ? 'none of its records is unknown'
      : `unknown are ${unknown.map((record) => `${record.key} (generation ${record.generation})`).join(', ')}`;
  return new AppError(
    'notFound',
    `The ${KIND_LABEL[kind]} "${psaId}" has no record ${key} of generation ${generation}; ${there}.`,
  );
}

const notUnknown = (record: RecordRow, { key, generation }: SettleCommand): AppError =>
  new AppError(
    'refused',
    `The record ${key} (generation ${generation}) is "${record.state}"; only one that is "unknown" is settled by hand. Look at the item's history.`,
  );
