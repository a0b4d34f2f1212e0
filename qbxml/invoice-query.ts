import type { ListRef } from '../domain/snapshots/fields.js';
import { invoiceRet } from './invoice-ret.js';
import { CUSTOMER } from './names.js';
import { allRets } from './ret.js';
import { type TxnKey, txnQueries } from './txn-query.js';

const queries = txnQueries('InvoiceQuery', CUSTOMER);

/** What a paid date needs (S22), and whose the invoice is: 500 invoices with everything would be megabytes. */
const PAID_DATE_ELEMENTS = [
  'TxnID',
  'EditSequence',
  'CustomerRef',
  'TxnDate',
  'RefNumber',
  'BalanceRemaining',
  'IsPaid',
  'LinkedTxn',
  'ExternalGUID',
];

/** InvoiceQuery: paid dates by TxnID (S22), namesakes by number (S23), lost answers by key. */
export const invoiceQuery = {
  type: 'InvoiceQuery',
  byTxnIds: (requestId: string, txnIds: readonly string[]): string =>
    queries.byTxnIds(requestId, txnIds, { linkedTxns: true, elements: PAID_DATE_ELEMENTS }),
  byNumbers: (requestId: string, refNumbers: readonly string[]): string =>
    queries.byNumbers(requestId, refNumbers, { elements: ['TxnID', 'CustomerRef', 'RefNumber'] }),
  byKey: (requestId: string, { customer, ...key }: TxnKey & { customer: ListRef }): string =>
    queries.byKey(requestId, customer, key, { lines: true }),
  parse: allRets('InvoiceRet', invoiceRet),
} as const;
