import type { MessageSetAnswer, RequestAnswer } from '../../qbxml/envelope.js';
import { rows } from '../../store/database.js';
import type { MessageSet } from '../../store/message-sets.js';
import type { RecordRow } from '../../store/records.js';
import { judgeWhatIsDone } from '../items/judge.js';
import { isAwaitingAnswer, type LockedItem, loadItems } from '../items/locked-item.js';
import { askedTxnIDs, saidOf } from './details.js';
import { SETTLE_HINT } from './find-by-key/by-key.js';
import { noteNotOrdered } from './note-not-ordered.js';
import { readFound, type Transacted } from './read-transaction.js';
import { type SessionContext, saveSessionItems } from './session-context.js';
import { tellNumbers } from './tell-numbers.js';

/** Fills in what an ErrorRecovery aggregate left out: numbers, and the lines that receipts are linked to. */
export async function takeDetails(context: SessionContext, set: MessageSet, answer: MessageSetAnswer): Promise<void> {
  const { tx, connection } = context;
  const asked = new Set(askedTxnIDs(set));
  const found = await rows<{ itemId: number }>(
    tx,
    'items-asked-for-details',
    `select distinct r.item_id as "itemId" from records r join items i on i.id = r.item_id join connections c on c.id = i.connection_id and c.file_id = r.file_id
     where r.needs_details and r.txn_id = any($2) and i.connection_id = $1`,
    [connection.id, [...asked]],
  );
  const items = await loadItems(
    tx,
    found.map(({ itemId }) => itemId),
  );
  for (const item of items) {
    // It is this session's to judge: a person settled it, or the session that recovered it is over.
    if (isAwaitingAnswer(item)) item.sessionId = context.session.id;
    for (const record of item.records) {
      if (record.needsDetails && asked.has(record.txnID ?? ''))
        completeRecord(context, item, record, saidOf(set, answer, record));
    }
  }
  judgeWhatIsDone(context, items);
  await saveSessionItems(context, items);
  await tellNumbers(context, items);
}

/** An id that is none (3000), or none of a transaction (3120): so QuickBooks may call what a person typed. */
const NO_SUCH_ID = new Set([3000, 3120]);

function completeRecord(
  context: SessionContext,
  item: LockedItem,
  record: RecordRow,
  said: RequestAnswer | undefined,
): void {
  if (said === undefined) return;
  const isTypedWrong = record.settledByHand && NO_SUCH_ID.has(said.statusCode);
  // From 1000 on QuickBooks did not answer the question; what it no longer has is a miss (1, 500).
  if (said.statusCode >= 1000 && !isTypedWrong) return;
  const own = readFound(record, said, item).find(({ txnID }) => txnID === record.txnID);
  item.changedRecords.add(record);
  record.needsDetails = false;
  if (record.settledByHand && !(own !== undefined && isOurs(record, own))) {
    disown(context, item, record, own);
  } else if (own !== undefined) {
    Object.assign(record, own);
    noteNotOrdered(context, item, record);
  } else if (record.type === 'PurchaseOrderAdd' && record.generation === item.state.generation) {
    gone(context, item, record);
  }
}

const isOurs = ({ externalGuid }: RecordRow, { externalGUID }: Transacted): boolean =>
  externalGUID === undefined || externalGUID.toLowerCase() === externalGuid.toLowerCase();

/**
 * The transaction that a person named is not the record: nothing is built on it. A purchase order is unknown again; an
 * invoice stays judged by the word of the person, without the TxnID.
 */
function disown(context: SessionContext, item: LockedItem, record: RecordRow, named: Transacted | undefined): void {
  const found = named === undefined ? 'QuickBooks has none with this TxnID' : 'that one carries the mark of another';
  const message = `Settled by hand as ${record.txnID}, but ${found}.`;
  const isUnknown = record.type === 'PurchaseOrderAdd';
  if (isUnknown) setUnknown(context, record, message);
  record.txnID = null;
  item.newHistory.push({
    at: context.now,
    event: 'notConfirmed',
    sessionId: context.session.id,
    message,
    hint: isUnknown ? SETTLE_HINT : 'Check the TxnID in QuickBooks.',
  });
}

/**
 * QuickBooks added it and no longer has it. Canceled it is deleted already; any other is neither received nor sent again
 * by itself: whoever deleted it may have had a reason.
 */
function gone(context: SessionContext, item: LockedItem, record: RecordRow): void {
  const entry = { at: context.now, sessionId: context.session.id };
  if (item.state.canceled) {
    record.state = 'deleted';
    const message = `The purchase order ${record.txnID} is no longer in QuickBooks.`;
    item.newHistory.push({ ...entry, event: 'deleted in QuickBooks', message });
    return;
  }
  const message = `QuickBooks added the purchase order as ${record.txnID}, but no longer has it: somebody deleted it there. Nothing is received on it.`;
  setUnknown(context, record, message);
  record.txnID = null;
  item.newHistory.push({ ...entry, event: 'outcomeUnknown', message, hint: SETTLE_HINT });
}

/** Back to people: what the record was thought to be is forgotten. */
function setUnknown({ session, now }: SessionContext, record: RecordRow, statusMessage: string): void {
  Object.assign(record, {
    state: 'unknown',
    lines: {},
    editSequence: null,
    refNumber: null,
    listId: null,
    settledByHand: false,
    statusMessage,
    settledAt: now,
    settledInSessionId: session.id,
  });
}
