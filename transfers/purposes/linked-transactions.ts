import { isPositive } from '../../domain/money.js';
import type { PlannedRecord } from '../../domain/record-plan.js';
import type { MessageSetAnswer, RequestAnswer } from '../../qbxml/envelope.js';
import { requestIdAt } from '../../qbxml/message-set-id.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import type { PurchaseOrderRet } from '../../qbxml/purchase-order-ret.js';
import { hintFor } from '../../qbxml/status-codes.js';
import { claimableDeletions } from '../../store/claims.js';
import type { MessageSet } from '../../store/message-sets.js';
import { answeredSetsOfSession } from '../../store/questions.js';
import { itemsOfOrders, type RecordRow } from '../../store/records.js';
import { judgeWhatIsDone } from '../items/judge.js';
import { keep, ledgerRow, markDeleted } from '../items/ledger-row.js';
import { type LockedItem, loadItems, sendableRecords } from '../items/locked-item.js';
import { answerTo, askedTxnIds } from './asked.js';
import { type Draft, queries } from './message-set.js';
import { NO_RECORDS, neverDue, nothingToForget, type QuestionRules, setAside } from './purpose.js';
import { countUnsent, numberingOf, type SessionContext, saveSessionItems } from './session-context.js';

/** CANNOT_DELETE is QuickBooks' own code for what it would say to the deletion. */
const CANNOT_DELETE = 3160;

type Deletion = Extract<PlannedRecord, { type: 'TxnDel' }>;

const deletionsOf = (context: SessionContext, item: LockedItem): Deletion[] =>
  sendableRecords(item, context.session.id).filter((record): record is Deletion => record.type === 'TxnDel');

/** Canceled purchase orders that wait for their deletion, in the order of their ids. */
export async function itemsToDelete({ tx, connection }: SessionContext): Promise<LockedItem[]> {
  const found = await claimableDeletions(tx, connection.id, connection.settings.maxRecords);
  return loadItems(
    tx,
    found.map(({ id }) => id).sort((left, right) => left - right),
  );
}

/** S19: before a canceled purchase order is deleted QuickBooks says, once in a session, what is linked to it. */
export async function askForLinks(context: SessionContext, items: readonly LockedItem[]): Promise<Draft | undefined> {
  const { tx, session } = context;
  const asked = (await answeredSetsOfSession(tx, session.id, 'linkedTransactions')).flatMap(askedTxnIds);
  const deletions = items.flatMap((item) => deletionsOf(context, item));
  const unasked = deletions.filter(({ txnId }) => !asked.includes(txnId));
  if (unasked.length === 0) return undefined;
  const txnIds = unasked.map(({ txnId }) => txnId);
  return queries('linkedTransactions', (id) => [
    { xml: purchaseOrderQuery.byTxnIds(requestIdAt(id, 0), txnIds), type: purchaseOrderQuery.type, txnIds },
  ]);
}

/**
 * What has receipts linked to it is not deleted; what QuickBooks no longer has is deleted already. The rest goes on.
 * The answer decides what was asked, and nothing that was canceled since; where it is none, nothing is deleted.
 */
async function take(context: SessionContext, set: MessageSet, answer: MessageSetAnswer): Promise<void> {
  const { tx, connection } = context;
  const said = answerTo(answer, requestIdAt(set.id, 0), purchaseOrderQuery.type);
  const orders = new Map(said && purchaseOrderQuery.parse(said).map((order) => [order.txnId, order]));
  const asked = askedTxnIds(set);
  const found = await itemsOfOrders(tx, connection.id, asked);
  const items = await loadItems(
    tx,
    found.map(({ itemId }) => itemId),
  );
  for (const item of items) {
    const deletions = deletionsOf(context, item).filter(({ txnId }) => asked.includes(txnId));
    for (const deletion of deletions) decide(context, item, deletion, said, orders.get(deletion.txnId));
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
  // From 1000 on QuickBooks did not answer the question (P604); what it no longer has is a miss (1, 500).
  else if (said.statusCode >= 1000) refuse(context, item, deletion, unanswered(deletion, said));
  else if (order === undefined) markGone(context, item, deletion);
  else if (isReceived(order)) refuse(context, item, deletion, linked(order));
}

const isReceived = (order: PurchaseOrderRet): boolean =>
  order.linkedTxns.length > 0 ||
  order.lines.some((line) => line.receivedQuantity !== undefined && isPositive(line.receivedQuantity));

type Refusal = { statusCode: number; message: string; hint: string };

function linked(order: PurchaseOrderRet): Refusal {
  const message = `The purchase order ${order.refNumber ?? order.txnId} cannot be deleted: item receipts or bills are linked to it in QuickBooks.`;
  return { statusCode: CANNOT_DELETE, message, hint: hintFor({ code: CANNOT_DELETE, message, type: 'TxnDel' }) };
}

function unanswered({ txnId }: Deletion, { statusCode, statusMessage, type }: RequestAnswer): Refusal {
  const message = `The purchase order ${txnId} is not deleted: QuickBooks did not say whether receipts are linked to it. ${statusMessage}`;
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
  const message = `The purchase order ${deletion.txnId} is no longer in QuickBooks.`;
  item.newHistory.push({ at: now, event: 'deleted in QuickBooks', sessionId: session.id, message });
}

/** An answer without a word about the question is no failure either: it is asked again. */
function leaveForNow({ session, now }: SessionContext, item: LockedItem, { txnId }: Deletion): void {
  item.satOutSessionId = session.id;
  const message = `The purchase order ${txnId} is not deleted yet: QuickBooks did not answer whether receipts are linked to it. It is asked again in the next session.`;
  item.newHistory.push({ at: now, event: 'notProcessed', sessionId: session.id, message });
}

const UNANSWERED: MessageSetAnswer = { newMessageSetId: undefined, messageSetStatusCode: undefined, answers: [] };

/** What is linked to canceled purchase orders. Those are claimable, so this is never due alone. */
export const linkedTransactions: QuestionRules = {
  writes: false,
  isDue: neverDue,
  ask: async (context) => askForLinks(context, await itemsToDelete(context)),
  async take(context, set, answer) {
    await take(context, set, answer);
    return NO_RECORDS;
  },
  async unreadable(context, set, said) {
    // It counts as asked only where it was answered: nothing is deleted without.
    await setAside(context, set, said, 'abandoned');
    await take(context, set, UNANSWERED);
    return NO_RECORDS;
  },
  absent: nothingToForget,
  withoutAnswer: 'passOver',
};
