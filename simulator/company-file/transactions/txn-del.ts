import { type Data, textOf } from '../../grammar/data.js';
import type { Books } from '../books.js';
import { refusals } from '../refusal.js';
import type { TxnRow } from '../rows.js';
import { change } from './entry.js';
import { bookIn } from './item-receipt.js';

/** TxnDel: 3120 when there is no such transaction of that type (any more), 3160 while others are linked to it. */
export function deleteTransaction(books: Books, data: Data): Data {
  const txnId = textOf(data, 'TxnID') ?? '';
  const row = books.transactions.get(txnId);
  if (!row || row.type !== textOf(data, 'TxnDelType')) throw refusals.objectNotFound(txnId);
  if (books.locks.get(txnId) || books.locks.get(row.type)) throw refusals.transactionLocked(txnId);
  const { closingDate } = books.company;
  if (closingDate !== undefined && row.txnDate <= closingDate) throw refusals.cannotDeleteClosed(row.type);
  if ((row.type === 'Invoice' || row.type === 'PurchaseOrder') && row.links.length > 0)
    throw refusals.cannotDelete(txnId);
  remove(books, row);
  const RefNumber = row.refNumber === undefined ? {} : { RefNumber: row.refNumber };
  return { TxnDelType: row.type, TxnID: txnId, TimeDeleted: books.now, ...RefNumber };
}

/** Takes a transaction out of the books, and what it did to the ones it was linked to. */
export function remove(books: Books, row: TxnRow): void {
  if (row.type === 'ItemReceipt') bookIn(books, row, -1);
  for (const link of row.type === 'ReceivePayment' ? row.links : []) {
    const invoice = books.transactions.get(link.txnId);
    if (invoice) change(books, invoice, { links: invoice.links.filter(({ txnId }) => txnId !== row.txnId) });
  }
  books.transactions.delete(row.txnId);
  books.deleted.put(row.txnId, { txnId: row.txnId, type: row.type, timeDeleted: books.now });
}
