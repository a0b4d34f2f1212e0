import { type Data, groupOf, groupsOf, isTrue, textOf, without } from '../../grammar/data.js';
import type { Books } from '../books.js';
import { amount, decimal, quantity, sum } from '../money.js';
import { References } from '../references.js';
import { refusals } from '../refusal.js';
import type { LineRow, TxnRow } from '../rows.js';
import { change, checkClosingDate, coreRet, enter, itemLines, lineRet, linkedTxns } from './entry.js';

const notInRet = [
  'PurchaseOrderLineAdd',
  'PurchaseOrderLineMod',
  'TxnID',
  'EditSequence',
  'TxnDate',
  'RefNumber',
  'ExchangeRate',
  'IsManuallyClosed',
];

/** PurchaseOrderAdd. The same item twice is refused, as the Autotask help names it for a cause of a failed transfer. */
export function addPurchaseOrder(books: Books, data: Data): TxnRow {
  const references = new References(books, 'Purchase Order');
  const vendor = references.find(data, 'VendorRef');
  const lines = itemLines(books, data, 'PurchaseOrderLineAdd', 'Purchase Order').map((line) => ({
    ...line,
    received: '0',
  }));
  const items = lines.map((line) => textOf(groupOf(line.fields, 'ItemRef'), 'FullName'));
  const twice = items.find((item, at) => item !== undefined && items.indexOf(item) < at);
  if (twice !== undefined) throw refusals.badValue('ItemRef', twice);
  return enter(books, {
    type: 'PurchaseOrder',
    entity: vendor,
    txnDate: textOf(data, 'TxnDate') ?? books.today,
    refNumber: books.numberFor('PurchaseOrder', textOf(data, 'RefNumber')),
    amount: amount(sum(lines.map((line) => line.amount))),
    fields: { IsToBePrinted: 'false', IsToBeEmailed: 'false', ...references.resolved(without(data, ...notInRet)) },
    lines,
  });
}

/**
 * PurchaseOrderMod: header elements, and closing by hand of the whole or of lines. Lines that are not mentioned vanish
 * as soon as one is; never both at once; a fully received order is neither closed nor reopened.
 */
export function modPurchaseOrder(books: Books, data: Data): TxnRow {
  const txnId = textOf(data, 'TxnID') ?? '';
  const row = books.transactions.get(txnId);
  if (row?.type !== 'PurchaseOrder') throw refusals.objectNotFound(txnId);
  if (books.locks.get(txnId)) throw refusals.transactionLocked(txnId);
  const sequence = textOf(data, 'EditSequence') ?? '';
  if (sequence !== row.editSequence) throw refusals.staleEditSequence(sequence);
  checkClosingDate(books, row.type, row.txnDate);
  const closed = textOf(data, 'IsManuallyClosed');
  const mentioned = groupsOf(data, 'PurchaseOrderLineMod');
  if (closed !== undefined && (mentioned.length > 0 || isFullyReceived(row)))
    throw refusals.badValue('IsManuallyClosed', closed);
  const references = new References(books, 'Purchase Order');
  const vendor = references.find(data, 'VendorRef');
  return change(books, row, {
    txnDate: textOf(data, 'TxnDate') ?? row.txnDate,
    refNumber: textOf(data, 'RefNumber') ?? row.refNumber ?? '',
    fields: { ...row.fields, ...references.resolved(without(data, ...notInRet)) },
    lines: mentioned.length === 0 ? row.lines : mentioned.map((line) => modifiedLine(row, line)),
    ...(vendor ? { entityId: vendor.listId } : {}),
    ...(closed === undefined ? {} : { manuallyClosed: isTrue(data, 'IsManuallyClosed') }),
  });
}

/** PurchaseOrderRet. */
export function purchaseOrderRet(books: Books, row: TxnRow): Data {
  return {
    ...coreRet(row),
    TotalAmount: row.amount,
    IsManuallyClosed: String(row.manuallyClosed ?? false),
    IsFullyReceived: String(isFullyReceived(row)),
    LinkedTxn: linkedTxns(books, row),
    PurchaseOrderLineRet: row.lines.map((line) => ({
      ...lineRet(line),
      ReceivedQuantity: line.received,
      IsBilled: 'false',
      IsManuallyClosed: String(line.closed ?? row.manuallyClosed ?? false),
    })),
  };
}

/** Whether every line with a quantity has come in. */
export function isFullyReceived(row: TxnRow): boolean {
  return row.lines.length > 0 && row.lines.every((line) => openQuantity(line).lte(0));
}

/** What of a line has not come in yet. */
export function openQuantity(line: LineRow): ReturnType<typeof decimal> {
  return decimal(line.quantity).minus(decimal(line.received));
}

/** Adds to what came in on lines of an order; a negative quantity takes it back. `link` is the receipt that does it. */
export function receive(
  books: Books,
  order: TxnRow,
  received: readonly { readonly txnLineId: string; readonly quantity: string }[],
  links: TxnRow['links'] = order.links,
): TxnRow {
  const lines = order.lines.map((line) => {
    const more = sum(received.filter(({ txnLineId }) => txnLineId === line.txnLineId).map((one) => one.quantity));
    return more.eq(0) ? line : { ...line, received: quantity(decimal(line.received).plus(more)) };
  });
  return change(books, order, { lines, links });
}

function modifiedLine(row: TxnRow, mentioned: Data): LineRow {
  const id = textOf(mentioned, 'TxnLineID') ?? '';
  const line = row.lines.find(({ txnLineId }) => txnLineId === id);
  if (!line) throw refusals.objectNotFound(id);
  const closed = textOf(mentioned, 'IsManuallyClosed');
  if (closed === undefined) return line;
  if (openQuantity(line).lte(0)) throw refusals.badValue('IsManuallyClosed', closed);
  return { ...line, closed: isTrue(mentioned, 'IsManuallyClosed') };
}
