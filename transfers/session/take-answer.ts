import { AppError } from '../../domain/errors.js';
import { type MessageSetAnswer, parseMessageSet } from '../../qbxml/envelope.js';
import { hresultOf } from '../../qbxml/hresults.js';
import type { Database } from '../../store/database.js';
import {
  findByKeyFromNow,
  findMessageSet,
  keepAnswer,
  type MessageSet,
  markFreed,
  settleMessageSet,
  unsettledSet,
} from '../../store/message-sets.js';
import { takeAdoption } from './adopt/take-adoption.js';
import { takeLinkedTransactions } from './delete-purchase-orders.js';
import { endSession } from './end-session.js';
import { adoptFound } from './find-by-key.js';
import { takePaidDates, takePaidNumbers } from './paid-dates.js';
import { inSession, type SessionInHand, type SessionNews, type SessionReply, tell } from './session-in-hand.js';
import { settleWrites, type Tally } from './settle-writes.js';
import { splitRejected } from './split.js';
import { takeDetails } from './take-details.js';
import { giveUpLists, settleLists, takeNames } from './take-names.js';
import { isWorkLeft } from './work-left.js';

/** QuickBooks cannot show what became of the set, or has forgotten it (design, section 5): it is found by key. */
const FORGOTTEN = new Set([600, 9001, 9002]);

const NOTHING: Tally = { succeeded: 0, failed: 0 };

/** What QBWC hands over: the response, or an hresult with a message when QuickBooks threw. */
export type Answer = { ticket: string; now: string; response: string; hresult: string; message: string };

/** receiveResponseXML: 100 exactly when nothing is left to do, 0 to 99 as progress, -1 when the session cannot go on. */
export function takeAnswer(database: Database, call: Answer): Promise<SessionReply<number> | undefined> {
  return inSession(database, call, async (hand, news) => {
    const { session, tx } = hand;
    const current = session.currentSetId === null ? undefined : await findMessageSet(tx, session.currentSetId);
    if (current === undefined) return progress(hand);
    if (call.hresult !== '') return takeFailure(hand, news, current, call);
    const answer = parsed(call.response);
    if (answer instanceof AppError) return loseOutcome(hand, news, current, call, answer.message);
    if (!isFor(current, answer)) return progress(hand);
    const tally = await settle(hand, current, answer, call.response);
    return goOn(hand, news, current, tally);
  });
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

async function settle(
  hand: SessionInHand,
  set: MessageSet,
  answer: MessageSetAnswer,
  response: string,
): Promise<Tally> {
  const { tx, connection, now } = hand;
  if (set.purpose === 'lists') {
    if (FORGOTTEN.has(answer.messageSetStatusCode ?? 0)) await giveUpLists(hand, set, 'QuickBooks forgot the set');
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
    return NOTHING;
  }
  await settleMessageSet(tx, set.id, { state: 'answered', at: now, response, hresult: null, message: null });
  if (set.purpose === 'findByKey') {
    const lost = await unsettledSet(tx, connection.id, connection.fileId);
    if (lost !== undefined) await adoptFound(hand, set.id, lost, answer);
  }
  if (set.purpose === 'details') await takeDetails(hand, answer);
  if (set.purpose === 'linkedTransactions') await takeLinkedTransactions(hand, answer);
  if (set.purpose === 'names') await takeNames(hand, set, answer);
  if (set.purpose === 'paidDates') await takePaidDates(hand, set, answer);
  if (set.purpose === 'paidNumbers') await takePaidNumbers(hand, answer);
  if (set.purpose === 'adoption') await takeAdoption(hand, set, answer);
  return NOTHING;
}

/** QuickBooks threw. A parse error says that nothing was done; anything else leaves the outcome open. */
async function takeFailure(hand: SessionInHand, news: SessionNews[], set: MessageSet, call: Answer): Promise<number> {
  const meaning = hresultOf(call.hresult);
  const said = call.message === '' ? meaning.meaning : call.message;
  if (meaning.outcome !== 'rejected' || !set.writes) {
    return loseOutcome(hand, news, set, call, `${said} (${call.hresult}) ${meaning.hint}`);
  }
  if (set.purpose === 'lists') await giveUpLists(hand, set, said);
  if (set.purpose === 'lists') return goOn(hand, news, set, NOTHING);
  if (set.tries > 1) return lookForIt(hand, news, set, { response: null, hresult: call.hresult, message: said });
  return goOn(hand, news, set, await splitRejected(hand, set, call.hresult, said));
}

/** Rejected now, but sent before without an answer: nobody can tell what it did then, so that is found by key. */
async function lookForIt(
  hand: SessionInHand,
  news: SessionNews[],
  set: MessageSet,
  kept: { response: null; hresult: string; message: string },
): Promise<number> {
  await keepAnswer(hand.tx, set.id, kept);
  await findByKeyFromNow(hand.tx, set.id);
  return goOn(hand, news, set, NOTHING);
}

/** The set stays unsettled; recovery is the first thing in the next session. Queries are simply asked anew. */
async function loseOutcome(
  hand: SessionInHand,
  news: SessionNews[],
  set: MessageSet,
  call: Answer,
  why: string,
): Promise<number> {
  const { tx, now } = hand;
  const kept = { response: call.response, hresult: call.hresult || null, message: why };
  if (set.writes) await keepAnswer(tx, set.id, kept);
  else await settleMessageSet(tx, set.id, { state: 'abandoned', at: now, ...kept });
  news.push(await endSession(hand, 'failed', why));
  return -1;
}

async function goOn(hand: SessionInHand, news: SessionNews[], set: MessageSet, tally: Tally): Promise<number> {
  const { session } = hand;
  session.currentSetId = null;
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
