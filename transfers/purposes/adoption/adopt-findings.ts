import { FAILURE } from '../../../domain/failure-codes.js';
import { groupBy } from '../../../domain/group-by.js';
import * as store from '../../../store/adoption.js';
import { findMessageSet, settleMessageSet } from '../../../store/message-sets.js';
import { conclude } from '../../items/judge.js';
import { keep, markDeleted } from '../../items/ledger-row.js';
import { accept, hasBegun, type LockedItem, loadItems, unsentRecords } from '../../items/locked-item.js';
import { SETTLE_HINT, unclearMessage } from '../find-by-key/by-key.js';
import { abandoned } from '../message-set.js';
import { giveUpLists } from '../names/take-names.js';
import { noteNotOrdered } from '../note-not-ordered.js';
import { countUnsent, type SessionContext, saveSessionItems } from '../session-context.js';
import { tellNumbers } from '../tell-numbers.js';

const ITEMS_A_PAGE = 200;

/** Adopts all that a search after a restore has found: records are added, and their items judged as after any answer. */
export async function adoptFindings(context: SessionContext, run: store.AdoptionRun): Promise<void> {
  const { tx } = context;
  for (let after = 0; ; ) {
    const ids = (await store.itemsWithFindings(tx, run.id, after, ITEMS_A_PAGE)).map(({ id }) => id);
    const last = ids.at(-1);
    if (last === undefined) break;
    after = last;
    const items = await loadItems(tx, ids);
    const findings = groupBy(await store.findingsOfItems(tx, run.id, ids), ({ itemId }) => itemId);
    for (const item of items) adopt(context, item, findings.get(item.id) ?? []);
    await tellNumbers(context, items);
    await saveSessionItems(context, items);
  }
  await settleFormerSets(context);
}

function adopt(context: SessionContext, item: LockedItem, findings: readonly store.Finding[]): void {
  for (const finding of findings) apply(context, item, finding);
  for (const record of item.changedRecords) noteNotOrdered(context, item, record);
  if (item.changedRecords.size === 0) return;
  item.sessionId = context.session.id;
  if (unsentRecords(item).length === 0) conclude(context, item);
  else if (!item.state.ready && !item.state.inFlight) hold(context, item);
  // The rest of a ready item goes out in this session, and the item is judged then.
}

/** Only a part of it is in QuickBooks, and nobody wants the rest now as far as the backup knows: people decide. */
function hold({ now, cause }: SessionContext, item: LockedItem): void {
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
      failure: { code: FAILURE.partlyTransferred, message, snapshotVersion: 0 },
    },
    cause,
  );
}

function apply({ session, now }: SessionContext, item: LockedItem, finding: store.Finding): void {
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
    const message = `A backup was restored; QuickBooks has ${key} as ${row.txnId}.`;
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
async function settleFormerSets(context: SessionContext): Promise<void> {
  const { tx, connection, now } = context;
  const message = 'a backup was restored: settled by queries';
  for (const { id, purpose } of await store.unsettledSets(tx, connection.id)) {
    const set = await findMessageSet(tx, id);
    if (set === undefined) continue;
    if (purpose === 'lists') await giveUpLists(context, set, message);
    else await settleMessageSet(tx, id, abandoned('superseded', now, message));
  }
  await store.forgetSetsToFree(tx, connection.id);
}
