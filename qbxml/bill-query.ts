import type { ListRef } from '../domain/snapshots/fields.js';
import { billRet } from './bill-ret.js';
import { VENDOR } from './names.js';
import { allRets } from './ret.js';
import { type TxnDetails, type TxnKey, txnQueries } from './txn-query.js';

const queries = txnQueries('BillQuery', VENDOR);
const DETAILS: TxnDetails = { lines: true, linkedTxns: true };

/** BillQuery: recovered bills by TxnID, lost answers by key. */
export const billQuery = {
  type: 'BillQuery',
  byTxnIds: (requestId: string, txnIds: readonly string[]): string => queries.byTxnIds(requestId, txnIds, DETAILS),
  byKey: (requestId: string, { vendor, ...key }: TxnKey & { vendor: ListRef }): string =>
    queries.byKey(requestId, vendor, key, DETAILS),
  parse: allRets('BillRet', billRet),
} as const;
