import { hostQuery } from '../../qbxml/host-query.js';
import { type Draft, numbered, queries } from './message-set.js';
import { NO_RECORDS, neverDue, nothingToForget, type QuestionRules } from './purpose.js';

/** What was promised may be gone meanwhile: this changes nothing and its answer closes the session with 100. */
const ask = async (): Promise<Draft> =>
  queries('closing', (id) => numbered(id, [undefined], (requestId) => hostQuery.build(requestId)));

export const closing: QuestionRules = {
  writes: false,
  isDue: neverDue,
  ask,
  take: async () => ({ ...NO_RECORDS, isOver: true }),
  unreadable: async () => undefined,
  absent: nothingToForget,
  withoutAnswer: 'askAgain',
};
