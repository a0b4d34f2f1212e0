import type { PlannedRecord, WriteType } from '../../domain/record-plan.js';
import { externalGuid } from '../../qbxml/external-guid.js';
import type { RecordName } from '../../store/message-sets.js';
import type { RecordRow } from '../../store/records.js';
import type { LockedItem } from './locked-item.js';
import { lookupKey, type Numbering } from './lookup-key.js';

/** A record that is sent again keeps its place in the ledger. */
export function keep(item: LockedItem, row: RecordRow): void {
  const known = item.records.find((other) => other.key === row.key && other.generation === row.generation);
  if (known === undefined) item.records.push(row);
  else Object.assign(known, row);
  item.changedRecords.add(known ?? row);
}

/** ExternalGUID: the same for every attempt of a record, another for each generation (P801). */
const guidOf = (item: LockedItem, record: Pick<PlannedRecord, 'key' | 'generation'>): string =>
  externalGuid({
    itemId: `${item.connectionId}/${item.kind}/${item.psaId}`,
    key: record.key,
    generation: record.generation,
  });

/** The deletion of a purchase order that only people can delete, as the ledger has it: nothing is sent, nobody can tell. */
export function deletionByHand(item: LockedItem, order: RecordRow, statusMessage: string): RecordRow {
  const { generation, lookup } = order;
  const record: Named = { key: 'deletion', type: 'TxnDel', generation, lineIds: [] };
  return { ...unsentRow(item, record), state: 'unknown', lookup, statusMessage };
}

/** A record as the ledger has it when it goes out, or is refused before it can. */
export function ledgerRow(
  item: LockedItem,
  record: PlannedRecord,
  stamp: Numbering,
  set: Pick<RecordRow, 'messageSetId' | 'requestId'>,
): RecordRow {
  return {
    ...unsentRow(item, record),
    state: 'sent',
    ...set,
    lookup: lookupKey(item, record, stamp),
    quantity: record.type === 'ItemReceiptAdd' ? record.quantity : null,
    txnId: record.type === 'TxnDel' ? record.txnId : null,
  };
}

type Named = Pick<PlannedRecord, 'key' | 'generation' | 'type' | 'lineIds'>;

/** What is known of a record before QuickBooks has seen it. */
function unsentRow(item: LockedItem, record: Named): Omit<RecordRow, 'state' | 'lookup'> {
  return {
    itemId: item.id,
    key: record.key,
    generation: record.generation,
    type: record.type,
    messageSetId: null,
    requestId: null,
    externalGuid: guidOf(item, record),
    snapshotVersion: item.snapshotVersion,
    lineIds: record.lineIds,
    quantity: null,
    txnId: null,
    editSequence: null,
    refNumber: null,
    listId: null,
    lines: {},
    needsDetails: false,
    statusCode: null,
    statusMessage: null,
    settledAt: null,
    settledInSessionId: null,
    settledByHand: false,
    elsewhere: false,
  };
}

/** The addition of a generation is gone from QuickBooks. */
export function markDeleted(item: LockedItem, generation: number): void {
  const addition = item.records.find((other) => other.type === 'PurchaseOrderAdd' && other.generation === generation);
  if (addition === undefined) return;
  addition.state = 'deleted';
  item.changedRecords.add(addition);
}

/** Types that are asked again for what an ErrorRecovery aggregate leaves out: their number, their lines. */
export const hasDetails = (type: WriteType): type is 'InvoiceAdd' | 'PurchaseOrderAdd' =>
  type === 'InvoiceAdd' || type === 'PurchaseOrderAdd';

/** The place of a record in the ledger. */
export const nameOf = ({ itemId, key, generation }: RecordName): RecordName => ({ itemId, key, generation });

export const isNamed = (record: RecordName, { itemId, key, generation }: RecordName): boolean =>
  record.itemId === itemId && record.key === key && record.generation === generation;
