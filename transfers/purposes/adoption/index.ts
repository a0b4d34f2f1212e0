import { activeRun } from '../../../store/adoption.js';
import { closing } from '../closing.js';
import { NO_RECORDS, nothingToForget, type QuestionRules, setAside } from '../purpose.js';
import { adoptFirst } from './adopt-first.js';
import { takeAdoption, takeUnreadableAdoption } from './take-adoption.js';

/** What QuickBooks has of everything that a restored backup does not know. While it is going on nothing is sent. */
export const adoption: QuestionRules = {
  writes: false,
  isDue: async ({ db, connection }) => (await activeRun(db, connection.id))?.state === 'looking',
  async ask(context) {
    const next = await adoptFirst(context);
    if (next === 'over') return undefined;
    // People decide: until then a session has nothing to do.
    return next ?? closing.ask(context);
  },
  async take(context, set, answer) {
    await takeAdoption(context, set, answer);
    return NO_RECORDS;
  },
  async unreadable(context, set, said) {
    await setAside(context, set, said);
    await takeUnreadableAdoption(context, set);
    return NO_RECORDS;
  },
  absent: nothingToForget,
  // It sends nothing meanwhile and gives up for good: no more than one record a session.
  withoutAnswer: 'endSession',
};
