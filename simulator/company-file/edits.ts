import { groupOf, textOf } from '../grammar/data.js';
import type { Books } from './books.js';
import type { CustomerSeed, ItemSeed, NameSeed } from './company-seed.js';
import { quantity } from './money.js';
import { findByName, referenceTo } from './references.js';
import type { ListRow, ListType, TxnRow, TxnType } from './rows.js';
import { listTypes } from './rows.js';
import { putItem, putName } from './sow.js';
import { change, enter } from './transactions/entry.js';
import { isFullyReceived, openQuantity, receive } from './transactions/purchase-order.js';
import { payInvoice } from './transactions/receive-payment.js';
import { remove } from './transactions/txn-del.js';

/** Which transaction a person means: by its number, or by its TxnID; the newest where several have the number. */
export type Chosen = { readonly number: string } | { readonly txnId: string };

/** What to change of a list element. An empty e-mail address removes it. */
export type NameChange = { readonly email?: string; readonly isActive?: boolean };

/** Finds the transaction that a person means, or says that there is none. */
export function choose(books: Books, type: TxnType, chosen: Chosen): TxnRow {
  const rows = books.transactionsByType.get(type);
  const row =
    'txnId' in chosen
      ? books.transactions.get(chosen.txnId)
      : rows.findLast(({ refNumber }) => refNumber === chosen.number);
  if (row?.type === type) return row;
  throw new Error(
    `no ${type} ${'txnId' in chosen ? `with the TxnID ${chosen.txnId}` : `number ${chosen.number}`} in this company file`,
  );
}

/** What people do in QuickBooks itself between two sessions. */
export const edits = {
  /** Pays an invoice, in full or in part. */
  payInvoice: (
    books: Books,
    chosen: Chosen,
    payment: { readonly date?: string; readonly amount?: string } = {},
  ): TxnRow => payInvoice(books, choose(books, 'Invoice', chosen), payment.date ?? books.today, payment.amount),

  /** Receives a purchase order: all that is open, or `count` of the line with that item. */
  receiveByHand: (
    books: Books,
    chosen: Chosen,
    what: { readonly item?: string; readonly count?: string; readonly date?: string } = {},
  ): TxnRow => {
    const order = choose(books, 'PurchaseOrder', chosen);
    const open = order.lines.filter(
      (line) => openQuantity(line).gt(0) && (what.item === undefined || itemOf(line) === what.item),
    );
    if (open.length === 0)
      throw new Error(`nothing is left to receive on purchase order ${order.refNumber ?? order.txnId}`);
    const received = open.map((line) => ({
      txnLineId: line.txnLineId,
      quantity: what.count ?? quantity(openQuantity(line)),
    }));
    const vendor = books.lists.get(order.entityId ?? '');
    const receipt = enter(books, {
      type: 'ItemReceipt',
      entity: vendor,
      txnDate: what.date ?? books.today,
      amount: '0.00',
      fields: vendor ? { VendorRef: referenceTo(vendor), Memo: 'Received by hand' } : {},
      lines: received.map(({ txnLineId, quantity: count }) => ({
        txnLineId: books.nextTxnId(),
        kind: 'item',
        fields: { ItemRef: open.find((line) => line.txnLineId === txnLineId)?.fields.ItemRef },
        amount: '0.00',
        quantity: count,
        linkedTo: { txnId: order.txnId, txnLineId },
      })),
      links: [{ txnId: order.txnId, amount: '0.00', linkType: 'QUANTYPE' }],
    });
    receive(books, order, received, [...order.links, { txnId: receipt.txnId, amount: '0.00', linkType: 'QUANTYPE' }]);
    return receipt;
  },

  /** Closes a purchase order by hand, or opens it again. */
  closePurchaseOrder: (books: Books, chosen: Chosen, closed = true): TxnRow => {
    const order = choose(books, 'PurchaseOrder', chosen);
    if (isFullyReceived(order)) throw new Error(`purchase order ${order.refNumber ?? order.txnId} is fully received`);
    return change(books, order, { manuallyClosed: closed });
  },

  /** Deletes a transaction, whatever is linked to it. */
  deleteTransaction: (books: Books, type: TxnType, chosen: Chosen): void => remove(books, choose(books, type, chosen)),

  /** Gives a transaction another number. */
  renumber: (books: Books, type: TxnType, chosen: Chosen, refNumber: string): TxnRow =>
    change(books, choose(books, type, chosen), { refNumber: books.numberFor(type, refNumber) }),

  addCustomer: (books: Books, seed: CustomerSeed): ListRow => putNew(books, 'Customer', seed),
  addVendor: (books: Books, seed: NameSeed): ListRow => putNew(books, 'Vendor', seed),
  addItem: (books: Books, seed: ItemSeed): ListRow => {
    refuseTaken(
      books,
      listTypes.filter((type) => type.startsWith('Item')),
      seed.name,
    );
    return putItem(books, seed);
  },

  /** Changes an element of a list. */
  setElement: (books: Books, types: readonly ListType[], name: string, to: NameChange): ListRow => {
    const row = findByName(books, types, name);
    if (!row) throw new Error(`no ${types.join(' or ')} is named "${name}" in this company file`);
    const changed = {
      ...row,
      isActive: to.isActive ?? row.isActive,
      fields: to.email === undefined ? row.fields : { ...row.fields, Email: to.email },
      timeModified: books.now,
      editSequence: books.nextEditSequence(),
    };
    books.lists.put(row.listId, changed);
    return changed;
  },

  /** Another user holds a list element (by name or ListID), a transaction (by TxnID) or a whole list or kind. */
  lock: (books: Books, what: string, sets = 1): void => {
    const target = findByName(books, listTypes, what)?.listId ?? what;
    books.locks.put(target, { target, setsLeft: sets });
  },

  /** All stored message sets are gone, as after the restoring of a backup. */
  forgetMessageSets: (books: Books): void => {
    for (const { id } of books.messageSets.all()) books.messageSets.delete(id);
  },

  /** The stored state of message sets can no longer be read (9002): of one, or of all. */
  loseMessageSets: (books: Books, id?: string): void => {
    for (const row of books.messageSets.all()) {
      if (id === undefined || row.id === id) books.messageSets.put(row.id, { ...row, lost: true });
    }
  },
} as const;

function putNew(books: Books, type: ListType, seed: CustomerSeed): ListRow {
  refuseTaken(
    books,
    ['Customer', 'Vendor', 'Employee', 'OtherName'],
    seed.parent === undefined ? seed.name : `${seed.parent}:${seed.name}`,
  );
  return putName(books, type, seed);
}

function refuseTaken(books: Books, types: readonly ListType[], name: string): void {
  const taken = findByName(books, types, name);
  if (taken) throw new Error(`the name "${taken.fullName}" is already in use by a ${taken.type}`);
}

function itemOf(line: TxnRow['lines'][number]): string | undefined {
  return textOf(groupOf(line.fields, 'ItemRef'), 'FullName');
}
