import { isAnythingUnsettled, unsettledSet } from '../../../store/message-sets.js';
import { NO_RECORDS, type QuestionRules, setAside } from '../purpose.js';
import { adoptFound, forgetQuestion, halveQuestion, searchByKey } from './find-by-key.js';

/** Nothing else can be sent before that is known. */
const NOT_NOW = {
  code: 'unanswered',
  sentence: 'QuickBooks could not answer for all records whose outcome is unknown; the next session asks again.',
} as const;

/** What QuickBooks has of the records of a writing set whose outcome nothing else can tell. */
export const findByKey: QuestionRules = {
  writes: false,
  isDue: ({ db, connection }) => isAnythingUnsettled(db, connection.id, connection.fileId),
  async ask(context) {
    const { tx, connection } = context;
    const lost = await unsettledSet(tx, connection.id, connection.fileId);
    return lost?.byKey === true ? searchByKey(context, lost) : undefined;
  },
  take: async (context, set, answer) =>
    (await adoptFound(context, set, answer)) ? NO_RECORDS : { ...NO_RECORDS, endsWith: NOT_NOW },
  async unreadable(context, set, said) {
    await setAside(context, set, said);
    await halveQuestion(context, set);
    return NO_RECORDS;
  },
  absent: forgetQuestion,
  // It counts for itself: what it gives up is left to people for good.
  withoutAnswer: 'askAgain',
};
