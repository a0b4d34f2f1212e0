import { ITEM_KINDS, type ItemKind, KIND_LABEL } from '../../../domain/kinds.js';
import { TRANSFER_STATUSES } from '../../../domain/transfer-status.js';
import type { ItemView, RecordView } from '../../../gateway/shared/schemas/item.js';
import type { CompanyFile } from '../../../simulator/simulator.js';
import { DemoFailure } from '../failure.js';
import { expectItems, type Stage } from '../stage.js';
import { AT_THE_END, PAID_AT_THE_END } from './expected.js';

export type Items = Readonly<Record<ItemKind, readonly ItemView[]>>;

const OURS = ['Invoice', 'PurchaseOrder', 'ItemReceipt', 'TimeTracking', 'Bill'] as const;

/** Compares what the product says with what the company file holds; fails with the first difference. */
export async function checkTheEnd(stage: Stage): Promise<Items> {
  for (const kind of ITEM_KINDS) await expectItems(stage, kind, AT_THE_END[kind]);
  const [invoices = [], orders = [], timesheets = [], reports = []] = await Promise.all(
    ITEM_KINDS.map(stage.rest.items),
  );
  const items = { invoices, 'purchase-orders': orders, timesheets, 'expense-reports': reports };
  for (const kind of ITEM_KINDS) {
    const unexpected = items[kind].find(({ id }) => !(id in AT_THE_END[kind]));
    if (unexpected) throw new DemoFailure(`found ${KIND_LABEL[kind]} ${unexpected.id}, which nobody made`);
    const missing = TRANSFER_STATUSES.find((status) => !items[kind].some((item) => item.transferStatus === status));
    if (missing) throw new DemoFailure(`found no ${KIND_LABEL[kind]} that is ${missing}, expected at least one`);
  }
  for (const item of invoices) checkPaidDate(item);
  checkBooks(stage.company, [...invoices, ...orders, ...timesheets, ...reports]);
  return items;
}

function checkPaidDate({ id, paidDate }: ItemView): void {
  const expected = PAID_AT_THE_END[id];
  if (expected === undefined || paidDate === expected) return;
  throw new DemoFailure(`invoice ${id}: found the paid date ${paidDate ?? 'none'}, expected ${expected ?? 'none'}`);
}

/** Exactly once: each record that the product believes in is in QuickBooks, and QuickBooks has nothing besides. */
export function checkBooks(company: CompanyFile, items: readonly ItemView[]): void {
  const believed = new Map(items.flatMap((item) => item.records.flatMap((record) => believedOf(item, record))));
  const kept = company.transactions().filter(({ type }) => OURS.some((ours) => ours === type));
  for (const { txnId, type, refNumber } of kept) {
    if (believed.delete(txnId)) continue;
    throw new DemoFailure(`found the ${type} ${refNumber ?? ''} (${txnId}) in QuickBooks, which no item knows`);
  }
  for (const [txnId, item] of believed)
    throw new DemoFailure(`found no ${txnId} in QuickBooks, expected it for ${item}`);
}

/** What a former generation of a purchase order left was deleted by hand, and the product is not told of that. */
function believedOf(item: ItemView, { txnId, txnType, state, generation }: RecordView): [string, string][] {
  const newest = Math.max(...item.records.map((record) => record.generation));
  if (state !== 'added' || txnId === null || generation < newest) return [];
  return [[txnId, `${txnType} of ${KIND_LABEL[item.kind]} ${item.id}`]];
}
