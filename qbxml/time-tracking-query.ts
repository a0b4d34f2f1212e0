import type { ListRef } from '../domain/snapshots/fields.js';
import { checkNotEmpty, each, group, ref, request, scalar, write } from './grammar.js';
import { TIME_ENTITY } from './names.js';
import { allRets } from './ret.js';
import { date, id } from './scalars.js';
import { timeTrackingRet } from './time-tracking-ret.js';

// Time entries have no number, no lines and no links, so their query has its own grammar.
const TIME_TRACKING_QUERY = [
  each('TxnID', id),
  group('TxnDateRangeFilter', [scalar('FromTxnDate', date), scalar('ToTxnDate', date)] as const),
  ref('TimeTrackingEntityFilter', TIME_ENTITY, 'resource'),
] as const;

const TYPE = 'TimeTrackingQuery';

/** TimeTrackingQuery: recovered entries by TxnID; lost answers by person and day, told apart by ExternalGUID. */
export const timeTrackingQuery = {
  type: TYPE,
  byTxnIds(requestId: string, txnIds: readonly string[]): string {
    checkNotEmpty(txnIds, 'TxnIDs');
    return request(TYPE, requestId, write(TIME_TRACKING_QUERY, { TxnID: txnIds }));
  },
  byKey(requestId: string, key: { resource: ListRef; date: string }): string {
    const range = { FromTxnDate: key.date, ToTxnDate: key.date };
    const content = { TxnDateRangeFilter: range, TimeTrackingEntityFilter: key.resource };
    return request(TYPE, requestId, write(TIME_TRACKING_QUERY, content));
  },
  parse: allRets('TimeTrackingRet', timeTrackingRet),
} as const;
