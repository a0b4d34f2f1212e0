import { AppError } from '../../domain/errors.js';
import { groupBy } from '../../domain/group-by.js';
import type { WriteType } from '../../domain/record-plan.js';
import type { MessageSetAnswer, RequestAnswer } from '../../qbxml/envelope.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import { requestIdAt } from '../../qbxml/message-set-id.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import type { MessageSet } from '../../store/message-sets.js';
import { answeredSetsOfSession } from '../../store/questions.js';
import {
  areDetailsNeeded,
  type BareRecord,
  itemsNeedingDetails,
  type RecordRow,
  recordsNeedingDetails,
} from '../../store/records.js';
import { judgeWhatIsDone } from '../items/judge.js';
import { isAwaitingAnswer, type LockedItem, loadItems } from '../items/locked-item.js';
import { answerTo, askedTxnIds, requestsOf } from './asked.js';
import { SETTLE_HINT } from './find-by-key/by-key.js';
import { type Draft, numbered, queries } from './message-set.js';
import { noteNotOrdered } from './note-not-ordered.js';
import { NO_RECORDS, nothingToForget, type QuestionRules, setAside } from './purpose.js';
import { readFound, type Transacted } from './read-transaction.js';
import { type SessionContext, saveSessionItems } from './session-context.js';
import { tellNumbers } from './tell-numbers.js';

const QUERIES: Partial<Record<WriteType, (requestId: string, txnIds: string[]) => string>> = {
  InvoiceAdd: (id, txnIds) => invoiceQuery.byTxnIds(id, txnIds),
  PurchaseOrderAdd: (id, txnIds) => purchaseOrderQuery.byTxnIds(id, txnIds),
};

/**
 * What recovery learned only in outline is queried with its lines, before anything builds on it (P513).
 * What a person typed goes after that, in a request each: QuickBooks refuses a whole request for one id that is none.
 */
async function ask({ tx, connection, session }: SessionContext): Promise<Draft | undefined> {
  const bare = await recordsNeedingDetails(tx, connection.id, 500);
  if (bare.length === 0) return undefined;
  // What QuickBooks would not answer in this session waits for the next one.
  const asked = (await answeredSetsOfSession(tx, session.id, 'details')).flatMap(askedTxnIds);
  const unasked = bare.filter(({ txnId }) => !asked.includes(txnId));
  if (unasked.length === 0) return undefined;
  const learned = unasked.filter(({ settledByHand }) => !settledByHand);
  const groups = learned.length > 0 ? [...groupBy(learned, ({ type }) => type).values()] : unasked.map((one) => [one]);
  return queries('details', (id) => numbered(id, groups, questionAbout, aboutGroup));
}

function questionAbout(id: string, group: readonly BareRecord[]): string {
  const build = group[0] && QUERIES[group[0].type];
  if (build === undefined)
    throw new AppError('internal', `records of type ${group[0]?.type} have no details to ask for`);
  return build(
    id,
    group.map(({ txnId }) => txnId),
  );
}

const aboutGroup = (group: readonly BareRecord[]) => ({
  ...(group[0] === undefined ? {} : { type: queryOf(group[0].type) }),
  txnIds: group.map(({ txnId }) => txnId),
});

/** What QuickBooks said to the request that asked for a transaction; undefined where it said nothing. */
function saidOf(
  set: MessageSet,
  answer: MessageSetAnswer,
  { type, txnId }: Pick<RecordRow, 'type' | 'txnId'>,
): RequestAnswer | undefined {
  const query = queryOf(type);
  const place = requestsOf(set).findIndex((each) => each.type === query && each.txnIds?.includes(txnId ?? ''));
  return place < 0 ? undefined : answerTo(answer, requestIdAt(set.id, place), query);
}

const queryOf = (type: WriteType): string => type.replace(/Add$/, 'Query');

/** Fills in what an ErrorRecovery aggregate left out: numbers, and the lines that receipts are linked to. */
async function take(context: SessionContext, set: MessageSet, answer: MessageSetAnswer): Promise<void> {
  const { tx, connection } = context;
  const asked = new Set(askedTxnIds(set));
  const found = await itemsNeedingDetails(tx, connection.id, [...asked]);
  const items = await loadItems(
    tx,
    found.map(({ itemId }) => itemId),
  );
  for (const item of items) {
    // It is this session's to judge: a person settled it, or the session that recovered it is over.
    if (isAwaitingAnswer(item)) item.sessionId = context.session.id;
    for (const record of item.records) {
      if (record.needsDetails && asked.has(record.txnId ?? ''))
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
  // From 1000 on QuickBooks did not answer the question (P604); what it no longer has is a miss (1, 500).
  if (said.statusCode >= 1000 && !isTypedWrong) return;
  const own = readFound(record, said, item).find(({ txnId }) => txnId === record.txnId);
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

const isOurs = (record: RecordRow, { externalGuid }: Transacted): boolean =>
  externalGuid === undefined || externalGuid.toLowerCase() === record.externalGuid.toLowerCase();

/**
 * The transaction that a person named is not the record: nothing is built on it. A purchase order is unknown again; an
 * invoice stays judged by the word of the person, without the TxnID.
 */
function disown(context: SessionContext, item: LockedItem, record: RecordRow, named: Transacted | undefined): void {
  const found = named === undefined ? 'QuickBooks has none with this TxnID' : 'that one carries the mark of another';
  const message = `Settled by hand as ${record.txnId}, but ${found}.`;
  const isUnknown = record.type === 'PurchaseOrderAdd';
  if (isUnknown) setUnknown(context, record, message);
  record.txnId = null;
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
    const message = `The purchase order ${record.txnId} is no longer in QuickBooks.`;
    item.newHistory.push({ ...entry, event: 'deleted in QuickBooks', message });
    return;
  }
  const message = `QuickBooks added the purchase order as ${record.txnId}, but no longer has it: somebody deleted it there. Nothing is received on it.`;
  setUnknown(context, record, message);
  record.txnId = null;
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

/** The numbers and lines of transactions that are known only in outline, before anything builds on them. */
export const details: QuestionRules = {
  writes: false,
  isDue: ({ db, connection }) => areDetailsNeeded(db, connection.id),
  ask,
  async take(context, set, answer) {
    await take(context, set, answer);
    return NO_RECORDS;
  },
  unreadable: setAside,
  absent: nothingToForget,
  withoutAnswer: 'passOver',
};
