import { AppError } from '../../domain/errors.js';
import type { SessionError } from '../../domain/session-errors.js';
import { cut, quote } from '../../domain/texts.js';
import { type MessageSetAnswer, parseMessageSet } from '../../qbxml/envelope.js';
import { hresultOf, isAbsence, LONGEST_HRESULT, normaliseHresult } from '../../qbxml/hresults.js';
import type { Database } from '../../store/database.js';
import { findMessageSet, keepAnswer, type MessageSet, settleMessageSet } from '../../store/message-sets.js';
import { inSavepoint } from '../../store/savepoint.js';
import { PURPOSES } from '../purposes/index.js';
import { answeredBy } from '../purposes/message-set.js';
import { NO_RECORDS, type Taken } from '../purposes/purpose.js';
import { type SessionContext, type SessionNews, tell } from '../purposes/session-context.js';
import { searchInstead } from '../purposes/write/index.js';
import { takeRejectionBack } from '../purposes/write/take-rejection-back.js';
import { endSession } from './end-session.js';
import { withoutAnswer } from './no-answer.js';
import { inSession, type SessionReply } from './session-call.js';
import { isWorkLeft } from './work-left.js';

/** What QBWC hands over: the response, or an hresult with a message when QuickBooks threw. */
export type Answer = { ticket: string; now: string; response: string; hresult: string; message: string };

/** receiveResponseXML: 100 exactly when nothing is left to do, 0 to 99 as progress, -1 when the session cannot go on. */
export function takeAnswer(database: Database, call: Answer): Promise<SessionReply<number> | undefined> {
  return inSession(database, call, async (context, news) => {
    const { session, tx } = context;
    const current = session.currentSetId === null ? undefined : await findMessageSet(tx, session.currentSetId);
    if (call.hresult !== '')
      return current === undefined ? progress(context) : takeFailure(context, news, current, call);
    const answer = parsed(call.response);
    if (answer instanceof AppError)
      return current === undefined ? progress(context) : loseOutcome(context, news, current, call, unreadable(answer));
    if (current === undefined || !isFor(current, answer)) return takeAstray(context, news, current, answer, call);
    return takeIt(context, news, current, answer, call);
  });
}

/** The answer to a set that is out. */
async function takeIt(
  context: SessionContext,
  news: SessionNews[],
  set: MessageSet,
  answer: MessageSetAnswer,
  call: Answer,
): Promise<number> {
  const settled = await settleOrNothing(context, () => settle(context, set, answer, call.response));
  if (settled instanceof AppError) return loseOutcome(context, news, set, call, unreadable(settled));
  if (settled.endsWith !== undefined) return giveUp(context, news, settled.endsWith);
  return goOn(context, news, set, settled);
}

const unreadable = ({ message }: AppError): SessionError => ({ code: 'answerUnreadable', sentence: message });

function parsed(response: string): MessageSetAnswer | AppError {
  try {
    return parseMessageSet(response);
  } catch (thrown) {
    return AppError.from(thrown);
  }
}

/** An answer counts only for the set that it names, by its id or by the ids of its requests. */
function isFor(set: MessageSet, answer: MessageSetAnswer): boolean {
  if (answer.newMessageSetId !== undefined) return answer.newMessageSetId === set.id;
  return answer.answers.length === 0 || answer.answers.some((each) => each.requestId?.startsWith(`${set.id}-`));
}

const ASTRAY: SessionError = {
  code: 'answerAstray',
  sentence: 'Twice the answer was for something else than what QuickBooks was asked.',
};

/**
 * It may be for a set that counts as rejected. Else an old answer may come late, and then the set goes out again; one
 * that comes again would come for ever.
 */
async function takeAstray(
  context: SessionContext,
  news: SessionNews[],
  set: MessageSet | undefined,
  answer: MessageSetAnswer,
  call: Answer,
): Promise<number> {
  const { session } = context;
  const back = await takeRejectionBack(context, answer);
  // QuickBooks may have done what went out again a second time: only a search tells.
  if (back?.wentOut) {
    const said = { response: call.response, hresult: null, message: 'answered after all' };
    await searchInstead(context, back.set, said, 'answeredLate');
    return goOn(context, news, back.set, NO_RECORDS);
  }
  if (back !== undefined) return takeIt(context, news, back.set, answer, call);
  if (set === undefined) return progress(context);
  if (session.astraySetId === set.id) return loseOutcome(context, news, set, call, ASTRAY);
  session.astraySetId = set.id;
  return progress(context);
}

/** An answer that proves unreadable while it is taken settles nothing: not the half that was taken either. */
async function settleOrNothing(context: SessionContext, take: () => Promise<Taken>): Promise<Taken | AppError> {
  const { tx, session, happened } = context;
  const before = { ...session };
  const told = happened.length;
  try {
    return await inSavepoint(tx, take);
  } catch (thrown) {
    const error = AppError.from(thrown);
    if (error.code !== 'unreadable') throw thrown;
    Object.assign(session, before);
    happened.splice(told);
    return error;
  }
}

async function settle(
  context: SessionContext,
  set: MessageSet,
  answer: MessageSetAnswer,
  response: string,
): Promise<Taken> {
  const rules = PURPOSES[set.purpose];
  if (!rules.writes) await settleMessageSet(context.tx, set.id, answeredBy(answer, response, context.now));
  return rules.take(context, set, answer, response);
}

/** QuickBooks threw. A parse error says that nothing was done; anything else leaves the outcome open. */
async function takeFailure(
  context: SessionContext,
  news: SessionNews[],
  set: MessageSet,
  call: Answer,
): Promise<number> {
  const rules = PURPOSES[set.purpose];
  const meaning = hresultOf(call.hresult);
  const message = call.message === '' ? meaning.meaning : call.message;
  if (meaning.outcome === 'rejected') {
    const tally = await rules.unreadable(context, set, { response: null, hresult: call.hresult, message });
    if (tally !== undefined) return goOn(context, news, set, tally);
  }
  if (isAbsence(call.hresult)) await rules.absent(context, set);
  return loseOutcome(context, news, set, call, {
    code: 'quickBooksError',
    sentence: `${quote(message)} (${cut(call.hresult, LONGEST_HRESULT)}) ${meaning.hint}`,
    hresult: normaliseHresult(call.hresult),
  });
}

/** The set stays unsettled; recovery is the first thing in the next session. Questions are asked anew, but not for ever. */
async function loseOutcome(
  context: SessionContext,
  news: SessionNews[],
  set: MessageSet,
  call: Answer,
  why: SessionError,
): Promise<number> {
  const rules = PURPOSES[set.purpose];
  const said = { response: call.response, hresult: call.hresult || null, message: why.sentence };
  if (rules.writes) await keepAnswer(context.tx, set.id, { ...said, outcome: 'noAnswer' });
  const tally = rules.writes ? undefined : await withoutAnswer(context, set, rules, said);
  return tally === undefined ? giveUp(context, news, why) : goOn(context, news, set, tally);
}

async function giveUp(context: SessionContext, news: SessionNews[], why: SessionError): Promise<number> {
  news.push(await endSession(context, 'failed', why));
  return -1;
}

async function goOn(
  context: SessionContext,
  news: SessionNews[],
  set: MessageSet,
  { succeeded, failed, isOver }: Taken,
): Promise<number> {
  const { session } = context;
  if (session.currentSetId === set.id) session.currentSetId = null;
  session.answered += succeeded + failed;
  news.push(
    await tell(context, { type: 'batchAnswered', messageSetId: set.id, purpose: set.purpose, succeeded, failed }),
  );
  return isOver === true ? 100 : progress(context);
}

async function progress(context: SessionContext): Promise<number> {
  const { session, tx, connection } = context;
  if (session.currentSetId === null && !(await isWorkLeft({ db: tx, connection, session, now: context.now })))
    return 100;
  return Math.min(99, Math.floor((100 * session.answered) / Math.max(session.planned, 1)));
}
