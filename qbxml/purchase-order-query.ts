import type { ListRef } from '../domain/snapshots/fields.js';
import { VENDOR } from './names.js';
import { purchaseOrderRet } from './purchase-order-ret.js';
import { allRets } from './ret.js';
import { type TxnDetails, type TxnKey, txnQueries } from './txn-query.js';

const queries = txnQueries('PurchaseOrderQuery', VENDOR);
const DETAILS: TxnDetails = { lines: true, linkedTxns: true };

/** PurchaseOrderQuery: before a deletion (S19), for the line ids of a recovered order, for lost answers by key. */
export const purchaseOrderQuery = {
  type: 'PurchaseOrderQuery',
  byTxnIds: (requestId: string, txnIds: readonly string[]): string => queries.byTxnIds(requestId, txnIds, DETAILS),
  byKey: (requestId: string, { vendor, ...key }: TxnKey & { vendor: ListRef }): string =>
    queries.byKey(requestId, vendor, key, DETAILS),
  parse: allRets('PurchaseOrderRet', purchaseOrderRet),
} as const;
