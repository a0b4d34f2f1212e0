import { groupBy } from '../../../domain/group-by.js';
import * as store from '../../../store/adoption.js';
import { findMessageSet, settleMessageSet } from '../../../store/message-sets.js';
import { accept, hasBegun, type ItemInHand, takeInHand, unsentRecords } from '../../items/item-in-hand.js';
import { SETTLE_HINT, unclearMessage } from '../by-key.js';
import { markDeleted } from '../delete-purchase-orders.js';
import { conclude } from '../judge.js';
import { keep } from '../ledger-row.js';
import { noteNotOrdered } from '../note-not-ordered.js';
import { countUnsent, putBackForSession, type SessionInHand } from '../session-in-hand.js';
import { giveUpLists } from '../take-names.js';
import { tellNumbers } from '../tell-numbers.js';

const ITEMS_A_PAGE = 200;

/** Adopts all that a search after a restore has found: records are added, and their items judged as after any answer. */
export async function adoptFindings(hand: SessionInHand, run: store.AdoptionRun): Promise<void> {
  const { tx } = hand;
  for (let after = 0; ; ) {
    const ids = (await store.itemsWithFindings(tx, run.id, after, ITEMS_A_PAGE)).map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) break;
    after = last;
    const items = await takeInHand(tx, ids);
    const findings = groupBy(await store.findingsOfItems(tx, run.id, ids), ({ itemId }) => itemId);
    for (const item of items) adopt(hand, item, findings.get(item.id) ?? []);
    await tellNumbers(hand, items);
    await putBackForSession(hand, items);
  }
  await settleFormerSets(hand);
}

function adopt(hand: SessionInHand, item: ItemInHand, findings: readonly store.Finding[]): void {
  for (const finding of findings) apply(hand, item, finding);
  for (const record of item.changedRecords) noteNotOrdered(hand, item, record);
  if (item.changedRecords.size === 0) return;
  item.sessionId = hand.session.id;
  if (unsentRecords(item).length === 0) conclude(hand, item);
  else if (!item.state.ready && !item.state.inFlight) hold(hand, item);
  // The rest of a ready item goes out in this session, and the item is judged then.
}

/** Only a part of it is in QuickBooks, and nobody wants the rest now as far as the backup knows: people decide. */
function hold({ now, cause }: SessionInHand, item: ItemInHand): void {
  item.sessionId = null;
  const message =
    'Only a part of it was found in QuickBooks after a backup was restored; set it ready to send the rest.';
  accept(
    item,
    {
      type: 'failed',
      at: now,
      generation: item.state.generation,
      begun: hasBegun(item),
      failure: { code: 'partly-transferred', message, snapshotVersion: 0 },
    },
    cause,
  );
}

function apply({ session, now }: SessionInHand, item: ItemInHand, finding: store.Finding): void {
  const { verdict, key, generation } = finding;
  const known = item.records.find((record) => record.key === key && record.generation === generation);
  const line = { at: now, sessionId: session.id };
  const row = {
    ...finding.record,
    messageSetId: known?.messageSetId ?? null,
    requestId: known?.requestId ?? null,
    settledAt: now,
    settledInSessionId: session.id,
  };
  if (verdict === 'found') {
    keep(item, row);
    if (row.type === 'TxnDel') markDeleted(item, generation);
    countUnsent(session, 'recordsSucceeded');
    const message = `A backup was restored; QuickBooks has ${key} as ${row.txnID}.`;
    item.newHistory.push({ ...line, event: 'adopted', message });
  } else if (verdict === 'unclear') {
    const statusMessage = unclearMessage(finding.candidates);
    keep(item, { ...row, state: 'unknown', statusMessage });
    item.newHistory.push({ ...line, event: 'outcomeUnknown', message: statusMessage, hint: SETTLE_HINT });
  } else if (known?.state === 'sent') {
    keep(item, { ...row, state: 'notProcessed' });
    const message = `A backup was restored; QuickBooks does not have ${key}: it is sent again.`;
    item.newHistory.push({ ...line, event: 'notFound', message });
  }
}

/** Sets without an outcome at the time of the backup are settled by what was found; sent again they might be done twice. */
async function settleFormerSets(hand: SessionInHand): Promise<void> {
  const { tx, connection, now } = hand;
  const message = 'a backup was restored: settled by queries';
  for (const { id, purpose } of await store.unsettledSets(tx, connection.id)) {
    const set = await findMessageSet(tx, id);
    if (set === undefined) continue;
    if (purpose === 'lists') await giveUpLists(hand, set, message);
    else await settleMessageSet(tx, id, { state: 'abandoned', at: now, response: null, hresult: null, message });
  }
  await store.forgetSetsToFree(tx, connection.id);
}
