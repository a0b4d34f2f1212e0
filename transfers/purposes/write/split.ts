import { AppError } from '../../../domain/errors.js';
import { FAILURE } from '../../../domain/failure-codes.js';
import { parseRequestId, requestIdAt } from '../../../qbxml/message-set-id.js';
import {
  insertMessageSet,
  type MessageSet,
  plannedSetsOfSession,
  settleMessageSet,
} from '../../../store/message-sets.js';
import { itemsOfMessageSet, type RecordRow, recordsOfMessageSet } from '../../../store/records.js';
import { judgeWhatIsDone } from '../../items/judge.js';
import { nameOf } from '../../items/ledger-row.js';
import { type LockedItem, loadItems } from '../../items/locked-item.js';
import { askedIn, onErrorOf, type Request, requestsOf } from '../asked.js';
import { abandoned, envelope, newMessageSetId } from '../message-set.js';
import { NO_RECORDS, type Tally } from '../purpose.js';
import { type SessionContext, saveSessionItems } from '../session-context.js';

/**
 * QuickBooks could not parse a whole set and does not say which request was wrong (0x80040400): it did nothing, so the
 * set is halved under new ids until the bad record stands alone. That one fails, and goes alone from then on.
 */
export async function splitRejected(
  context: SessionContext,
  set: MessageSet,
  hresult: string,
  message: string,
): Promise<Tally> {
  const { tx, now } = context;
  const records = await recordsOfMessageSet(tx, set.id);
  const items = await loadItems(tx, [...new Set(records.map((record) => record.itemId))]);
  await settleMessageSet(tx, set.id, {
    state: 'rejected',
    at: now,
    response: null,
    hresult,
    message,
    outcome: 'unreadable',
  });
  const [first] = records;
  if (records.length === 1 && first !== undefined) return standsAlone(context, items, first, message);
  for (const item of items) item.sessionId = context.session.id;
  const middle = Math.ceil(records.length / 2);
  await planHalf(context, set, items, records.slice(0, middle), set.place);
  await planHalf(context, set, items, records.slice(middle), set.place + middle);
  await saveSessionItems(context, items);
  return NO_RECORDS;
}

async function standsAlone(
  context: SessionContext,
  items: LockedItem[],
  { key, generation }: RecordRow,
  message: string,
): Promise<Tally> {
  const { session, now } = context;
  for (const item of items) {
    const record = item.records.find((other) => other.key === key && other.generation === generation);
    if (record === undefined) continue;
    Object.assign(record, { state: 'refused', statusMessage: message, settledAt: now, settledInSessionId: session.id });
    item.changedRecords.add(record);
    item.sentAlone = true;
    item.sessionId = session.id;
    const hint =
      'QuickBooks could not read this record. Look for unusual characters or values in it; it is tried again alone.';
    const line = { at: now, event: 'refused', sessionId: session.id, code: FAILURE.unsendable } as const;
    item.newHistory.push({ ...line, message, hint });
  }
  session.recordsFailed += 1;
  judgeWhatIsDone(context, items);
  await saveSessionItems(context, items);
  return { succeeded: 0, failed: 1 };
}

/** One half of a set, under an id of its own; it goes out when its turn comes. */
async function planHalf(
  context: SessionContext,
  set: MessageSet,
  items: readonly LockedItem[],
  half: readonly RecordRow[],
  place: number,
): Promise<void> {
  const { tx, connection, session, now } = context;
  const id = newMessageSetId();
  const all = requestsOf(set);
  const requests = half.map((record, index): Request => {
    const request = all[placeOf(record)];
    if (request === undefined)
      throw new AppError('internal', `message set ${set.id} has no request ${record.requestId}`);
    const xml = request.xml.replace(`requestID="${record.requestId}"`, `requestID="${requestIdAt(id, index)}"`);
    return { ...request, xml, record: nameOf(record) };
  });
  const onError = onErrorOf(set);
  // The set that it frees is known when its turn comes.
  const document = envelope({ id, requests, onError }, true, undefined);
  await insertMessageSet(tx, {
    id,
    connectionId: connection.id,
    fileId: connection.fileId,
    sessionId: session.id,
    purpose: 'write',
    writes: true,
    oldMessageSetId: null,
    request: document,
    asked: askedIn(document, requests),
    onError,
    state: 'planned',
    createdAt: now,
    tries: 0,
    place,
  });
  for (const [index, { itemId, key, generation }] of half.entries()) {
    const item = items.find((other) => other.id === itemId);
    const record = item?.records.find((other) => other.key === key && other.generation === generation);
    if (item === undefined || record === undefined) continue;
    Object.assign(record, { messageSetId: id, requestId: requestIdAt(id, index) });
    item.changedRecords.add(record);
  }
}

const placeOf = ({ requestId }: RecordRow): number => parseRequestId(requestId ?? '')?.index ?? -1;

/** Halves that will not go out in this session go back to the claim. */
export async function returnHalves(context: SessionContext, why: string): Promise<void> {
  for (const half of await plannedSetsOfSession(context.tx, context.session.id)) await returnHalf(context, half, why);
}

/** What of a half still waits goes back to the claim. */
export async function returnHalf(context: SessionContext, { id }: MessageSet, message: string): Promise<void> {
  const { tx, now } = context;
  const items = await loadItems(tx, await itemsOfMessageSet(tx, id));
  for (const item of items) returnRecords(item, id);
  await settleMessageSet(tx, id, abandoned('returned', now, message));
  await saveSessionItems(context, items);
}

function returnRecords(item: LockedItem, messageSetId: string): void {
  for (const record of item.records.filter((each) => each.messageSetId === messageSetId && each.state === 'sent')) {
    record.state = 'notProcessed';
    item.changedRecords.add(record);
  }
}
