import type { MessageSetAnswer } from '../../qbxml/envelope.js';
import { rows } from '../../store/database.js';
import { type ItemInHand, takeInHand } from '../items/item-in-hand.js';
import { judgeWhatIsDone } from './judge.js';
import { readTransaction, type Transacted } from './read-transaction.js';
import { putBackForSession, type SessionInHand } from './session-in-hand.js';

/** Fills in what an ErrorRecovery aggregate left out: numbers, and the lines that receipts are linked to. */
export async function takeDetails(hand: SessionInHand, answer: MessageSetAnswer): Promise<void> {
  const { tx, connection } = hand;
  const found = await rows<{ itemId: number }>(
    tx,
    'items-needing-details',
    `select distinct r.item_id as "itemId" from records r join items i on i.id = r.item_id where r.needs_details and i.connection_id = $1`,
    [connection.id],
  );
  const items = await takeInHand(
    tx,
    found.map(({ itemId }) => itemId),
  );
  for (const item of items) completeRecords(item, answer);
  judgeWhatIsDone(hand, items);
  await putBackForSession(hand, items);
}

function completeRecords(item: ItemInHand, answer: MessageSetAnswer): void {
  for (const record of item.records.filter((each) => each.needsDetails)) {
    const shown = answer.answers.flatMap((each): Transacted[] =>
      each.type === queryOf(record.type) ? readTransaction(record, each) : [],
    );
    const own = shown.find((transaction) => transaction.txnID === record.txnID);
    Object.assign(record, own ?? {}, { needsDetails: false });
    item.changedRecords.add(record);
  }
}

const queryOf = (type: string): string => type.replace(/Add$/, 'Query');
