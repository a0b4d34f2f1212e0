import { isAbsence } from '../../qbxml/hresults.js';
import { type MessageSet, type Purpose, settleMessageSet } from '../../store/message-sets.js';
import { lastSessionsAsking } from '../../store/questions.js';
import type { NoAnswer, QuestionRules, Tally } from '../purposes/purpose.js';
import type { SessionContext } from '../purposes/session-context.js';
import { MAX_TRIES } from '../purposes/tries.js';

/**
 * A question got no answer. It is asked anew in the next session; the third session in a row, and each one after it,
 * treats it like one that QuickBooks cannot read. That QuickBooks was not there says nothing about the question.
 * @returns undefined where the session cannot go on without the answer
 */
export async function withoutAnswer(
  context: SessionContext,
  set: MessageSet,
  rules: QuestionRules,
  said: NoAnswer,
): Promise<Tally | undefined> {
  await settleMessageSet(context.tx, set.id, { state: 'abandoned', at: context.now, ...said, outcome: 'noAnswer' });
  if (rules.withoutAnswer === 'askAgain' || isAbsence(said.hresult ?? '')) return undefined;
  if ((await failedSessions(context, set.purpose)) < MAX_TRIES) return undefined;
  const passed = await rules.unreadable(context, set, said);
  return rules.withoutAnswer === 'endSession' ? undefined : passed;
}

/** How many sessions in a row, up to this one, had a question of this purpose that failed. */
async function failedSessions({ tx, connection }: SessionContext, purpose: Purpose): Promise<number> {
  let count = 0;
  for (const { answered, failures } of await lastSessionsAsking(tx, connection.id, purpose)) {
    if (failures.some((hresult) => !isAbsence(hresult))) count += 1;
    else if (answered) break;
  }
  return count;
}
