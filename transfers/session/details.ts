import type { WriteType } from '../../domain/record-plan.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import { requestID } from '../../qbxml/message-set-id.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import { rows } from '../../store/database.js';
import { type MessageSet, requestsOfSession } from '../../store/message-sets.js';
import { type Draft, newMessageSetID } from './message-set.js';
import type { SessionInHand } from './session-in-hand.js';

/** A transaction of which only an ErrorRecovery aggregate is known. */
type Bare = { type: WriteType; txnID: string };

const QUERIES: Partial<Record<WriteType, (requestID: string, txnIDs: string[]) => string>> = {
  InvoiceAdd: (id, txnIDs) => invoiceQuery.byTxnIDs(id, txnIDs),
  PurchaseOrderAdd: (id, txnIDs) => purchaseOrderQuery.byTxnIDs(id, txnIDs),
};

/** Types that are asked again for what an ErrorRecovery aggregate leaves out: their number, their lines. */
export const hasDetails = (type: WriteType): boolean => type in QUERIES;

/** What recovery learned only in outline is queried with its lines, before anything builds on it (design, section 5). */
export async function askForDetails({ tx, connection, session }: SessionInHand): Promise<Draft | undefined> {
  const bare = await rows<Bare>(
    tx,
    'records-needing-details',
    `select r.type, r.txn_id as "txnID" from records r join items i on i.id = r.item_id join connections c on c.id = i.connection_id and c.file_id = r.file_id
     where r.needs_details and r.txn_id is not null and i.connection_id = $1 order by r.id limit 500`,
    [connection.id],
  );
  if (bare.length === 0) return undefined;
  // What QuickBooks would not answer in this session waits for the next one.
  const asked = (await requestsOfSession(tx, session.id, 'details')).join();
  const unasked = bare.filter(({ txnID }) => !asked.includes(`<TxnID>${txnID}</TxnID>`));
  if (unasked.length === 0) return undefined;
  const id = newMessageSetID();
  const requests = Object.entries(QUERIES).flatMap(([type, build], index) => {
    const txnIDs = unasked.filter((record) => record.type === type).map((record) => record.txnID);
    return txnIDs.length === 0 ? [] : [build(requestID(id, index), txnIDs)];
  });
  return { id, purpose: 'details', requests, onError: 'continueOnError', records: 0 };
}

/** The transactions that a set asked for: its answer says nothing about any other. */
export const askedTxnIDs = ({ request }: MessageSet): string[] =>
  [...request.matchAll(/<TxnID>([^<]*)<\/TxnID>/g)].map(([, txnID = '']) => txnID);
