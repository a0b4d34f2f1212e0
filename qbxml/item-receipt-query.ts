import type { ListRef } from '../domain/snapshots/fields.js';
import { itemReceiptRet } from './item-receipt-ret.js';
import { VENDOR } from './names.js';
import { allRets } from './ret.js';
import { type TxnDetails, type TxnKey, txnQueries } from './txn-query.js';

const queries = txnQueries('ItemReceiptQuery', VENDOR);
const DETAILS: TxnDetails = { lines: true, linkedTxns: true };

/** ItemReceiptQuery: an Add answers without its links even where it made them; lost answers by key. */
export const itemReceiptQuery = {
  type: 'ItemReceiptQuery',
  byTxnIds: (requestId: string, txnIds: readonly string[]): string => queries.byTxnIds(requestId, txnIds, DETAILS),
  byKey: (requestId: string, { vendor, ...key }: TxnKey & { vendor: ListRef }): string =>
    queries.byKey(requestId, vendor, key, DETAILS),
  parse: allRets('ItemReceiptRet', itemReceiptRet),
} as const;
