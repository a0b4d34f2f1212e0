import { isPositive } from '../../domain/money.js';
import type { PlannedRecord } from '../../domain/record-plan.js';
import type { MessageSetAnswer, RequestAnswer } from '../../qbxml/envelope.js';
import { requestID } from '../../qbxml/message-set-id.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import type { PurchaseOrderRet } from '../../qbxml/purchase-order-ret.js';
import { hintFor } from '../../qbxml/status-codes.js';
import { claimableDeletions } from '../../store/claims.js';
import { rows } from '../../store/database.js';
import { type MessageSet, requestsOfSession } from '../../store/message-sets.js';
import type { RecordRow } from '../../store/records.js';
import { judgeWhatIsDone } from '../items/judge.js';
import { keep, ledgerRow, markDeleted } from '../items/ledger-row.js';
import { type LockedItem, loadItems, sendableRecords } from '../items/locked-item.js';
import { askedTxnIDs } from './details.js';
import { type Draft, newMessageSetID } from './message-set.js';
import { answerTo } from './request-of.js';
import { countUnsent, numberingOf, type SessionContext, saveSessionItems } from './session-context.js';
import { claimItems } from './write/claim.js';

/** CANNOT_DELETE is QuickBooks' own code for what it would say to the deletion. */
const CANNOT_DELETE = 3160;

type Deletion = Extract<PlannedRecord, { type: 'TxnDel' }>;

const deletionsOf = (context: SessionContext, item: LockedItem): Deletion[] =>
  sendableRecords(item, context.session.id).filter((record): record is Deletion => record.type === 'TxnDel');

/**
 * S19: purchase orders that the PSA canceled are deleted, in sets of their own, once QuickBooks has said that nothing
 * is linked to them.
 */
export async function deletePurchaseOrders(context: SessionContext): Promise<Draft | undefined> {
  const { tx, connection, session } = context;
  const found = await claimableDeletions(tx, connection.id, connection.settings.maxRecords);
  if (found.length === 0) return undefined;
  const items = await loadItems(
    tx,
    found.map(({ id }) => id).sort((left, right) => left - right),
  );
  const asked = await requestsOfSession(tx, session.id, 'linkedTransactions');
  const isAsked = ({ txnID }: Deletion): boolean =>
    asked.some((request) => request.includes(`<TxnID>${txnID}</TxnID>`));
  const unasked = items.flatMap((item) => deletionsOf(context, item)).filter((deletion) => !isAsked(deletion));
  if (unasked.length === 0)
    return claimItems(
      context,
      { kind: 'purchase-orders', onError: 'continueOnError', alone: false, deletions: true },
      items,
    );
  const id = newMessageSetID();
  const request = purchaseOrderQuery.byTxnIDs(
    requestID(id, 0),
    unasked.map(({ txnID }) => txnID),
  );
  return { id, purpose: 'linkedTransactions', requests: [request], onError: 'continueOnError', records: 0 };
}

/**
 * What has receipts linked to it is not deleted; what QuickBooks no longer has is deleted already. The rest goes on.
 * The answer decides what was asked, and nothing that was canceled since; where it is none, nothing is deleted.
 */
export async function takeLinkedTransactions(
  context: SessionContext,
  set: MessageSet,
  answer: MessageSetAnswer,
): Promise<void> {
  const { tx, connection } = context;
  const said = answerTo(answer, requestID(set.id, 0), purchaseOrderQuery.type);
  const orders = new Map(said && purchaseOrderQuery.parse(said).map((order) => [order.txnID, order]));
  const asked = askedTxnIDs(set);
  const found = await rows<{ itemId: number }>(
    tx,
    'items-asked-for-links',
    `select distinct r.item_id as "itemId" from records r join items i on i.id = r.item_id join connections c on c.id = i.connection_id and c.file_id = r.file_id
     where r.type = 'PurchaseOrderAdd' and r.txn_id = any($2) and i.connection_id = $1 and i.to_send and i.sat_out_session_id is null`,
    [connection.id, asked],
  );
  const items = await loadItems(
    tx,
    found.map(({ itemId }) => itemId),
  );
  for (const item of items) {
    const deletions = deletionsOf(context, item).filter(({ txnID }) => asked.includes(txnID));
    for (const deletion of deletions) decide(context, item, deletion, said, orders.get(deletion.txnID));
  }
  judgeWhatIsDone(context, items);
  await saveSessionItems(context, items);
}

function decide(
  context: SessionContext,
  item: LockedItem,
  deletion: Deletion,
  said: RequestAnswer | undefined,
  order: PurchaseOrderRet | undefined,
): void {
  if (said === undefined) leaveForNow(context, item, deletion);
  // From 1000 on QuickBooks did not answer the question; what it no longer has is a miss (1, 500).
  else if (said.statusCode >= 1000) refuse(context, item, deletion, unanswered(deletion, said));
  else if (order === undefined) markGone(context, item, deletion);
  else if (isReceived(order)) refuse(context, item, deletion, linked(order));
}

const isReceived = (order: PurchaseOrderRet): boolean =>
  order.linkedTxns.length > 0 ||
  order.lines.some((line) => line.receivedQuantity !== undefined && isPositive(line.receivedQuantity));

type Refusal = { statusCode: number; message: string; hint: string };

function linked(order: PurchaseOrderRet): Refusal {
  const message = `The purchase order ${order.refNumber ?? order.txnID} cannot be deleted: item receipts or bills are linked to it in QuickBooks.`;
  return { statusCode: CANNOT_DELETE, message, hint: hintFor({ code: CANNOT_DELETE, message, type: 'TxnDel' }) };
}

function unanswered({ txnID }: Deletion, { statusCode, statusMessage, type }: RequestAnswer): Refusal {
  const message = `The purchase order ${txnID} is not deleted: QuickBooks did not say whether receipts are linked to it. ${statusMessage}`;
  return { statusCode, message, hint: hintFor({ code: statusCode, message: statusMessage, type }) };
}

const rowOf = (context: SessionContext, item: LockedItem, deletion: Deletion): RecordRow => ({
  ...ledgerRow(item, deletion, numberingOf(context), { messageSetId: null, requestId: null }),
  settledAt: context.now,
  settledInSessionId: context.session.id,
});

function refuse(context: SessionContext, item: LockedItem, deletion: Deletion, refusal: Refusal): void {
  const { session, now } = context;
  const { statusCode, message, hint } = refusal;
  item.sessionId = session.id;
  keep(item, { ...rowOf(context, item, deletion), state: 'refused', statusCode, statusMessage: message });
  countUnsent(session, 'recordsFailed');
  item.newHistory.push({ at: now, event: 'refused', sessionId: session.id, statusCode, message, hint });
}

function markGone(context: SessionContext, item: LockedItem, deletion: Deletion): void {
  const { session, now } = context;
  item.sessionId = session.id;
  keep(item, { ...rowOf(context, item, deletion), state: 'deleted' });
  markDeleted(item, deletion.generation);
  countUnsent(session, 'recordsSucceeded');
  const message = `The purchase order ${deletion.txnID} is no longer in QuickBooks.`;
  item.newHistory.push({ at: now, event: 'deleted in QuickBooks', sessionId: session.id, message });
}

/** An answer without a word about the question is no failure either: it is asked again. */
function leaveForNow({ session, now }: SessionContext, item: LockedItem, { txnID }: Deletion): void {
  item.satOutSessionId = session.id;
  const message = `The purchase order ${txnID} is not deleted yet: QuickBooks did not answer whether receipts are linked to it. It is asked again in the next session.`;
  item.newHistory.push({ at: now, event: 'notProcessed', sessionId: session.id, message });
}
