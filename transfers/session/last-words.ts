import { cut, quote } from '../../domain/texts.js';
import { hresultOf, LONGEST_HRESULT, normaliseHresult } from '../../qbxml/hresults.js';
import type { Database } from '../../store/database.js';
import { findSessionByTicket } from '../../store/sessions.js';
import type { SessionNews } from '../purposes/session-context.js';
import { endSession, summaryOf } from './end-session.js';
import { inSession } from './session-call.js';
import { hashTicket } from './ticket.js';
import { isWorkLeft } from './work-left.js';

const UNKNOWN_TICKET = 'This session is over or was never begun; start a new run in the Web Connector.';

const OWN_ERROR = {
  code: 'ownError',
  sentence:
    'The transfer server had an error of its own and ended this session; its log tells which. The next run goes on where this one ended.',
} as const;

/**
 * getLastError: why the session cannot go on, or what it came to. One that goes on as far as we know has failed where
 * nobody could say so: the Web Connector asks only when it got no answer that it could go on with.
 */
export async function lastErrorOf(
  database: Database,
  call: { ticket: string; now: string },
): Promise<{ sentence: string; news: SessionNews[] }> {
  const open = await inSession(database, call, async (context) => {
    const { tx, connection, session, now } = context;
    const isDone = session.currentSetId === null && !(await isWorkLeft({ db: tx, connection, session, now }));
    const news = isDone ? [] : [await endSession(context, 'failed', OWN_ERROR)];
    return { sentence: summaryOf(session), news };
  });
  if (open !== undefined) return open.reply;
  const session = await findSessionByTicket(database, hashTicket(call.ticket));
  return { sentence: session === undefined ? UNKNOWN_TICKET : summaryOf(session), news: [] };
}

/** connectionError: QBWC could not reach QuickBooks. The session is over; nothing was sent that is not known. */
export async function failConnection(
  database: Database,
  call: { ticket: string; now: string; hresult: string; message: string },
): Promise<SessionNews[]> {
  const meaning = hresultOf(call.hresult);
  const said = call.message === '' ? meaning.meaning : call.message;
  const ended = await inSession(database, call, (context) =>
    endSession(context, 'failed', {
      code: 'quickBooksError',
      sentence: `${quote(said)} (${cut(call.hresult, LONGEST_HRESULT)}) ${meaning.hint}`,
      hresult: normaliseHresult(call.hresult),
    }),
  );
  return ended === undefined ? [] : [ended.reply];
}

/** closeConnection: the last call of a run, also of one that had already ended, or that never began. */
export async function closeSession(
  database: Database,
  call: { ticket: string; now: string },
): Promise<{ sentence: string; news: SessionNews[] }> {
  const ended = await inSession(database, call, async (context) => {
    const news = await endSession(context, 'closed');
    return { sentence: summaryOf(context.session), news: [news] };
  });
  if (ended !== undefined) return ended.reply;
  const session = await findSessionByTicket(database, hashTicket(call.ticket));
  return { sentence: session === undefined ? 'Closed.' : summaryOf(session), news: [] };
}
