import { objectionToEligibility, standingOf } from '../../domain/eligibility.js';
import { groupBy } from '../../domain/group-by.js';
import type { WriteType } from '../../domain/record-plan.js';
import { transferDate, transferStatus } from '../../domain/transfer-status.js';
import { warningOf } from '../../domain/warnings.js';
import type { Queryable } from '../../store/database.js';
import { batchesOfItems } from '../../store/invoice-batches.js';
import { type ItemRow, readItems } from '../../store/items.js';
import { type RecordRow, recordsOfItems } from '../../store/records.js';
import type { ItemView, RecordView } from './schemas/item.js';

const TXN_TYPE = {
  InvoiceAdd: 'Invoice',
  PurchaseOrderAdd: 'PurchaseOrder',
  ItemReceiptAdd: 'ItemReceipt',
  TimeTrackingAdd: 'TimeTracking',
  BillAdd: 'Bill',
  TxnDel: 'PurchaseOrder',
} as const satisfies Record<WriteType, RecordView['txnType']>;

/** Items as people see them, with their records: three queries, however many items there are. */
export async function viewItems(db: Queryable, items: readonly ItemRow[]): Promise<ItemView[]> {
  const ids = items.map(({ id }) => id);
  const records = groupBy(await recordsOfItems(db, ids), (record) => record.itemId);
  const batches = await batchesOfItems(db, ids);
  const processing = new Set(batches.filter(({ status }) => status === 'processing').map(({ itemId }) => itemId));
  return items.map((item) => view(item, records.get(item.id) ?? [], processing.has(item.id)));
}

/** One item by the number under which we know it. */
export async function viewItem(db: Queryable, itemId: number): Promise<ItemView> {
  const [item] = await viewItems(db, await readItems(db, [itemId]));
  if (item === undefined) throw new Error(`item ${itemId} is gone, although items are never removed`);
  return item;
}

function view(item: ItemRow, records: readonly RecordRow[], batchProcessing: boolean): ItemView {
  const { state, kind, snapshot } = item;
  const objection = objectionToEligibility(item, standingOf(item, records, batchProcessing));
  const failure = state.outcome === 'failed' ? state.failure?.message : undefined;
  return {
    id: item.psaId,
    kind,
    number: item.number,
    transferStatus: transferStatus(state),
    transferDate: transferDate(state),
    transferredAt: state.transferredAt,
    ready: state.ready && !state.withdrawn,
    needsResync: state.needsResync,
    eligible: objection === undefined,
    reason: [objection, failure].filter(Boolean).join(' ') || (warningOf(item) ?? null),
    // S24: what the PSA states of it counts, whatever QuickBooks had said before.
    paidDate: ('paidDate' in snapshot ? snapshot.paidDate : undefined) ?? item.paidDate,
    records: records.map(viewRecord),
    snapshot,
  };
}

const viewRecord = ({ key, generation, type, txnId, refNumber, state, statusCode }: RecordRow): RecordView => ({
  key,
  generation,
  txnType: TXN_TYPE[type],
  txnId: txnId,
  refNumber,
  state,
  ...(statusCode === null ? {} : { statusCode }),
});
