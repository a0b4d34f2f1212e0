import { type Data, groupsOf, textOf, without } from '../../grammar/data.js';
import type { Books } from '../books.js';
import { amount, decimal, quantity } from '../money.js';
import { References } from '../references.js';
import { refusals } from '../refusal.js';
import type { LineRow, ListRow, TxnRow, TxnType } from '../rows.js';

/** What a new transaction brings; ids, times and numbers are given here. */
export type NewTransaction = {
  readonly type: TxnType;
  readonly entity?: ListRow | undefined;
  readonly txnDate: string;
  readonly refNumber?: string | undefined;
  readonly amount: string;
  readonly tax?: string;
  readonly fields: Data;
  readonly lines?: readonly LineRow[];
  readonly links?: TxnRow['links'];
};

/** Enters a transaction, unless its date is on or before the closing date or its kind is locked. */
export function enter(books: Books, { entity, refNumber, ...given }: NewTransaction): TxnRow {
  checkClosingDate(books, given.type, given.txnDate);
  if (books.locks.get(given.type)) throw refusals.transactionLocked(given.type);
  const now = books.now;
  const row: TxnRow = {
    txnId: books.nextTxnId(),
    txnNumber: books.nextTxnNumber(),
    timeCreated: now,
    timeModified: now,
    editSequence: books.nextEditSequence(),
    lines: [],
    links: [],
    ...given,
    ...(entity ? { entityId: entity.listId } : {}),
    ...(refNumber === undefined ? {} : { refNumber }),
  };
  books.transactions.put(row.txnId, row);
  return row;
}

/** Changes a transaction: new EditSequence and TimeModified. */
export function change(books: Books, row: TxnRow, changes: Partial<TxnRow>): TxnRow {
  const changed = { ...row, ...changes, timeModified: books.now, editSequence: books.nextEditSequence() };
  books.transactions.put(row.txnId, changed);
  return changed;
}

/** The closing date closes everything on or before it (3171). */
export function checkClosingDate(books: Books, type: TxnType, txnDate: string): void {
  const { closingDate } = books.company;
  if (closingDate !== undefined && txnDate <= closingDate) throw refusals.closedPeriod(type);
}

/** What every Ret of a transaction begins with, its header fields, and its date and number. */
export function coreRet(row: TxnRow): Data {
  return {
    ...row.fields,
    TxnID: row.txnId,
    TimeCreated: row.timeCreated,
    TimeModified: row.timeModified,
    EditSequence: row.editSequence,
    TxnNumber: String(row.txnNumber),
    TxnDate: row.txnDate,
    RefNumber: row.refNumber,
  };
}

/** The links of a transaction, as LinkedTxn. A payment or receipt lowers what is open: its amount is negative. */
export function linkedTxns(books: Books, row: TxnRow): Data[] {
  return row.links.flatMap((link) => {
    const other = books.transactions.get(link.txnId);
    if (!other) return [];
    const RefNumber = other.refNumber === undefined ? {} : { RefNumber: other.refNumber };
    return [
      {
        TxnID: link.txnId,
        TxnType: other.type,
        TxnDate: other.txnDate,
        ...RefNumber,
        LinkType: link.linkType,
        Amount: link.amount,
      },
    ];
  });
}

/** What a status check returns instead of the Ret. */
export function recoveryOf(row: TxnRow): Data {
  return {
    TxnID: row.txnId,
    TxnNumber: String(row.txnNumber),
    EditSequence: row.editSequence,
    ExternalGUID: textOf(row.fields, 'ExternalGUID'),
  };
}

/** The item lines of an Add. The amount is as given (the rate is then ignored), or quantity times rate. */
export function itemLines(books: Books, data: Data, name: string, where: string, rateName = 'Rate'): LineRow[] {
  const references = new References(books, `${where} line`);
  return groupsOf(data, name).map((line) => {
    const fields = references.resolved(without(line, 'LinkToTxn', 'DataExt', 'OverrideItemAccountRef'));
    references.find(line, 'OverrideItemAccountRef');
    const given = textOf(line, 'Quantity');
    const rate = textOf(line, rateName);
    const total = amount(textOf(line, 'Amount') ?? decimal(given ?? '1').times(decimal(rate)));
    return {
      txnLineId: books.nextTxnId(),
      kind: 'item',
      fields,
      amount: total,
      ...(given === undefined ? {} : { quantity: quantity(given) }),
    };
  });
}

/** A line as its Ret. */
export function lineRet(line: LineRow): Data {
  return { ...line.fields, TxnLineID: line.txnLineId, Amount: line.amount, Quantity: line.quantity };
}
