import type { OnError } from '../../qbxml/envelope.js';
import { requestID } from '../../qbxml/message-set-id.js';
import { insertMessageSet, type MessageSet, plannedSetsOfSession, settleMessageSet } from '../../store/message-sets.js';
import { itemsOfMessageSet, type RecordRow, recordsOfMessageSet } from '../../store/records.js';
import { type ItemInHand, takeInHand } from '../items/item-in-hand.js';
import { judgeWhatIsDone } from './judge.js';
import { newMessageSetID } from './message-set.js';
import { requestsNamed, stopsOnError } from './request-of.js';
import { putBackForSession, type SessionInHand } from './session-in-hand.js';
import type { Tally } from './settle-writes.js';

/**
 * QuickBooks could not parse a whole set and does not say which request was wrong (0x80040400): it did nothing, so the
 * set is halved under new ids until the bad record stands alone. That one fails, and goes alone from then on.
 */
export async function splitRejected(
  hand: SessionInHand,
  set: MessageSet,
  hresult: string,
  message: string,
): Promise<Tally> {
  const { tx, now } = hand;
  const records = await recordsOfMessageSet(tx, set.id);
  const items = await takeInHand(tx, [...new Set(records.map((record) => record.itemId))]);
  await settleMessageSet(tx, set.id, { state: 'rejected', at: now, response: null, hresult, message });
  const [first] = records;
  if (records.length === 1 && first !== undefined) return standsAlone(hand, items, first, message);
  for (const item of items) item.sessionId = hand.session.id;
  const middle = Math.ceil(records.length / 2);
  await planHalf(hand, set, items, records.slice(0, middle), set.place);
  await planHalf(hand, set, items, records.slice(middle), set.place + middle);
  await putBackForSession(hand, items);
  return { succeeded: 0, failed: 0 };
}

async function standsAlone(
  hand: SessionInHand,
  items: ItemInHand[],
  { key, generation }: RecordRow,
  message: string,
): Promise<Tally> {
  const { session, now } = hand;
  for (const item of items) {
    const record = item.records.find((other) => other.key === key && other.generation === generation);
    if (record === undefined) continue;
    Object.assign(record, { state: 'refused', statusMessage: message, settledAt: now, settledInSessionId: session.id });
    item.changedRecords.add(record);
    item.sentAlone = true;
    item.sessionId = session.id;
    const hint =
      'QuickBooks could not read this record. Look for unusual characters or values in it; it is tried again alone.';
    item.newHistory.push({ at: now, event: 'refused', sessionId: session.id, message, hint });
  }
  session.recordsFailed += 1;
  judgeWhatIsDone(hand, items);
  await putBackForSession(hand, items);
  return { succeeded: 0, failed: 1 };
}

/** A planned half holds its requests; its bytes are made when its turn comes. */
async function planHalf(
  hand: SessionInHand,
  set: MessageSet,
  items: readonly ItemInHand[],
  half: readonly RecordRow[],
  place: number,
): Promise<void> {
  const { tx, connection, session, now } = hand;
  const id = newMessageSetID();
  const formerIds = half.map((record) => record.requestId ?? '');
  const requests = requestsNamed(set.request, formerIds).map((request, index) =>
    renamed(request, formerIds[index] ?? '', requestID(id, index)),
  );
  const onError: OnError = stopsOnError(set.request) ? 'stopOnError' : 'continueOnError';
  await insertMessageSet(tx, {
    id,
    connectionId: connection.id,
    fileId: connection.fileId,
    sessionId: session.id,
    purpose: 'write',
    writes: true,
    oldMessageSetId: null,
    request: JSON.stringify({ requests, onError }),
    state: 'planned',
    createdAt: now,
    tries: 0,
    place,
  });
  for (const [index, { itemId, key, generation }] of half.entries()) {
    const item = items.find((other) => other.id === itemId);
    const record = item?.records.find((other) => other.key === key && other.generation === generation);
    if (item === undefined || record === undefined) continue;
    Object.assign(record, { messageSetId: id, requestId: requestID(id, index) });
    item.changedRecords.add(record);
  }
}

const renamed = (request: string, from: string, to: string): string =>
  request.replace(`requestID="${from}"`, `requestID="${to}"`);

/** Halves that will not go out in this session go back to the claim. */
export async function returnHalves(hand: SessionInHand, why: string): Promise<void> {
  for (const half of await plannedSetsOfSession(hand.tx, hand.session.id)) await returnHalf(hand, half, why);
}

/** What of a half still waits goes back to the claim. */
export async function returnHalf(hand: SessionInHand, { id }: MessageSet, message: string): Promise<void> {
  const { tx, now } = hand;
  const items = await takeInHand(tx, await itemsOfMessageSet(tx, id));
  for (const item of items) returnRecords(item, id);
  await settleMessageSet(tx, id, { state: 'abandoned', at: now, response: null, hresult: null, message });
  await putBackForSession(hand, items);
}

function returnRecords(item: ItemInHand, messageSetId: string): void {
  for (const record of item.records.filter((each) => each.messageSetId === messageSetId && each.state === 'sent')) {
    record.state = 'notProcessed';
    item.changedRecords.add(record);
  }
}
