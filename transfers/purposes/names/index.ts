import { forgetTry, markFreed, settleMessageSet } from '../../../store/message-sets.js';
import { abandoned, isForgotten } from '../message-set.js';
import { NO_RECORDS, neverDue, nothingToForget, type QuestionRules, setAside, type WritingRules } from '../purpose.js';
import { addNames, askForNames } from './create-missing.js';
import { halveNames, refuseLists, settleLists, takeNames } from './take-names.js';

/** Which of the names that waiting items need QuickBooks has. What waits for a name is claimable, so this is never due alone. */
export const names: QuestionRules = {
  writes: false,
  isDue: neverDue,
  ask: askForNames,
  async take(context, set, answer) {
    await takeNames(context, set, answer);
    return NO_RECORDS;
  },
  async unreadable(context, set, said) {
    await setAside(context, set, said);
    await halveNames(context, set, said.message);
    return NO_RECORDS;
  },
  absent: nothingToForget,
  withoutAnswer: 'passOver',
};

/** Additions to QuickBooks' lists: what the items of this session name and QuickBooks lacks. */
export const lists: WritingRules = {
  writes: true,
  isDue: neverDue,
  ask: addNames,
  async take(context, set, answer, response) {
    if (isForgotten(answer)) await refuseLists(context, set, 'QuickBooks forgot the set');
    else await settleLists(context, set, answer, response);
    if (set.oldMessageSetId !== null) await markFreed(context.tx, set.oldMessageSetId);
    return NO_RECORDS;
  },
  async unreadable(context, set, said) {
    await setAside(context, set, said);
    await halveNames(context, set, said.message);
    return NO_RECORDS;
  },
  absent: ({ tx }, { id }) => forgetTry(tx, id),
  // Names that are added a second time do no harm.
  wouldDouble: async () => false,
  async learnOutcome(context, set) {
    const message = `no outcome after ${set.tries} sessions`;
    await halveNames(context, set, message);
    await settleMessageSet(context.tx, set.id, abandoned('givenUp', context.now, message));
    return undefined;
  },
};
