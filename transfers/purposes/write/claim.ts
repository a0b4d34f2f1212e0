import { objectionToSend } from '../../../domain/eligibility.js';
import { AppError } from '../../../domain/errors.js';
import { FAILURE } from '../../../domain/failure-codes.js';
import type { ItemKind } from '../../../domain/kinds.js';
import type { PlannedRecord } from '../../../domain/record-plan.js';
import type { OnError } from '../../../qbxml/envelope.js';
import { requestIdAt } from '../../../qbxml/message-set-id.js';
import { claimable, claimableAlone } from '../../../store/claims.js';
import type { RecordRow } from '../../../store/records.js';
import { conclude } from '../../items/judge.js';
import { keep, ledgerRow, nameOf } from '../../items/ledger-row.js';
import {
  accept,
  hasBegun,
  type LockedItem,
  loadItems,
  sendableRecords,
  standingOf,
  type Unplanned,
} from '../../items/locked-item.js';
import { type Draft, newMessageSetId } from '../message-set.js';
import { countUnsent, numberingOf, type SessionContext, saveSessionItems } from '../session-context.js';
import { compose } from './compose.js';

/** Which items a set takes: many of a kind, or the next one that goes by itself; deletions go in sets of their own. */
export type Claim = { kind: ItemKind; onError: OnError; alone: boolean; deletions?: true };

/**
 * Takes items that are ready, eligible on their newest snapshot, with something left to send, into one writing set of
 * at most `maxRecords` and `maxBytes` (S30). What cannot be put into qbXML fails its item alone, here.
 * @returns undefined when nothing of the kind is left
 */
export async function claim(context: SessionContext, wanted: Claim): Promise<Draft | undefined> {
  const { tx, connection, now } = context;
  for (;;) {
    const found = wanted.alone
      ? await claimableAlone(tx, connection.id, wanted.kind, 1, now)
      : await claimable(tx, connection.id, wanted.kind, connection.settings.maxRecords);
    if (found.length === 0) return undefined;
    const items = await loadItems(tx, inOrderOf(found));
    const draft = await claimItems(context, wanted, sortedAs(found, items));
    if (draft !== undefined) return draft;
  }
}

/** The writing set of items that are loaded; undefined when none of them could be put into it. */
export async function claimItems(
  context: SessionContext,
  wanted: Claim,
  items: readonly LockedItem[],
): Promise<Draft | undefined> {
  const draft = fillSet(context, wanted, items);
  await saveSessionItems(context, items);
  return draft.requests.length > 0 ? draft : undefined;
}

const inOrderOf = (found: readonly { id: number }[]): number[] => found.map(({ id }) => id);

/** Locks are taken by id, sets are filled by the time the items became ready. */
function sortedAs(found: readonly { id: number }[], items: readonly LockedItem[]): LockedItem[] {
  const place = new Map(found.map(({ id }, index) => [id, index]));
  return [...items].sort((left, right) => (place.get(left.id) ?? 0) - (place.get(right.id) ?? 0));
}

function fillSet(context: SessionContext, wanted: Claim, items: readonly LockedItem[]): Draft {
  const draft: Draft = { id: newMessageSetId(), purpose: 'write', requests: [], onError: wanted.onError, records: 0 };
  const room = { records: context.connection.settings.maxRecords, bytes: context.connection.settings.maxBytes };
  for (const item of items) {
    // Canceled, or taken up again, since it was found: its turn comes with the next set of the other sort.
    if (isToDelete(item) !== (wanted.deletions === true)) continue;
    if (!addItem(context, draft, item, room)) break;
  }
  draft.records = draft.requests.length;
  return draft;
}

const isToDelete = ({ kind, snapshot }: LockedItem): boolean =>
  kind === 'purchase-orders' && snapshot.status === 'Canceled';

/** @returns false when the set is full */
function addItem(
  context: SessionContext,
  draft: Draft,
  item: LockedItem,
  room: { records: number; bytes: number },
): boolean {
  const { session, cause, now } = context;
  if (!item.state.ready || item.state.withdrawn || objectionToSend(item, standingOf(item)) !== undefined) return true;
  let isSent = false;
  for (const record of sendableRecords(item, session.id)) {
    if (room.records === 0) return false;
    const made = makeRequest(context, draft, item, record);
    if (made instanceof AppError) {
      // What is in the set already goes out; the rest fails the item when its turn comes again, after the answer.
      if (!isSent) failAlone(context, item, made);
      return true;
    }
    if (made === undefined) continue;
    const { request, row } = made;
    // One record alone may be larger than the limit: it cannot be divided.
    if (request.length > room.bytes && draft.requests.length > 0) return false;
    room.records -= 1;
    room.bytes -= request.length;
    keep(item, row);
    session.recordsSent += 1;
    draft.requests.push({ xml: request, record: nameOf(row) });
    if (!isSent) accept(item, { type: 'sent', at: now, sessionId: session.id, messageSetId: draft.id }, cause);
    isSent = true;
    item.sessionId = session.id;
  }
  if (!isSent) conclude(context, item);
  return true;
}

/**
 * A record as the set and the ledger want it; undefined when it was refused, since it cannot be put into qbXML.
 * @returns an error for a mistake of ours, which must stop no other item (S32)
 */
function makeRequest(
  context: SessionContext,
  draft: Draft,
  item: LockedItem,
  record: PlannedRecord | Unplanned,
): { request: string; row: RecordRow } | AppError | undefined {
  if (record.type === 'Unplanned') return record.error;
  try {
    const row = ledgerRow(item, record, numberingOf(context), {
      messageSetId: draft.id,
      requestId: requestIdAt(draft.id, draft.requests.length),
    });
    const request = composeOrRefuse(context, item, record, row);
    return request === undefined ? undefined : { request, row };
  } catch (thrown) {
    return AppError.from(thrown);
  }
}

/** An item that a mistake of ours keeps from being sent: it sits this session out, and is tried again in the next. */
function failAlone({ session, now, cause }: SessionContext, item: LockedItem, error: AppError): void {
  const { generation } = item.state;
  const message = `A mistake of this product keeps it from being sent: ${error.message}`;
  const failure = { code: FAILURE.internal, message, snapshotVersion: item.snapshotVersion };
  accept(item, { type: 'failed', at: now, generation, begun: hasBegun(item), failure }, cause);
  Object.assign(item, { sessionId: null, satOutSessionId: session.id });
  if (item.kind === 'purchase-orders') item.refusedAt = now;
  countUnsent(session, 'recordsFailed');
  item.newHistory.push({
    at: now,
    event: 'refused',
    sessionId: session.id,
    code: FAILURE.internal,
    message,
    hint: 'Report it to whoever runs this product, with this message. It is included again by itself in the next session; everything else goes on.',
  });
}

function composeOrRefuse(
  context: SessionContext,
  item: LockedItem,
  record: PlannedRecord,
  row: RecordRow,
): string | undefined {
  const stamp = { requestId: row.requestId ?? '', externalGuid: row.externalGuid, ...numberingOf(context) };
  try {
    return compose(item, record, stamp);
  } catch (thrown) {
    const error = AppError.from(thrown);
    if (error.code !== 'unsendable') throw thrown;
    refuse(context, item, row, error.message);
    return undefined;
  }
}

/** A record that cannot be put into qbXML is refused by us, in QuickBooks' place: no set carries it. */
function refuse(context: SessionContext, item: LockedItem, row: RecordRow, message: string): void {
  const { session, now } = context;
  keep(item, {
    ...row,
    messageSetId: null,
    requestId: null,
    state: 'refused',
    statusMessage: message,
    settledAt: now,
    settledInSessionId: session.id,
  });
  countUnsent(session, 'recordsFailed');
  item.newHistory.push({
    at: now,
    event: 'refused',
    sessionId: session.id,
    code: FAILURE.unsendable,
    message,
    hint: 'Correct the field in the PSA; the item is included again by itself.',
  });
}
