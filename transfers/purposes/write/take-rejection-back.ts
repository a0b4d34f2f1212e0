import type { MessageSetAnswer } from '../../../qbxml/envelope.js';
import { parseRequestId, requestIdAt } from '../../../qbxml/message-set-id.js';
import {
  type MessageSet,
  markUnsettled,
  settleMessageSet,
  unfinishedSetsOfSession,
  unsettledSet,
} from '../../../store/message-sets.js';
import { itemsOfMessageSet, type RecordRow } from '../../../store/records.js';
import { nameOf } from '../../items/ledger-row.js';
import { type LockedItem, loadItems } from '../../items/locked-item.js';
import { type Request, requestsOf } from '../asked.js';
import { contentOf } from '../asked-of-former-release.js';
import { abandoned } from '../message-set.js';
import { type SessionContext, saveSessionItems } from '../session-context.js';

/** A set that is out again; `wentOut`: a part of it has gone out under another id meanwhile. */
export type TakenBack = { set: MessageSet; wentOut: boolean };

const WHY = 'QuickBooks answered the set that it is a part of: the rejection was a late copy of an earlier one.';

/**
 * QuickBooks answers a set that counts as rejected. A rejection names no set (P402), so that one was a late copy
 * of a rejection before it: what became of the records is undone, and the set is out as if it had never been rejected.
 * A record that was settled under another id meanwhile stays as it is; QBWC asks for nothing before it has answered, so
 * there is none unless calls were copied.
 * @returns undefined where the answer names no rejected set of this session, or nothing of it can be taken back
 */
export async function takeRejectionBack(
  context: SessionContext,
  answer: MessageSetAnswer,
): Promise<TakenBack | undefined> {
  const { tx, session } = context;
  const sets = await unfinishedSetsOfSession(tx, session.id);
  const set = sets.find(({ id, state }) => state === 'rejected' && id === setNamedBy(answer));
  if (set === undefined) return undefined;
  const identityOf = identityIn(set);
  const idInSet = idsIn(set, identityOf);
  const parts = sets.filter((each) => requestsOf(each).every((request) => idInSet.has(identityOf(request))));
  const isOther = await isAnotherOut(context, parts);
  // One set at most may be open: beside another one only an answer that leaves nothing open counts.
  if (isOther && !isAnswered(set, answer)) return undefined;
  if (!(await takeRecordsBack(context, set, parts, idInSet))) return undefined;
  await giveUp(context, parts);
  if (!isOther) await markUnsettled(tx, set.id);
  return { set, wentOut: parts.some(({ state }) => state === 'sent') };
}

const setNamedBy = ({ newMessageSetId, answers }: MessageSetAnswer): string | undefined =>
  newMessageSetId ?? parseRequestId(answers[0]?.requestId ?? '')?.messageSetId;

/** What tells the requests of a set apart in the parts that it was divided into. */
const identityIn = ({ asked }: MessageSet): ((request: Request) => string) =>
  asked === null ? contentOf : ({ record }) => JSON.stringify(record === undefined ? null : nameOf(record));

/** The requestIDs of a set, by what tells its requests apart. */
const idsIn = (set: MessageSet, identityOf: (request: Request) => string): Map<string, string> =>
  new Map(requestsOf(set).map((request, index) => [identityOf(request), requestIdAt(set.id, index)]));

async function isAnotherOut({ tx, connection }: SessionContext, parts: readonly MessageSet[]): Promise<boolean> {
  const out = await unsettledSet(tx, connection.id, connection.fileId);
  return out !== undefined && !parts.some(({ id }) => id === out.id);
}

function isAnswered(set: MessageSet, { answers }: MessageSetAnswer): boolean {
  const answered = new Set(answers.map(({ requestId }) => requestId));
  return requestsOf(set).every((_request, index) => answered.has(requestIdAt(set.id, index)));
}

/**
 * @param idInSet the requestIDs that the records of the parts have in the set
 * @returns whether there was any
 */
async function takeRecordsBack(
  context: SessionContext,
  set: MessageSet,
  parts: readonly MessageSet[],
  idInSet: ReadonlyMap<string, string>,
): Promise<boolean> {
  const identityOf = identityIn(set);
  const former = new Map(
    parts.flatMap((part) => [...idsIn(part, identityOf)].map(([identity, id]) => [id, idInSet.get(identity)])),
  );
  const items = await itemsOf(context, parts);
  let isAny = false;
  for (const item of items) {
    for (const record of item.records) {
      const requestId = former.get(record.requestId ?? '');
      if (requestId === undefined || !['sent', 'refused'].includes(record.state)) continue;
      if (record.state === 'refused') takeRefusalBack(context, item, record);
      Object.assign(record, { state: 'sent', messageSetId: set.id, requestId });
      item.changedRecords.add(record);
      item.sessionId = context.session.id;
      isAny = true;
    }
  }
  await saveSessionItems(context, items);
  return isAny;
}

async function itemsOf({ tx }: SessionContext, parts: readonly MessageSet[]): Promise<LockedItem[]> {
  const ids = new Set<number>();
  for (const part of parts) for (const id of await itemsOfMessageSet(tx, part.id)) ids.add(id);
  return loadItems(tx, [...ids]);
}

/** It stood alone. Its item may have been judged by that: a later verdict stands. */
function takeRefusalBack({ session, now }: SessionContext, item: LockedItem, record: RecordRow): void {
  Object.assign(record, { statusMessage: null, settledAt: null, settledInSessionId: null });
  const isAlone = item.records.some((other) => other !== record && other.state === 'refused');
  Object.assign(item, { sentAlone: isAlone, refusedAt: null, satOutSessionId: null });
  session.recordsFailed -= 1;
  session.answered -= 1;
  const message = 'QuickBooks could read it after all: the refusal was meant for an earlier message set.';
  item.newHistory.push({ at: now, event: 'refusal taken back', sessionId: session.id, message });
}

/** Nothing of a part goes out any more. */
async function giveUp({ tx, session, now }: SessionContext, parts: readonly MessageSet[]): Promise<void> {
  for (const { id, state } of parts) {
    if (state === 'rejected') continue;
    await settleMessageSet(tx, id, abandoned('superseded', now, WHY));
    if (session.currentSetId === id) session.currentSetId = null;
  }
}
