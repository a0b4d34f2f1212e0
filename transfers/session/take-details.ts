import type { MessageSetAnswer } from '../../qbxml/envelope.js';
import { rows } from '../../store/database.js';
import { type ItemInHand, isAwaitingAnswer, takeInHand } from '../items/item-in-hand.js';
import { judgeWhatIsDone } from './judge.js';
import { readTransaction, type Transacted } from './read-transaction.js';
import { putBackForSession, type SessionInHand } from './session-in-hand.js';
import { tellNumbers } from './tell-numbers.js';

/** Fills in what an ErrorRecovery aggregate left out: numbers, and the lines that receipts are linked to. */
export async function takeDetails(hand: SessionInHand, answer: MessageSetAnswer): Promise<void> {
  const { tx, connection } = hand;
  const found = await rows<{ itemId: number }>(
    tx,
    'items-needing-details',
    `select distinct r.item_id as "itemId" from records r join items i on i.id = r.item_id join connections c on c.id = i.connection_id and c.file_id = r.file_id where r.needs_details and i.connection_id = $1`,
    [connection.id],
  );
  const items = await takeInHand(
    tx,
    found.map(({ itemId }) => itemId),
  );
  for (const item of items) {
    // A person said that QuickBooks has it; the item is judged once its lines are known.
    if (isAwaitingAnswer(item)) item.sessionId ??= hand.session.id;
    completeRecords(hand, item, answer);
  }
  judgeWhatIsDone(hand, items);
  await putBackForSession(hand, items);
  await tellNumbers(hand, items);
}

function completeRecords({ session, now }: SessionInHand, item: ItemInHand, answer: MessageSetAnswer): void {
  for (const record of item.records.filter((each) => each.needsDetails)) {
    const said = answer.answers.filter(({ type }) => type === queryOf(record.type));
    // From 1000 on QuickBooks did not answer the question; what it no longer has is a miss (1, 500).
    if (said.length === 0 || said.some(({ statusCode }) => statusCode >= 1000)) continue;
    const shown = said.flatMap((each): Transacted[] => readTransaction(record, each));
    const own = shown.find((transaction) => transaction.txnID === record.txnID);
    Object.assign(record, own ?? {}, { needsDetails: false });
    item.changedRecords.add(record);
    const isOurs =
      own?.externalGUID === undefined || own.externalGUID.toLowerCase() === record.externalGuid.toLowerCase();
    if (!record.settledByHand || (own !== undefined && isOurs)) continue;
    const found = own === undefined ? 'QuickBooks has none with this TxnID' : 'that one carries the mark of another';
    item.newHistory.push({
      at: now,
      event: 'notConfirmed',
      sessionId: session.id,
      message: `Settled by hand as ${record.txnID}, but ${found}.`,
      hint: 'Check the TxnID in QuickBooks.',
    });
  }
}

const queryOf = (type: string): string => type.replace(/Add$/, 'Query');
