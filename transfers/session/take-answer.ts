import { AppError } from '../../domain/errors.js';
import { type MessageSetAnswer, parseMessageSet } from '../../qbxml/envelope.js';
import { hresultOf, isAbsence } from '../../qbxml/hresults.js';
import type { Database } from '../../store/database.js';
import {
  findByKeyFromNow,
  findMessageSet,
  forgetTry,
  keepAnswer,
  type MessageSet,
  markFreed,
  settleMessageSet,
} from '../../store/message-sets.js';
import { takeAdoption } from '../purposes/adoption/take-adoption.js';
import { adoptFound, takeAbsence } from '../purposes/find-by-key/find-by-key.js';
import { takeLinkedTransactions } from '../purposes/linked-transactions.js';
import { refuseLists, settleLists, takeNames } from '../purposes/names/take-names.js';
import { takePaidDates, takePaidNumbers } from '../purposes/paid-dates.js';
import { type SessionContext, type SessionNews, tell } from '../purposes/session-context.js';
import { takeDetails } from '../purposes/take-details.js';
import { settleWrites, type Tally } from '../purposes/write/settle-writes.js';
import { splitRejected } from '../purposes/write/split.js';
import { takeRejectionBack } from '../purposes/write/take-rejection-back.js';
import { endSession } from './end-session.js';
import { inSession, type SessionReply } from './session-call.js';
import { passOver, takeSilence } from './set-aside.js';
import { isWorkLeft } from './work-left.js';

/** QuickBooks cannot show what became of the set, or has forgotten it (design, section 5): it is found by key. */
const FORGOTTEN = new Set([600, 9001, 9002]);

const NOTHING: Tally = { succeeded: 0, failed: 0 };

/** Nothing else can be sent before that is known. */
const NOT_NOW = 'QuickBooks could not answer for all records whose outcome is unknown; the next session asks again.';

/** What an answer came to, and why the session cannot go on after it. */
type Settled = Tally & { endsWith?: string };

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
      return current === undefined ? progress(context) : loseOutcome(context, news, current, call, answer.message);
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
  if (settled instanceof AppError) return loseOutcome(context, news, set, call, settled.message);
  if (settled.endsWith !== undefined) return giveUp(context, news, settled.endsWith);
  return goOn(context, news, set, settled);
}

function parsed(response: string): MessageSetAnswer | AppError {
  try {
    return parseMessageSet(response);
  } catch (thrown) {
    return AppError.from(thrown);
  }
}

/** An answer counts only for the set that it names, by its id or by the ids of its requests. */
function isFor(set: MessageSet, answer: MessageSetAnswer): boolean {
  if (answer.newMessageSetID !== undefined) return answer.newMessageSetID === set.id;
  return answer.answers.length === 0 || answer.answers.some((each) => each.requestID?.startsWith(`${set.id}-`));
}

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
  if (back?.wentOut)
    return lookForIt(context, news, back.set, {
      response: call.response,
      hresult: null,
      message: 'answered after all',
    });
  if (back !== undefined) return takeIt(context, news, back.set, answer, call);
  if (set === undefined) return progress(context);
  if (session.astraySetId === set.id)
    return loseOutcome(
      context,
      news,
      set,
      call,
      'Twice the answer was for something else than what QuickBooks was asked.',
    );
  session.astraySetId = set.id;
  return progress(context);
}

/** An answer that proves unreadable while it is taken settles nothing: not the half that was taken either. */
async function settleOrNothing(context: SessionContext, take: () => Promise<Settled>): Promise<Settled | AppError> {
  const { tx, session } = context;
  const before = { ...session };
  await tx.query('savepoint taking');
  try {
    return await take();
  } catch (thrown) {
    const error = AppError.from(thrown);
    if (error.code !== 'unreadable') throw thrown;
    await tx.query('rollback to savepoint taking');
    Object.assign(session, before);
    return error;
  }
}

async function settle(
  context: SessionContext,
  set: MessageSet,
  answer: MessageSetAnswer,
  response: string,
): Promise<Settled> {
  const { tx, now } = context;
  if (set.purpose === 'lists') {
    if (FORGOTTEN.has(answer.messageSetStatusCode ?? 0)) await refuseLists(context, set, 'QuickBooks forgot the set');
    else await settleLists(context, set, answer, response);
    if (set.oldMessageSetId !== null) await markFreed(tx, set.oldMessageSetId);
    return NOTHING;
  }
  if (set.writes) {
    if (!FORGOTTEN.has(answer.messageSetStatusCode ?? 0)) return settleWrites(context, set, answer, response);
    await keepAnswer(tx, set.id, {
      response,
      hresult: null,
      message: `message set status ${answer.messageSetStatusCode}`,
    });
    await findByKeyFromNow(tx, set.id);
    if (set.oldMessageSetId !== null) await markFreed(tx, set.oldMessageSetId);
    return NOTHING;
  }
  await settleMessageSet(tx, set.id, { state: 'answered', at: now, response, hresult: null, message: null });
  if (set.purpose === 'findByKey' && !(await adoptFound(context, set, answer)))
    return { ...NOTHING, endsWith: NOT_NOW };
  if (set.purpose === 'details') await takeDetails(context, set, answer);
  if (set.purpose === 'linkedTransactions') await takeLinkedTransactions(context, set, answer);
  if (set.purpose === 'names') await takeNames(context, set, answer);
  if (set.purpose === 'paidDates') await takePaidDates(context, set, answer);
  if (set.purpose === 'paidNumbers') await takePaidNumbers(context, set, answer);
  if (set.purpose === 'adoption') await takeAdoption(context, set, answer);
  return NOTHING;
}

/** QuickBooks threw. A parse error says that nothing was done; anything else leaves the outcome open. */
async function takeFailure(
  context: SessionContext,
  news: SessionNews[],
  set: MessageSet,
  call: Answer,
): Promise<number> {
  const meaning = hresultOf(call.hresult);
  const said = call.message === '' ? meaning.meaning : call.message;
  const why = `${said} (${call.hresult}) ${meaning.hint}`;
  if (set.purpose === 'write' && meaning.outcome === 'rejected') {
    if (set.tries > 1) return lookForIt(context, news, set, { response: null, hresult: call.hresult, message: said });
    return goOn(context, news, set, await splitRejected(context, set, call.hresult, said));
  }
  if (meaning.outcome === 'rejected' && (await passOver(context, set, { hresult: call.hresult, message: said })))
    return goOn(context, news, set, NOTHING);
  if (set.purpose === 'findByKey' && isAbsence(call.hresult)) await takeAbsence(context);
  if (set.writes && isAbsence(call.hresult)) await forgetTry(context.tx, set.id);
  return loseOutcome(context, news, set, call, why);
}

/** What QuickBooks says now may not be all that it did with the set, as when it was sent before: it is found by key. */
async function lookForIt(
  context: SessionContext,
  news: SessionNews[],
  set: MessageSet,
  kept: { response: string | null; hresult: string | null; message: string },
): Promise<number> {
  await keepAnswer(context.tx, set.id, kept);
  await findByKeyFromNow(context.tx, set.id);
  return goOn(context, news, set, NOTHING);
}

/** The set stays unsettled; recovery is the first thing in the next session. Questions are asked anew, but not for ever. */
async function loseOutcome(
  context: SessionContext,
  news: SessionNews[],
  set: MessageSet,
  call: Answer,
  why: string,
): Promise<number> {
  const kept = { response: call.response, hresult: call.hresult || null, message: why };
  if (set.writes) await keepAnswer(context.tx, set.id, kept);
  else if (await takeSilence(context, set, kept)) return goOn(context, news, set, NOTHING);
  return giveUp(context, news, why);
}

async function giveUp(context: SessionContext, news: SessionNews[], why: string): Promise<number> {
  news.push(await endSession(context, 'failed', why));
  return -1;
}

async function goOn(context: SessionContext, news: SessionNews[], set: MessageSet, tally: Tally): Promise<number> {
  const { session } = context;
  if (session.currentSetId === set.id) session.currentSetId = null;
  session.answered += tally.succeeded + tally.failed;
  news.push(await tell(context, { type: 'batchAnswered', messageSetId: set.id, purpose: set.purpose, ...tally }));
  // What was promised was gone: this set was only there to end the session.
  if (set.purpose === 'closing') return 100;
  return progress(context);
}

async function progress(context: SessionContext): Promise<number> {
  const { session, tx, connection } = context;
  if (session.currentSetId === null && !(await isWorkLeft(tx, connection, session, context.now))) return 100;
  return Math.min(99, Math.floor((100 * session.answered) / Math.max(session.planned, 1)));
}
