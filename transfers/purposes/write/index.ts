import { ITEM_KINDS } from '../../../domain/kinds.js';
import { isAnythingClaimable } from '../../../store/claims.js';
import {
  findByKeyFromNow,
  forgetTry,
  isLastNotStored,
  keepAnswer,
  type MessageSet,
  type MessageSetOutcome,
  markFreed,
} from '../../../store/message-sets.js';
import { searchByKey } from '../find-by-key/find-by-key.js';
import { type Draft, isForgotten } from '../message-set.js';
import { NO_RECORDS, type NoAnswer, type WritingRules } from '../purpose.js';
import type { SessionContext } from '../session-context.js';
import { STEPS } from './order.js';
import { settleWrites } from './settle-writes.js';
import { splitRejected } from './split.js';

async function ask(context: SessionContext): Promise<Draft | undefined> {
  for (const step of STEPS) {
    const draft = await step(context);
    if (draft !== undefined) return draft;
  }
  return undefined;
}

/** What QuickBooks says now may not be all that it did with the set, as when it was sent before: it is found by key. */
export async function searchInstead(
  { tx }: SessionContext,
  { id }: MessageSet,
  said: NoAnswer,
  outcome: MessageSetOutcome,
): Promise<void> {
  await keepAnswer(tx, id, { ...said, outcome });
  await findByKeyFromNow(tx, id);
}

/** The records of items: what the product is for. */
export const write: WritingRules = {
  writes: true,
  isDue: ({ db, connection, session }) => {
    const kinds = ITEM_KINDS.filter((kind) => kind !== 'purchase-orders' || session?.purchaseOrdersStopped !== true);
    return isAnythingClaimable(db, connection.id, kinds);
  },
  ask,
  async take(context, set, answer, response) {
    if (!isForgotten(answer)) return settleWrites(context, set, answer, response);
    const message = `message set status ${answer.messageSetStatusCode}`;
    await searchInstead(context, set, { response, hresult: null, message }, 'stateForgotten');
    if (set.oldMessageSetId !== null) await markFreed(context.tx, set.oldMessageSetId);
    return NO_RECORDS;
  },
  async unreadable(context, set, said) {
    // Sent more than once it may have been read before.
    if (set.tries > 1) await searchInstead(context, set, said, 'unreadable');
    else return splitRejected(context, set, said.hresult ?? '', said.message);
    return NO_RECORDS;
  },
  absent: ({ tx }, { id }) => forgetTry(tx, id),
  // A company file that stores no states of sets (9005) would execute it a second time.
  wouldDouble: ({ tx, connection }) => isLastNotStored(tx, connection.id, connection.fileId),
  async learnOutcome(context, set) {
    if (!set.byKey) await findByKeyFromNow(context.tx, set.id);
    return searchByKey(context, set);
  },
};
