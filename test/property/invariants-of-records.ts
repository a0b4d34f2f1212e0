import { add, compare } from '../../domain/money.js';
import type { Evidence, ItemEvidence } from './evidence.js';

const bare = (guid: string): string => guid.toLowerCase();

/** Ledger and company file agree, and nothing was made twice. */
export function ledgerProblems({ items, ours, everMade, deletedByHand }: Evidence): string[] {
  const problems: string[] = [];
  const there = new Map(ours.map((transaction) => [transaction.txnId, transaction]));
  const records = items.flatMap((item) =>
    item.records.map((record) => ({ record, name: `${item.psa.mark} ${record.key}/${record.generation}` })),
  );
  for (const { record, name } of records) {
    if (record.type === 'TxnDel' || record.state !== 'added' || deletedByHand.has(record.txnId ?? '')) continue;
    const transaction = there.get(record.txnId ?? '');
    if (transaction === undefined)
      problems.push(`${name}: the ledger says added as ${record.txnId}, QuickBooks has no such transaction`);
    else if (bare(transaction.externalGuid ?? '') !== bare(record.externalGuid))
      problems.push(`${name}: ${record.txnId} is not ours`);
  }
  for (const transaction of ours) {
    const known = records.filter(({ record }) => bare(record.externalGuid) === bare(transaction.externalGuid ?? ''));
    const [only] = known;
    if (known.length !== 1 || only === undefined) problems.push(`${transaction.txnId} is ours ${known.length} times`);
    else if (
      only.record.state !== 'unknown' &&
      (only.record.state !== 'added' || only.record.txnId !== transaction.txnId)
    )
      problems.push(
        `${only.name}: QuickBooks has it as ${transaction.txnId}, the ledger says ${only.record.state} ${only.record.txnId}`,
      );
  }
  for (const [guid, txnIds] of everMade) {
    const own = [...txnIds].filter((txnId) => !deletedByHand.has(txnId));
    if (own.length > 1) {
      const name = records.find(({ record }) => bare(record.externalGuid) === bare(guid))?.name ?? guid;
      problems.push(`${name} was made ${own.length} times in QuickBooks: ${own.join(', ')}`);
    }
  }
  return problems;
}

/** S3, S18: no purchase order received more in QuickBooks through us than the PSA ever received. */
export function receiptProblems({ psa, row, records }: ItemEvidence, { ours }: Evidence): string[] {
  if (row.kind !== 'purchase-orders' || psa.isSpoiled) return [];
  const orders = records.filter(({ type, state }) => type === 'PurchaseOrderAdd' && state === 'added');
  const isUnknown = records.some(({ state }) => state === 'unknown');
  const isDone =
    row.state.outcome === 'transferred' && !row.state.ready && !row.state.needsResync && !row.state.canceled;
  return orders.flatMap((order) =>
    row.snapshot.lines.flatMap((line) => {
      const lineId = order.lines[line.id];
      if (lineId === undefined) return [`line ${line.id} of ${order.txnId} has no TxnLineID`];
      const received = ours
        .flatMap(({ lines }) => lines)
        .filter(({ linkedTo }) => linkedTo?.txnLineId === lineId)
        .reduce((sum, { quantity }) => add(sum, quantity ?? '0'), '0');
      if (compare(received, line.quantity) > 0) return [`line ${line.id}: received ${received} of ${line.quantity}`];
      const isPresent = order.generation === row.state.generation;
      return isPresent && isDone && !isUnknown && compare(received, line.received) < 0
        ? [`line ${line.id}: the PSA received ${line.received}, QuickBooks ${received}`]
        : [];
    }),
  );
}
