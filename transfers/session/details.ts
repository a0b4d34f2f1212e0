import { AppError } from '../../domain/errors.js';
import { groupBy } from '../../domain/group-by.js';
import type { WriteType } from '../../domain/record-plan.js';
import type { MessageSetAnswer, RequestAnswer } from '../../qbxml/envelope.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import { rows } from '../../store/database.js';
import { type MessageSet, requestsOfSession } from '../../store/message-sets.js';
import type { RecordRow } from '../../store/records.js';
import { type Draft, numbered, queries } from './message-set.js';
import { answerTo, requestsIn } from './request-of.js';
import type { SessionInHand } from './session-in-hand.js';

/** A transaction of which only an ErrorRecovery aggregate is known, or the word of a person. */
type Bare = { type: WriteType; txnID: string; settledByHand: boolean };

const QUERIES: Partial<Record<WriteType, (requestID: string, txnIDs: string[]) => string>> = {
  InvoiceAdd: (id, txnIDs) => invoiceQuery.byTxnIDs(id, txnIDs),
  PurchaseOrderAdd: (id, txnIDs) => purchaseOrderQuery.byTxnIDs(id, txnIDs),
};

/** Types that are asked again for what an ErrorRecovery aggregate leaves out: their number, their lines. */
export const hasDetails = (type: WriteType): boolean => Object.hasOwn(QUERIES, type);

/**
 * What recovery learned only in outline is queried with its lines, before anything builds on it (design, section 5).
 * What a person typed goes after that, in a request each: QuickBooks refuses a whole request for one id that is none.
 */
export async function askForDetails({ tx, connection, session }: SessionInHand): Promise<Draft | undefined> {
  const bare = await rows<Bare>(
    tx,
    'records-needing-details',
    `select r.type, r.txn_id as "txnID", r.settled_by_hand as "settledByHand" from records r join items i on i.id = r.item_id join connections c on c.id = i.connection_id and c.file_id = r.file_id
     where r.needs_details and r.txn_id is not null and i.connection_id = $1 order by r.settled_by_hand, r.id limit 500`,
    [connection.id],
  );
  if (bare.length === 0) return undefined;
  // What QuickBooks would not answer in this session waits for the next one.
  const asked = (await requestsOfSession(tx, session.id, 'details')).join();
  const unasked = bare.filter(({ txnID }) => !asked.includes(`<TxnID>${txnID}</TxnID>`));
  if (unasked.length === 0) return undefined;
  const learned = unasked.filter(({ settledByHand }) => !settledByHand);
  const groups = learned.length > 0 ? [...groupBy(learned, ({ type }) => type).values()] : unasked.map((one) => [one]);
  return queries('details', (id) => numbered(id, groups, questionAbout));
}

function questionAbout(id: string, group: readonly Bare[]): string {
  const build = group[0] && QUERIES[group[0].type];
  if (build === undefined)
    throw new AppError('internal', `records of type ${group[0]?.type} have no details to ask for`);
  return build(
    id,
    group.map(({ txnID }) => txnID),
  );
}

/** What QuickBooks said to the request that asked for a transaction; undefined where it said nothing. */
export function saidOf(
  set: MessageSet,
  answer: MessageSetAnswer,
  { type, txnID }: Pick<RecordRow, 'type' | 'txnID'>,
): RequestAnswer | undefined {
  const query = queryOf(type);
  const asked = requestsIn(set.request).find(
    ({ request }) => request.startsWith(`<${query}Rq `) && request.includes(`<TxnID>${txnID}</TxnID>`),
  );
  return asked && answerTo(answer, asked.requestID, query);
}

const queryOf = (type: WriteType): string => type.replace(/Add$/, 'Query');

/** The transactions that a set asked for: its answer says nothing about any other. */
export const askedTxnIDs = ({ request }: MessageSet): string[] =>
  [...request.matchAll(/<TxnID>([^<]*)<\/TxnID>/g)].map(([, txnID = '']) => txnID);
