import { type Data, groupOf, groupsOf, textOf, textsOf, without } from '../../grammar/data.js';
import type { Books } from '../books.js';
import { amount, decimal, quantity, sum } from '../money.js';
import { References } from '../references.js';
import { refusals, type Status } from '../refusal.js';
import type { LineRow, ListRow, TxnRow } from '../rows.js';
import { coreRet, enter, itemLines, lineRet, linkedTxns } from './entry.js';
import { expenseLines } from './expense-lines.js';
import { openQuantity, receive } from './purchase-order.js';

type Receiving = { readonly orderId: string; readonly txnLineId: string; readonly quantity: string };

/** The receipt, and a warning when QuickBooks kept it without its link. */
export type ReceiptAdded = { readonly row: TxnRow; readonly warning?: Status };

const notInRet = ['LinkToTxnID', 'ExpenseLineAdd', 'ItemLineAdd', 'TxnDate', 'RefNumber', 'ExchangeRate'];

/**
 * ItemReceiptAdd. Rules of linking (P809): a linked line has no ItemRef; the vendor is the order's; a line
 * can be received while it is not closed and less came in than was ordered; LinkToTxnID takes the whole of an order,
 * and the same order must not stand in both forms.
 */
export function addItemReceipt(books: Books, data: Data): ReceiptAdded {
  const references = new References(books, 'Item Receipt');
  const vendor = references.find(data, 'VendorRef');
  if (!vendor) throw refusals.missingElement('VendorRef');
  const wholeOrders = textsOf(data, 'LinkToTxnID');
  const warnings: Status[] = [];
  const whole = wholeOrders.flatMap((txnId) => wholeOrder(books, vendor, txnId, warnings));
  const single = groupsOf(data, 'ItemLineAdd').map((line) => receiptLine(books, vendor, line, wholeOrders, warnings));
  const lines = [...expenseLines(books, data, 'Item Receipt'), ...whole, ...single];
  if (lines.length === 0) throw refusals.missingElement('ItemLineAdd');
  checkQuantities(books, lines);
  const row = enter(books, {
    type: 'ItemReceipt',
    entity: vendor,
    txnDate: textOf(data, 'TxnDate') ?? books.today,
    refNumber: textOf(data, 'RefNumber'),
    amount: amount(sum(lines.map((line) => line.amount))),
    fields: references.resolved(without(data, ...notInRet)),
    lines,
    links: linksOf(lines),
  });
  bookIn(books, row, 1);
  const [warning] = warnings;
  return warning ? { row, warning } : { row };
}

/** Books what a receipt brought into its orders, or with -1 out of them again. */
export function bookIn(books: Books, receipt: TxnRow, sign: 1 | -1): void {
  for (const link of receipt.links) {
    const order = books.transactions.get(link.txnId);
    if (!order) continue;
    const received = receivingsOf(receipt.lines)
      .filter(({ orderId }) => orderId === order.txnId)
      .map(({ txnLineId, quantity: count }) => ({ txnLineId, quantity: quantity(decimal(count).times(sign)) }));
    const others = order.links.filter(({ txnId }) => txnId !== receipt.txnId);
    const link_ = { txnId: receipt.txnId, amount: link.amount, linkType: link.linkType };
    receive(books, order, received, sign === 1 ? [...others, link_] : others);
  }
}

/** ItemReceiptRet. */
export function itemReceiptRet(books: Books, row: TxnRow): Data {
  return {
    ...coreRet(row),
    TotalAmount: row.amount,
    LinkedTxn: linkedTxns(books, row),
    ExpenseLineRet: row.lines.filter(({ kind }) => kind === 'expense').map(lineRet),
    ItemLineRet: row.lines.filter(({ kind }) => kind === 'item').map(lineRet),
  };
}

function wholeOrder(books: Books, vendor: ListRow, txnId: string, warnings: Status[]): LineRow[] {
  const order = findOrder(books, vendor, txnId);
  const open = order.lines.filter((line) => !line.closed && openQuantity(line).gt(0));
  if (order.manuallyClosed || open.length === 0) {
    refuseOrWarn(books, txnId, warnings);
    return [];
  }
  return open.map((line) => linkedLine(books, order, line, quantity(openQuantity(line)), {}));
}

function receiptLine(
  books: Books,
  vendor: ListRow,
  line: Data,
  wholeOrders: readonly string[],
  warnings: Status[],
): LineRow {
  const link = groupOf(line, 'LinkToTxn');
  const [plain] = itemLines(books, { ItemLineAdd: [line] }, 'ItemLineAdd', 'Item Receipt', 'Cost');
  if (!plain || !link) return plain ?? { txnLineId: books.nextTxnId(), kind: 'item', fields: {}, amount: '0.00' };
  const item = groupOf(line, 'ItemRef');
  if (item) throw refusals.elementNotNeeded('ItemRef');
  const orderId = textOf(link, 'TxnID') ?? '';
  if (wholeOrders.includes(orderId)) throw refusals.badValue('LinkToTxnID', orderId);
  const order = findOrder(books, vendor, orderId);
  const lineId = textOf(link, 'TxnLineID') ?? '';
  const orderLine = order.lines.find(({ txnLineId }) => txnLineId === lineId);
  if (!orderLine) throw refusals.objectNotFound(lineId);
  if (order.manuallyClosed || orderLine.closed) {
    refuseOrWarn(books, orderId, warnings);
    return plain;
  }
  return linkedLine(books, order, orderLine, plain.quantity ?? quantity(openQuantity(orderLine)), plain.fields);
}

function linkedLine(books: Books, order: TxnRow, line: LineRow, count: string, given: Data): LineRow {
  const cost = textOf(given, 'Cost') ?? textOf(line.fields, 'Rate');
  const inherited = {
    ItemRef: line.fields.ItemRef,
    Desc: line.fields.Desc,
    CustomerRef: line.fields.CustomerRef,
  };
  return {
    txnLineId: books.nextTxnId(),
    kind: 'item',
    fields: { ...inherited, ...(cost === undefined ? {} : { Cost: cost }), ...given },
    quantity: count,
    amount: amount(textOf(given, 'Amount') ?? decimal(count).times(decimal(cost))),
    linkedTo: { txnId: order.txnId, txnLineId: line.txnLineId },
  };
}

function findOrder(books: Books, vendor: ListRow, txnId: string): TxnRow {
  const order = books.transactions.get(txnId);
  if (order?.type !== 'PurchaseOrder') throw refusals.objectNotFound(txnId);
  if (books.locks.get(txnId)) throw refusals.transactionLocked(txnId);
  if (order.entityId !== vendor.listId) throw refusals.badValue('VendorRef', vendor.fullName);
  return order;
}

/** Intuit lists 570 as a warning, users report an error; the company file can be told which. */
function refuseOrWarn(books: Books, txnId: string, warnings: Status[]): void {
  const message = `Unable to link to transaction "${txnId}" because it has already been closed.`;
  if (books.company.closedOrderLink === 'refuse') throw refusals.badValue('LinkToTxn', txnId, message);
  warnings.push({ code: 570, severity: 'Warn', message });
}

function checkQuantities(books: Books, lines: readonly LineRow[]): void {
  for (const { orderId, txnLineId, quantity: count } of receivingsOf(lines)) {
    const line = books.transactions.get(orderId)?.lines.find((one) => one.txnLineId === txnLineId);
    const all = sum(
      receivingsOf(lines)
        .filter((one) => one.txnLineId === txnLineId)
        .map((one) => one.quantity),
    );
    if (!line || decimal(count).lte(0) || all.gt(openQuantity(line))) throw refusals.badValue('Quantity', count);
  }
}

function receivingsOf(lines: readonly LineRow[]): readonly Receiving[] {
  return lines.flatMap(({ linkedTo, quantity: count }) =>
    linkedTo ? [{ orderId: linkedTo.txnId, txnLineId: linkedTo.txnLineId, quantity: count ?? '0' }] : [],
  );
}

function linksOf(lines: readonly LineRow[]): TxnRow['links'] {
  const orders = new Set(receivingsOf(lines).map(({ orderId }) => orderId));
  return [...orders].map((txnId) => {
    const counts = receivingsOf(lines).filter(({ orderId }) => orderId === txnId);
    return { txnId, amount: amount(sum(counts.map((one) => one.quantity))), linkType: 'QUANTYPE' };
  });
}
