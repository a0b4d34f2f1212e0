import { type Queryable, row, rows } from './database.js';
import type { MessageSet, Purpose } from './message-sets.js';

/** The sets of a purpose that were answered in a session, be it with "this cannot be read". */
export const answeredSetsOfSession = (
  db: Queryable,
  sessionId: string,
  purpose: Purpose,
): Promise<Pick<MessageSet, 'request' | 'asked' | 'state'>[]> =>
  rows(
    db,
    'answered-sets-of-session',
    `select request, asked, state from message_sets where session_id = $1 and purpose = $2 and state in ('answered', 'rejected')`,
    [sessionId, purpose],
  );

/** Whether a session has asked for something, whatever came of it. */
export async function wasAsked(db: Queryable, sessionId: string, purpose: Purpose): Promise<boolean> {
  const found = await row<{ any: boolean }>(
    db,
    'was-asked',
    'select exists(select 1 from message_sets where session_id = $1 and purpose = $2) as any',
    [sessionId, purpose],
  );
  return found?.any ?? false;
}

/** The last question of a purpose that came to something, and with which hresult. */
export const lastQuestion = (
  db: Queryable,
  connectionId: string,
  purpose: Purpose,
): Promise<(Pick<MessageSet, 'state' | 'request' | 'asked'> & { hresult: string | null }) | undefined> =>
  row(
    db,
    'last-question',
    `select m.state, m.hresult, m.request, m.asked
     from sessions s join message_sets m on m.session_id = s.id
     where s.connection_id = $1 and m.purpose = $2 and m.state <> 'sent'
     order by s.started_at desc, m.created_at desc limit 1`,
    [connectionId, purpose],
  );

/**
 * The last sessions of a connection that asked for something, newest first: whether any question of this purpose was
 * answered, and the hresults ('' for none) of those that were not.
 */
export const lastSessionsAsking = (
  db: Queryable,
  connectionId: string,
  purpose: Purpose,
): Promise<{ answered: boolean; failures: string[] }[]> =>
  rows(
    db,
    'last-sessions-asking',
    `select bool_or(m.state = 'answered') as answered,
       coalesce(array_agg(coalesce(m.hresult, '')) filter (where m.state in ('abandoned', 'rejected')), '{}') as failures
     from (select id, started_at from sessions where connection_id = $1 order by started_at desc limit 50) s
     join message_sets m on m.session_id = s.id and m.purpose = $2 and m.state <> 'sent'
     group by s.id, s.started_at order by s.started_at desc`,
    [connectionId, purpose],
  );
