import { type Data, groupOf, isTrue, textOf, textsOf, without } from '../../grammar/data.js';
import { type Books, numberKey } from '../books.js';
import { inRange, matchesText, passesRange } from '../filters.js';
import { answer } from '../list-query.js';
import type { Handler } from '../request.js';
import type { TxnRow, TxnType } from '../rows.js';
import { balanceOf } from './invoice.js';
import { lineElements, rets } from './rets.js';

/** Answers a query for one kind of transaction. Lines and links are returned only when asked for. */
export function queryTransactions(type: TxnType): Handler {
  return (books, request, iterators) => {
    const { data } = request;
    const looked = lookUp(books, data, [type]);
    const page = iterators.page(
      request,
      () => looked?.rows ?? books.transactionsByType.get(type).filter((row) => passes(books, data, row)),
    );
    const left = [
      ...(isTrue(data, 'IncludeLineItems') ? [] : lineElements),
      ...(isTrue(data, 'IncludeLinkedTxns') ? [] : ['LinkedTxn']),
    ];
    const objects = page.rows.map((row) => ({ name: `${type}Ret`, data: without(rets[type](books, row), ...left) }));
    return answer(request, page.attributes, objects, looked?.missed);
  };
}

/** TransactionQuery: a summary over all kinds but time tracking, which it does not find. */
export const queryAllTransactions: Handler = (books, request, iterators) => {
  const { data } = request;
  const types: TxnType[] = ['Invoice', 'ReceivePayment', 'PurchaseOrder', 'ItemReceipt', 'Bill'];
  const wanted = textsOf(groupOf(data, 'TransactionTypeFilter'), 'TxnTypeFilter');
  const asked = types.filter((type) => wanted.length === 0 || wanted.includes('All') || wanted.includes(type));
  const looked = lookUp(books, data, asked);
  const all = () => looked?.rows ?? asked.flatMap((type) => books.transactionsByType.get(type));
  const page = iterators.page(request, () => all().filter((row) => passesSummary(books, data, row)));
  const objects = page.rows.map((row) => ({ name: 'TransactionRet', data: summaryRet(books, row) }));
  return answer(request, page.attributes, objects, looked?.missed);
};

function lookUp(
  books: Books,
  data: Data,
  types: readonly TxnType[],
): { rows: readonly TxnRow[]; missed: string | undefined } | undefined {
  const ofType = (row: TxnRow | undefined): readonly TxnRow[] => (row && types.includes(row.type) ? [row] : []);
  const byNumber = (number: string): readonly TxnRow[] =>
    types.flatMap((type) => books.transactionsByNumber.get(numberKey(type, number)));
  const found = [
    ...textsOf(data, 'TxnID').map((key) => ({ key, rows: ofType(books.transactions.get(key)) })),
    ...textsOf(data, 'RefNumber').map((key) => ({ key, rows: byNumber(key) })),
    ...textsOf(data, 'RefNumberCaseSensitive').map((key) => ({
      key,
      rows: byNumber(key).filter((row) => row.refNumber === key),
    })),
  ];
  if (found.length === 0) return undefined;
  return { rows: found.flatMap(({ rows }) => rows), missed: found.find(({ rows }) => rows.length === 0)?.key };
}

function passes(books: Books, data: Data, row: TxnRow): boolean {
  return (
    passesRange(data, 'ModifiedDateRangeFilter', ['FromModifiedDate', 'ToModifiedDate'], row.timeModified) &&
    passesRange(data, 'TxnDateRangeFilter', ['FromTxnDate', 'ToTxnDate'], row.txnDate) &&
    passesEntity(books, groupOf(data, 'EntityFilter') ?? groupOf(data, 'TimeTrackingEntityFilter'), row) &&
    passesNumber(data, row) &&
    passesPaidStatus(textOf(data, 'PaidStatus'), row)
  );
}

function passesSummary(books: Books, data: Data, row: TxnRow): boolean {
  return (
    passesRange(data, 'TransactionModifiedDateRangeFilter', ['FromModifiedDate', 'ToModifiedDate'], row.timeModified) &&
    passesRange(data, 'TransactionDateRangeFilter', ['FromTxnDate', 'ToTxnDate'], row.txnDate) &&
    passesEntity(books, groupOf(data, 'TransactionEntityFilter'), row) &&
    passesNumber(data, row)
  );
}

function passesNumber(data: Data, row: TxnRow): boolean {
  const number = row.refNumber ?? '';
  return (
    matchesText(groupOf(data, 'RefNumberFilter'), 'RefNumber', number) &&
    inRange(groupOf(data, 'RefNumberRangeFilter'), 'FromRefNumber', 'ToRefNumber', number)
  );
}

function passesEntity(books: Books, filter: Data | undefined, row: TxnRow): boolean {
  if (!filter) return true;
  const entity = books.lists.get(row.entityId ?? '');
  if (!entity) return false;
  const name = entity.fullName.toLowerCase();
  const root =
    textOf(filter, 'FullNameWithChildren') ?? books.lists.get(textOf(filter, 'ListIDWithChildren') ?? '')?.fullName;
  if (root !== undefined) return name === root.toLowerCase() || name.startsWith(`${root.toLowerCase()}:`);
  const names = textsOf(filter, 'FullName').map((one) => one.toLowerCase());
  return textsOf(filter, 'ListID').includes(entity.listId) || names.includes(name);
}

function passesPaidStatus(status: string | undefined, row: TxnRow): boolean {
  if (status === undefined || status === 'All') return true;
  return balanceOf(row).eq(0) === (status === 'PaidOnly');
}

function summaryRet(books: Books, row: TxnRow): Data {
  const entity = books.lists.get(row.entityId ?? '');
  return {
    TxnType: row.type,
    TxnID: row.txnId,
    TimeCreated: row.timeCreated,
    TimeModified: row.timeModified,
    ...(entity ? { EntityRef: { ListID: entity.listId, FullName: entity.fullName } } : {}),
    TxnDate: row.txnDate,
    RefNumber: row.refNumber,
    Amount: row.amount,
    Memo: textOf(row.fields, 'Memo'),
  };
}
