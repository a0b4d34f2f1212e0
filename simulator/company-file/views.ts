import { groupOf, textOf } from '../grammar/data.js';
import type { Books } from './books.js';
import { findByName } from './references.js';
import type { ListRow, ListType, TxnRow, TxnType } from './rows.js';
import { balanceOf } from './transactions/invoice.js';
import { isFullyReceived } from './transactions/purchase-order.js';

/** A list element, to look at. */
export type ListView = {
  readonly listId: string;
  readonly type: ListType;
  readonly name: string;
  readonly isActive: boolean;
  readonly email?: string;
};

/** A line of a transaction, to look at. `name` is its item or account. */
export type LineView = {
  readonly txnLineId: string;
  readonly name: string | undefined;
  readonly quantity: string | undefined;
  readonly amount: string;
  readonly received: string | undefined;
  readonly closed: boolean;
  readonly linkedTo: { readonly txnId: string; readonly txnLineId: string } | undefined;
  readonly fields: TxnRow['fields'];
};

/** A transaction, to look at. `amount` is without tax; `fields` is the header of its Ret. */
export type TransactionView = {
  readonly txnId: string;
  readonly type: TxnType;
  readonly txnNumber: number;
  readonly editSequence: string;
  readonly txnDate: string;
  readonly refNumber: string | undefined;
  readonly entity: string | undefined;
  readonly amount: string;
  readonly externalGuid: string | undefined;
  readonly memo: string | undefined;
  /** Invoices only. */
  readonly isPaid: boolean | undefined;
  /** Purchase orders only. */
  readonly manuallyClosed: boolean | undefined;
  readonly fullyReceived: boolean | undefined;
  readonly linkedTxnIds: readonly string[];
  readonly lines: readonly LineView[];
  readonly fields: TxnRow['fields'];
};

/** Which transactions to look at; what is left out does not restrict. Names and numbers are case-insensitive. */
export type TransactionFilter = {
  readonly type?: TxnType;
  readonly txnId?: string;
  readonly refNumber?: string;
  readonly entity?: string;
  readonly txnDate?: string;
};

/** The transactions that pass a filter, in the order in which they were entered. */
export function viewTransactions(books: Books, filter: TransactionFilter = {}): TransactionView[] {
  const rows = filter.type === undefined ? books.transactions.all() : books.transactionsByType.get(filter.type);
  return rows
    .filter((row) => filter.txnId === undefined || row.txnId === filter.txnId)
    .filter((row) => filter.refNumber === undefined || row.refNumber?.toLowerCase() === filter.refNumber.toLowerCase())
    .filter((row) => filter.txnDate === undefined || row.txnDate === filter.txnDate)
    .map((row) => viewTransaction(books, row))
    .filter((view) => filter.entity === undefined || view.entity?.toLowerCase() === filter.entity.toLowerCase());
}

/** One transaction, to look at. */
export function viewTransaction(books: Books, row: TxnRow): TransactionView {
  const isOrder = row.type === 'PurchaseOrder';
  return {
    txnId: row.txnId,
    type: row.type,
    txnNumber: row.txnNumber,
    editSequence: row.editSequence,
    txnDate: row.txnDate,
    refNumber: row.refNumber,
    entity: books.lists.get(row.entityId ?? '')?.fullName,
    amount: row.amount,
    externalGuid: textOf(row.fields, 'ExternalGUID'),
    memo: textOf(row.fields, 'Memo') ?? textOf(row.fields, 'Notes'),
    isPaid: row.type === 'Invoice' ? balanceOf(row).eq(0) : undefined,
    manuallyClosed: isOrder ? (row.manuallyClosed ?? false) : undefined,
    fullyReceived: isOrder ? isFullyReceived(row) : undefined,
    linkedTxnIds: row.links.map(({ txnId }) => txnId),
    lines: row.lines.map((line) => ({
      txnLineId: line.txnLineId,
      name: textOf(groupOf(line.fields, 'ItemRef') ?? groupOf(line.fields, 'AccountRef'), 'FullName'),
      quantity: line.quantity,
      amount: line.amount,
      received: line.received,
      closed: line.closed ?? false,
      linkedTo: line.linkedTo,
      fields: line.fields,
    })),
    fields: row.fields,
  };
}

/** The elements of some lists, to look at. */
export function viewLists(books: Books, types: readonly ListType[]): ListView[] {
  return types.flatMap((type) => books.listsByType.get(type)).map(viewListElement);
}

/** One element by its full name. */
export function viewByName(books: Books, types: readonly ListType[], name: string): ListView | undefined {
  const row = findByName(books, types, name);
  return row && viewListElement(row);
}

export function viewListElement(row: ListRow): ListView {
  const email = textOf(row.fields, 'Email');
  const { listId, type, fullName, isActive } = row;
  return { listId, type, name: fullName, isActive, ...(email === undefined ? {} : { email }) };
}
