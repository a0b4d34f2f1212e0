import { type Queryable, rows } from './database.js';
import { shortened } from './shortened.js';

/** What was sent and answered in a message set. */
export type Exchange = {
  id: string;
  purpose: string;
  state: string;
  sessionId: string;
  createdAt: string;
  settledAt: string | null;
  request: string;
  response: string | null;
  hresult: string | null;
  message: string | null;
};

const COLUMNS = `id, purpose, state, session_id as "sessionId", created_at as "createdAt", settled_at as "settledAt",
  ${shortened('hresult')} as hresult, ${shortened('message')} as message`;

export const exchanges = (db: Queryable, connectionId: string, ids: readonly string[]): Promise<Exchange[]> =>
  rows(
    db,
    'exchanges',
    `select ${COLUMNS}, request, response from message_sets where connection_id = $1 and id = any($2) order by created_at, id`,
    [connectionId, ids],
  );

/** A message set as far as an item's history looks into it: a text that is larger than most is null. */
export type ExchangeOfItem = { id: string; request: string | null; response: string | null };

/** So many bytes of a request or a response are looked through for what belongs to one item. */
const LARGEST_LOOKED_THROUGH = 2_000_000;

export const exchangesOfItem = (
  db: Queryable,
  connectionId: string,
  ids: readonly string[],
): Promise<ExchangeOfItem[]> =>
  rows(
    db,
    'exchanges-of-item',
    `select id, case when octet_length(request) <= $3 then request end as request,
       case when octet_length(response) <= $3 then response end as response
     from message_sets where connection_id = $1 and id = any($2)`,
    [connectionId, ids, LARGEST_LOOKED_THROUGH],
  );

/** A message set of a session, without its texts. */
export type SessionExchange = {
  id: string;
  purpose: string;
  state: string;
  writes: boolean;
  sentAt: string | null;
  settledAt: string | null;
  requestBytes: number;
  responseBytes: number | null;
  hresult: string | null;
  message: string | null;
  records: number;
  refused: number;
  isRecovery: boolean;
};

/** What was sent and answered in a session, in order; also what it took over from an earlier one. */
export const exchangesOfSession = (db: Queryable, sessionId: string): Promise<SessionExchange[]> =>
  rows(
    db,
    'exchanges-of-session',
    `select m.id, m.purpose, m.state, m.writes, m.sent_at as "sentAt", m.settled_at as "settledAt", octet_length(m.request) as "requestBytes",
       octet_length(m.response) as "responseBytes", ${shortened('m.hresult')} as hresult, ${shortened('m.message')} as message, m.session_id <> $1 as "isRecovery",
       count(r.id)::int as records, count(r.id) filter (where r.state in ('refused', 'unknown'))::int as refused
     from message_sets m left join records r on r.message_set_id = m.id
     where m.session_id = $1 or m.recovered_by_session_id = $1 group by m.id order by m.created_at, m.id`,
    [sessionId],
  );
