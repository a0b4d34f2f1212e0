import { hresultOf } from '../../qbxml/hresults.js';
import type { Database } from '../../store/database.js';
import { findSessionByTicket } from '../../store/sessions.js';
import { endSession, summaryOf } from './end-session.js';
import { inSession, type SessionNews } from './session-in-hand.js';
import { hashTicket } from './ticket.js';

const UNKNOWN_TICKET = 'This session is over or was never begun; start a new run in the Web Connector.';

/** getLastError: why the session cannot go on, or what it came to. */
export async function lastErrorOf(database: Database, ticket: string): Promise<string> {
  const session = await findSessionByTicket(database, hashTicket(ticket));
  return session === undefined ? UNKNOWN_TICKET : summaryOf(session);
}

/** connectionError: QBWC could not reach QuickBooks. The session is over; nothing was sent that is not known. */
export async function failConnection(
  database: Database,
  call: { ticket: string; now: string; hresult: string; message: string },
): Promise<SessionNews[]> {
  const meaning = hresultOf(call.hresult);
  const said = call.message === '' ? meaning.meaning : call.message;
  const ended = await inSession(database, call, (hand) =>
    endSession(hand, 'failed', `${said} (${call.hresult}) ${meaning.hint}`),
  );
  return ended === undefined ? [] : [ended.reply];
}

/** closeConnection: the last call of a run, also of one that had already ended, or that never began. */
export async function closeSession(
  database: Database,
  call: { ticket: string; now: string },
): Promise<{ sentence: string; news: SessionNews[] }> {
  const ended = await inSession(database, call, async (hand) => {
    const news = await endSession(hand, 'closed');
    return { sentence: summaryOf(hand.session), news: [news] };
  });
  if (ended !== undefined) return ended.reply;
  const session = await findSessionByTicket(database, hashTicket(call.ticket));
  return { sentence: session === undefined ? 'Closed.' : summaryOf(session), news: [] };
}
