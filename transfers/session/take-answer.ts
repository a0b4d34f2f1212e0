import { AppError } from '../../domain/errors.js';
import { cut, quote } from '../../domain/texts.js';
import { type MessageSetAnswer, parseMessageSet } from '../../qbxml/envelope.js';
import { hresultOf, isAbsence, LONGEST_HRESULT } from '../../qbxml/hresults.js';
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
import { takeAdoption } from './adopt/take-adoption.js';
import { takeLinkedTransactions } from './delete-purchase-orders.js';
import { endSession } from './end-session.js';
import { adoptFound, takeAbsence } from './find-by-key.js';
import { takePaidDates, takePaidNumbers } from './paid-dates.js';
import { inSession, type SessionInHand, type SessionNews, type SessionReply, tell } from './session-in-hand.js';
import { passOver, takeSilence } from './set-aside.js';
import { settleWrites, type Tally } from './settle-writes.js';
import { splitRejected } from './split.js';
import { takeDetails } from './take-details.js';
import { refuseLists, settleLists, takeNames } from './take-names.js';
import { takeRejectionBack } from './take-rejection-back.js';
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
  return inSession(database, call, async (hand, news) => {
    const { session, tx } = hand;
    const current = session.currentSetId === null ? undefined : await findMessageSet(tx, session.currentSetId);
    if (call.hresult !== '') return current === undefined ? progress(hand) : takeFailure(hand, news, current, call);
    const answer = parsed(call.response);
    if (answer instanceof AppError)
      return current === undefined ? progress(hand) : loseOutcome(hand, news, current, call, answer.message);
    if (current === undefined || !isFor(current, answer)) return takeAstray(hand, news, current, answer, call);
    return takeIt(hand, news, current, answer, call);
  });
}

/** The answer to a set that is out. */
async function takeIt(
  hand: SessionInHand,
  news: SessionNews[],
  set: MessageSet,
  answer: MessageSetAnswer,
  call: Answer,
): Promise<number> {
  const settled = await settleOrNothing(hand, () => settle(hand, set, answer, call.response));
  if (settled instanceof AppError) return loseOutcome(hand, news, set, call, settled.message);
  if (settled.endsWith !== undefined) return giveUp(hand, news, settled.endsWith);
  return goOn(hand, news, set, settled);
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
  hand: SessionInHand,
  news: SessionNews[],
  set: MessageSet | undefined,
  answer: MessageSetAnswer,
  call: Answer,
): Promise<number> {
  const { session } = hand;
  const back = await takeRejectionBack(hand, answer);
  // QuickBooks may have done what went out again a second time: only a search tells.
  if (back?.wentOut)
    return lookForIt(hand, news, back.set, { response: call.response, hresult: null, message: 'answered after all' });
  if (back !== undefined) return takeIt(hand, news, back.set, answer, call);
  if (set === undefined) return progress(hand);
  if (session.astraySetId === set.id)
    return loseOutcome(
      hand,
      news,
      set,
      call,
      'Twice the answer was for something else than what QuickBooks was asked.',
    );
  session.astraySetId = set.id;
  return progress(hand);
}

/** An answer that proves unreadable while it is taken settles nothing: not the half that was taken either. */
async function settleOrNothing(hand: SessionInHand, take: () => Promise<Settled>): Promise<Settled | AppError> {
  const { tx, session } = hand;
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
  hand: SessionInHand,
  set: MessageSet,
  answer: MessageSetAnswer,
  response: string,
): Promise<Settled> {
  const { tx, now } = hand;
  if (set.purpose === 'lists') {
    if (FORGOTTEN.has(answer.messageSetStatusCode ?? 0)) await refuseLists(hand, set, 'QuickBooks forgot the set');
    else await settleLists(hand, set, answer, response);
    if (set.oldMessageSetId !== null) await markFreed(tx, set.oldMessageSetId);
    return NOTHING;
  }
  if (set.writes) {
    if (!FORGOTTEN.has(answer.messageSetStatusCode ?? 0)) return settleWrites(hand, set, answer, response);
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
  if (set.purpose === 'findByKey' && !(await adoptFound(hand, set, answer))) return { ...NOTHING, endsWith: NOT_NOW };
  if (set.purpose === 'details') await takeDetails(hand, set, answer);
  if (set.purpose === 'linkedTransactions') await takeLinkedTransactions(hand, set, answer);
  if (set.purpose === 'names') await takeNames(hand, set, answer);
  if (set.purpose === 'paidDates') await takePaidDates(hand, set, answer);
  if (set.purpose === 'paidNumbers') await takePaidNumbers(hand, set, answer);
  if (set.purpose === 'adoption') await takeAdoption(hand, set, answer);
  return NOTHING;
}

/** QuickBooks threw. A parse error says that nothing was done; anything else leaves the outcome open. */
async function takeFailure(hand: SessionInHand, news: SessionNews[], set: MessageSet, call: Answer): Promise<number> {
  const meaning = hresultOf(call.hresult);
  const said = call.message === '' ? meaning.meaning : call.message;
  const why = `${quote(said)} (${cut(call.hresult, LONGEST_HRESULT)}) ${meaning.hint}`;
  if (set.purpose === 'write' && meaning.outcome === 'rejected') {
    if (set.tries > 1) return lookForIt(hand, news, set, { response: null, hresult: call.hresult, message: said });
    return goOn(hand, news, set, await splitRejected(hand, set, call.hresult, said));
  }
  if (meaning.outcome === 'rejected' && (await passOver(hand, set, { hresult: call.hresult, message: said })))
    return goOn(hand, news, set, NOTHING);
  if (set.purpose === 'findByKey' && isAbsence(call.hresult)) await takeAbsence(hand);
  if (set.writes && isAbsence(call.hresult)) await forgetTry(hand.tx, set.id);
  return loseOutcome(hand, news, set, call, why);
}

/** What QuickBooks says now may not be all that it did with the set, as when it was sent before: it is found by key. */
async function lookForIt(
  hand: SessionInHand,
  news: SessionNews[],
  set: MessageSet,
  kept: { response: string | null; hresult: string | null; message: string },
): Promise<number> {
  await keepAnswer(hand.tx, set.id, kept);
  await findByKeyFromNow(hand.tx, set.id);
  return goOn(hand, news, set, NOTHING);
}

/** The set stays unsettled; recovery is the first thing in the next session. Questions are asked anew, but not for ever. */
async function loseOutcome(
  hand: SessionInHand,
  news: SessionNews[],
  set: MessageSet,
  call: Answer,
  why: string,
): Promise<number> {
  const kept = { response: call.response, hresult: call.hresult || null, message: why };
  if (set.writes) await keepAnswer(hand.tx, set.id, kept);
  else if (await takeSilence(hand, set, kept)) return goOn(hand, news, set, NOTHING);
  return giveUp(hand, news, why);
}

async function giveUp(hand: SessionInHand, news: SessionNews[], why: string): Promise<number> {
  news.push(await endSession(hand, 'failed', why));
  return -1;
}

async function goOn(hand: SessionInHand, news: SessionNews[], set: MessageSet, tally: Tally): Promise<number> {
  const { session } = hand;
  if (session.currentSetId === set.id) session.currentSetId = null;
  session.answered += tally.succeeded + tally.failed;
  news.push(await tell(hand, { type: 'batchAnswered', messageSetId: set.id, purpose: set.purpose, ...tally }));
  // What was promised was gone: this set was only there to end the session.
  if (set.purpose === 'closing') return 100;
  return progress(hand);
}

async function progress(hand: SessionInHand): Promise<number> {
  const { session, tx, connection } = hand;
  if (session.currentSetId === null && !(await isWorkLeft(tx, connection, session, hand.now))) return 100;
  return Math.min(99, Math.floor((100 * session.answered) / Math.max(session.planned, 1)));
}
