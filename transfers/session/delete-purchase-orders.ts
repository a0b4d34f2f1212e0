import { isPositive } from '../../domain/money.js';
import type { PlannedRecord } from '../../domain/record-plan.js';
import type { MessageSetAnswer } from '../../qbxml/envelope.js';
import { requestID } from '../../qbxml/message-set-id.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import type { PurchaseOrderRet } from '../../qbxml/purchase-order-ret.js';
import { hintFor } from '../../qbxml/status-codes.js';
import { claimableDeletions } from '../../store/claims.js';
import { requestsOfSession } from '../../store/message-sets.js';
import { type ItemInHand, sendableRecords, takeInHand } from '../items/item-in-hand.js';
import { claimItems } from './claim.js';
import { judgeWhatIsDone } from './judge.js';
import { keep, ledgerRow } from './ledger-row.js';
import { type Draft, newMessageSetID } from './message-set.js';
import { numberingOf, putBackForSession, type SessionInHand } from './session-in-hand.js';

/** CANNOT_DELETE is QuickBooks' own code for what it would say to the deletion. */
const CANNOT_DELETE = 3160;

type Deletion = Extract<PlannedRecord, { type: 'TxnDel' }>;

const deletionsOf = (hand: SessionInHand, item: ItemInHand): Deletion[] =>
  sendableRecords(item, hand.session.id).filter((record): record is Deletion => record.type === 'TxnDel');

/**
 * S19: purchase orders that the PSA canceled are deleted, in sets of their own, once QuickBooks has said that nothing
 * is linked to them.
 */
export async function deletePurchaseOrders(hand: SessionInHand): Promise<Draft | undefined> {
  const { tx, connection, session } = hand;
  const found = await claimableDeletions(tx, connection.id, connection.settings.maxRecords);
  if (found.length === 0) return undefined;
  const items = await takeInHand(
    tx,
    found.map(({ id }) => id).sort((left, right) => left - right),
  );
  const asked = await requestsOfSession(tx, session.id, 'linkedTransactions');
  const isAsked = ({ txnID }: Deletion): boolean =>
    asked.some((request) => request.includes(`<TxnID>${txnID}</TxnID>`));
  const unasked = items.flatMap((item) => deletionsOf(hand, item)).filter((deletion) => !isAsked(deletion));
  if (unasked.length === 0)
    return claimItems(hand, { kind: 'purchase-orders', onError: 'continueOnError', alone: false }, items);
  const id = newMessageSetID();
  const request = purchaseOrderQuery.byTxnIDs(
    requestID(id, 0),
    unasked.map(({ txnID }) => txnID),
  );
  return { id, purpose: 'linkedTransactions', requests: [request], onError: 'continueOnError', records: 0 };
}

/** What has receipts linked to it is not deleted; what QuickBooks no longer has is deleted already. The rest goes on. */
export async function takeLinkedTransactions(hand: SessionInHand, answer: MessageSetAnswer): Promise<void> {
  const { tx, connection } = hand;
  const [said] = answer.answers;
  if (said === undefined) return;
  const orders = new Map(purchaseOrderQuery.parse(said).map((order) => [order.txnID, order]));
  const found = await claimableDeletions(tx, connection.id, connection.settings.maxRecords);
  const items = await takeInHand(
    tx,
    found.map(({ id }) => id).sort((left, right) => left - right),
  );
  for (const item of items) {
    for (const deletion of deletionsOf(hand, item)) decide(hand, item, deletion, orders.get(deletion.txnID));
  }
  judgeWhatIsDone(hand, items);
  await putBackForSession(hand, items);
}

const isReceived = (order: PurchaseOrderRet): boolean =>
  order.linkedTxns.length > 0 ||
  order.lines.some((line) => line.receivedQuantity !== undefined && isPositive(line.receivedQuantity));

function decide(hand: SessionInHand, item: ItemInHand, deletion: Deletion, order: PurchaseOrderRet | undefined): void {
  if (order !== undefined && !isReceived(order)) return;
  const { session, now } = hand;
  const row = {
    ...ledgerRow(item, deletion, numberingOf(hand), { messageSetId: null, requestId: null }),
    settledAt: now,
    settledInSessionId: session.id,
  };
  item.sessionId = session.id;
  if (order === undefined) {
    keep(item, { ...row, state: 'deleted' });
    markDeleted(item, deletion.generation);
    const message = `The purchase order ${deletion.txnID} is no longer in QuickBooks.`;
    item.newHistory.push({ at: now, event: 'deleted in QuickBooks', sessionId: session.id, message });
    return;
  }
  const message = `The purchase order ${order.refNumber ?? order.txnID} cannot be deleted: item receipts or bills are linked to it in QuickBooks.`;
  const hint = hintFor({ code: CANNOT_DELETE, message, type: 'TxnDel' });
  keep(item, { ...row, state: 'refused', statusCode: CANNOT_DELETE, statusMessage: message });
  session.recordsFailed += 1;
  item.newHistory.push({ at: now, event: 'refused', sessionId: session.id, statusCode: CANNOT_DELETE, message, hint });
}

/** The addition of a generation is gone from QuickBooks. */
export function markDeleted(item: ItemInHand, generation: number): void {
  const addition = item.records.find((other) => other.type === 'PurchaseOrderAdd' && other.generation === generation);
  if (addition === undefined) return;
  addition.state = 'deleted';
  item.changedRecords.add(addition);
}
