import { lockConnection } from '../../store/connections.js';
import { type Database, inTransaction } from '../../store/database.js';
import { findSession, saveSession } from '../../store/sessions.js';
import { contextOf, type SessionNews } from '../purposes/session-context.js';
import { endSession } from './end-session.js';

/** A call that came meanwhile may be a little later than this one. */
const A_MINUTE_MS = 60_000;

/**
 * Ends an open session that QBWC has not called for `lostAfterMs`; one that was called meanwhile goes on.
 * @returns undefined where it goes on, or had ended before
 */
export function endLost(
  database: Database,
  lost: { sessionId: string; connectionId: string; now: string; lostAfterMs: number },
): Promise<SessionNews | undefined> {
  return inTransaction(database, async (tx) => {
    const connection = await lockConnection(tx, lost.connectionId);
    const session = await findSession(tx, lost.sessionId);
    if (connection === undefined || session === undefined || session.state !== 'open') return undefined;
    const silentMs = Date.parse(lost.now) - Date.parse(session.lastCallAt);
    // Far less than nothing: the clock was put back since, and the workflow's own timer, or that much time, says that nobody called.
    if (silentMs > -A_MINUTE_MS && silentMs < lost.lostAfterMs) return undefined;
    const sentence = 'The Web Connector stopped calling in the middle of the session.';
    const news = await endSession(contextOf(tx, connection, session, lost.now), 'lost', { code: 'lost', sentence });
    await saveSession(tx, session);
    return news;
  });
}
