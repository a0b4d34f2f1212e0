import type { ListRef } from '../domain/snapshots/fields.js';
import { checkNotEmpty, each, group, ref, request, scalar, write } from './grammar.js';
import type { List } from './names.js';
import { bool, date, id, line, oneOf } from './scalars.js';

/** The part of the transaction queries' grammar that we use; the same for invoices, orders, receipts and bills. */
const txnQuery = (entities: List) =>
  [
    each('TxnID', id),
    each('RefNumber', line(20)),
    group('TxnDateRangeFilter', [scalar('FromTxnDate', date), scalar('ToTxnDate', date)] as const),
    ref('EntityFilter', entities),
    group('RefNumberFilter', [
      scalar('MatchCriterion', oneOf('StartsWith', 'Contains', 'EndsWith')),
      scalar('RefNumber', line(20)),
    ] as const),
    scalar('IncludeLineItems', bool),
    scalar('IncludeLinkedTxns', bool),
    each('IncludeRetElement', line(50)),
  ] as const;

/** What an answer shall carry: QuickBooks leaves lines and links out unless asked, and everything else in. */
export type TxnDetails = {
  readonly lines?: boolean;
  readonly linkedTxns?: boolean;
  readonly elements?: readonly string[];
};

const detailsOf = ({ lines, linkedTxns, elements }: TxnDetails) => ({
  IncludeLineItems: lines,
  IncludeLinkedTxns: linkedTxns,
  IncludeRetElement: elements,
});

/** What is known of a transaction whose answer was lost. */
export type TxnKey = {
  readonly date: string;
  /** The last day that it may be of; absent: `date` itself. */
  readonly through?: string | undefined;
  readonly refNumber?: string | undefined;
};

/** The queries of one transaction type, whose customers or vendors stand in the list `entities`. */
export function txnQueries(type: string, entities: List) {
  const fields = txnQuery(entities);
  return {
    /** One that QuickBooks no longer has gives status 500, with the others' data. */
    byTxnIds(requestId: string, txnIds: readonly string[], details: TxnDetails): string {
      checkNotEmpty(txnIds, 'TxnIDs');
      return request(type, requestId, write(fields, { TxnID: txnIds, ...detailsOf(details) }));
    },

    /** Of whatever customer or vendor. */
    byNumbers(requestId: string, numbers: readonly string[], details: TxnDetails): string {
      checkNotEmpty(numbers, 'numbers');
      return request(type, requestId, write(fields, { RefNumber: numbers, ...detailsOf(details) }));
    },

    /**
     * Candidates for a transaction whose answer was lost. No filter is exact (there is none by ExternalGUID, and
     * numbers match by their beginning): the caller compares each one's ExternalGUID.
     */
    byKey(
      requestId: string,
      entity: ListRef,
      { date: day, through = day, refNumber }: TxnKey,
      details: TxnDetails,
    ): string {
      const content = {
        TxnDateRangeFilter: { FromTxnDate: day, ToTxnDate: through },
        EntityFilter: entity,
        RefNumberFilter:
          refNumber === undefined ? undefined : { MatchCriterion: 'StartsWith' as const, RefNumber: refNumber },
        ...detailsOf(details),
      };
      return request(type, requestId, write(fields, content));
    },
  };
}
