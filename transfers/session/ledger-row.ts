import type { PlannedRecord } from '../../domain/record-plan.js';
import { externalGUID } from '../../qbxml/external-guid.js';
import type { RecordRow } from '../../store/records.js';
import type { ItemInHand } from '../items/item-in-hand.js';
import { lookupKey, type Numbering } from './compose.js';

/** A record that is sent again keeps its place in the ledger. */
export function keep(item: ItemInHand, row: RecordRow): void {
  const known = item.records.find((other) => other.key === row.key && other.generation === row.generation);
  if (known === undefined) item.records.push(row);
  else Object.assign(known, row);
  item.changedRecords.add(known ?? row);
}

/** ExternalGUID: the same for every attempt of a record, another for each generation (design, section 5). */
const guidOf = (item: ItemInHand, record: PlannedRecord): string =>
  externalGUID({
    itemId: `${item.connectionId}/${item.kind}/${item.psaId}`,
    key: record.key,
    generation: record.generation,
  });

/** A record as the ledger has it when it goes out, or is refused before it can. */
export function ledgerRow(
  item: ItemInHand,
  record: PlannedRecord,
  stamp: Numbering,
  set: Pick<RecordRow, 'messageSetId' | 'requestId'>,
): RecordRow {
  return {
    itemId: item.id,
    key: record.key,
    generation: record.generation,
    type: record.type,
    state: 'sent',
    ...set,
    externalGuid: guidOf(item, record),
    snapshotVersion: item.snapshotVersion,
    lineIds: record.lineIds,
    lookup: lookupKey(item, record, stamp),
    quantity: record.type === 'ItemReceiptAdd' ? record.quantity : null,
    txnID: record.type === 'TxnDel' ? record.txnID : null,
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
