import type { SessionErrorCode } from '../domain/session-errors.js';
import type { SessionEvent, SessionState } from '../domain/session-events.js';
import { withCutTexts } from '../domain/texts.js';
import { type Queryable, row, rows, type Transaction } from './database.js';
import { isDue } from './item-events.js';
import type { QuickBooksSeen } from './quickbooks-seen.js';
import { shortened } from './shortened.js';

/** One QBWC run. */
export type Session = {
  id: string;
  connectionId: string;
  state: SessionState;
  startedAt: string;
  lastCallAt: string;
  endedAt: string | null;
  fileChecked: boolean;
  companyName: string | null;
  /** Null before QuickBooks has said something; written by `noteQuickBooks`. */
  quickbooks: QuickBooksSeen | null;
  webConnectorVersion: string | null;
  planned: number;
  answered: number;
  recordsSent: number;
  recordsSucceeded: number;
  recordsFailed: number;
  purchaseOrdersStopped: boolean;
  currentSetId: string | null;
  /** The set for which an answer came that was for something else. */
  astraySetId: string | null;
  paidDateRequests: number;
  lastError: string | null;
  /** Null where there is no error, or a former release wrote a sentence that told no code. */
  lastErrorCode: SessionErrorCode | null;
  lastErrorHresult: string | null;
  lastSeq: number;
};

const COLUMNS = `id, connection_id as "connectionId", state, started_at as "startedAt", last_call_at as "lastCallAt", ended_at as "endedAt",
  file_checked as "fileChecked", ${shortened('company_name')} as "companyName", quickbooks, web_connector_version as "webConnectorVersion", planned, answered, records_sent as "recordsSent",
  records_succeeded as "recordsSucceeded", records_failed as "recordsFailed", purchase_orders_stopped as "purchaseOrdersStopped",
  current_set_id as "currentSetId", astray_set_id as "astraySetId", paid_date_requests as "paidDateRequests", ${shortened('last_error')} as "lastError",
  last_error_code as "lastErrorCode", last_error_hresult as "lastErrorHresult", last_seq as "lastSeq"`;

export async function insertSession(
  tx: Transaction,
  session: {
    id: string;
    connectionId: string;
    ticketHash: Buffer;
    at: string;
    planned: number;
    webConnectorVersion?: string | undefined;
  },
): Promise<Session> {
  const made = await row<Session>(
    tx,
    'insert-session',
    `insert into sessions (id, connection_id, ticket_hash, state, started_at, last_call_at, planned, web_connector_version)
     values ($1, $2, $3, 'open', $4, $4, $5, $6) returning ${COLUMNS}`,
    [
      session.id,
      session.connectionId,
      session.ticketHash,
      session.at,
      session.planned,
      session.webConnectorVersion ?? null,
    ],
  );
  return made as Session;
}

/** The session of a ticket, also one that has ended. */
export const findSessionByTicket = (db: Queryable, ticketHash: Buffer): Promise<Session | undefined> =>
  row(db, 'find-session-by-ticket', `select ${COLUMNS} from sessions where ticket_hash = $1`, [ticketHash]);

export const findSession = (db: Queryable, id: string): Promise<Session | undefined> =>
  row(db, 'find-session', `select ${COLUMNS} from sessions where id = $1`, [id]);

export const findOpenSession = (db: Queryable, connectionId: string): Promise<Session | undefined> =>
  row(db, 'find-open-session', `select ${COLUMNS} from sessions where connection_id = $1 and ended_at is null`, [
    connectionId,
  ]);

/** Writes what a SOAP call changed of its session. */
export async function saveSession(tx: Transaction, session: Session): Promise<void> {
  await tx.query({
    name: 'save-session',
    text: `update sessions set state = $2, last_call_at = $3, ended_at = $4, file_checked = $5, company_name = $6, planned = $7, answered = $8,
        records_sent = $9, records_succeeded = $10, records_failed = $11, purchase_orders_stopped = $12, current_set_id = $13,
        paid_date_requests = $14, last_error = $15, last_seq = $16, astray_set_id = $17, last_error_code = $18, last_error_hresult = $19
      where id = $1`,
    values: [
      session.id,
      session.state,
      session.lastCallAt,
      session.endedAt,
      session.fileChecked,
      session.companyName,
      session.planned,
      session.answered,
      session.recordsSent,
      session.recordsSucceeded,
      session.recordsFailed,
      session.purchaseOrdersStopped,
      session.currentSetId,
      session.paidDateRequests,
      session.lastError,
      session.lastSeq,
      session.astraySetId,
      session.lastErrorCode,
      session.lastErrorHresult,
    ],
  });
}

/** How many sessions a connection began in the milliseconds up to now, counted no further than a limit. */
export async function countBegun(
  db: Queryable,
  connectionId: string,
  now: string,
  { withinMs, limit }: { withinMs: number; limit: number },
): Promise<number> {
  const counted = await row<{ count: number }>(
    db,
    'count-begun-sessions',
    `select count(*)::int as count from (select 1 from sessions
       where connection_id = $1 and started_at <= $2 and started_at > $2::timestamptz - make_interval(secs => $3::numeric / 1000) limit $4) s`,
    [connectionId, now, withinMs, limit],
  );
  return counted?.count ?? 0;
}

export async function listSessions(
  db: Queryable,
  connectionId: string,
  page: { limit: number; offset: number },
): Promise<{ items: Session[]; total: number }> {
  const counted = await row<{ total: number }>(
    db,
    'count-sessions',
    'select count(*)::int as total from sessions where connection_id = $1',
    [connectionId],
  );
  const items = await rows<Session>(
    db,
    'list-sessions',
    `select ${COLUMNS} from sessions where connection_id = $1 order by started_at desc, id limit $2 offset $3`,
    [connectionId, page.limit, page.offset],
  );
  return { items, total: counted?.total ?? 0 };
}

export async function appendSessionEvent(tx: Transaction, sessionId: string, event: SessionEvent): Promise<void> {
  const { seq, at, type, ...payload } = event;
  await tx.query({
    name: 'append-session-event',
    text: 'insert into session_events (session_id, seq, at, type, payload) values ($1, $2, $3, $4, $5)',
    values: [sessionId, seq, at, type, JSON.stringify(payload)],
  });
}

type SessionEventRow = { seq: number; at: string; type: string; payload: object };
const toSessionEvent = ({ seq, at, type, payload }: SessionEventRow): SessionEvent =>
  withCutTexts({ ...payload, seq, at, type }) as SessionEvent;

/** The events of a session after a given one, in order; of many the first ones. */
export async function sessionEventsAfter(
  db: Queryable,
  sessionId: string,
  seq: number,
  limit: number | null = null,
): Promise<SessionEvent[]> {
  const found = await rows<SessionEventRow>(
    db,
    'session-events-after',
    'select seq, at, type, payload from session_events where session_id = $1 and seq > $2 order by seq limit $3',
    [sessionId, seq, limit],
  );
  return found.map(toSessionEvent);
}

/** How far a session's workflow has come; false where it was known to have come as far. */
export async function markSessionApplied(db: Queryable, sessionId: string, seq: number): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'mark-session-applied',
    text: 'update sessions set applied_seq = $2 where id = $1 and applied_seq < $2',
    values: [sessionId, seq],
  });
  return rowCount === 1;
}

/** Open sessions that QBWC has not called for so long; a call in the future was long ago: the clock was put back since. */
export const silentSessions = (
  db: Queryable,
  now: string,
  silentMs: number,
  limit: number,
): Promise<{ id: string; connectionId: string }[]> =>
  rows(
    db,
    'silent-sessions',
    `select id, connection_id as "connectionId" from sessions
     where ended_at is null and abs(extract(epoch from $1::timestamptz - last_call_at)) * 1000 >= $2 order by last_call_at limit $3`,
    [now, silentMs, limit],
  );

/** Sessions with events that their workflow has not applied for some seconds, for the relay; the pauses grow as for items. */
export const staleSessions = (
  db: Queryable,
  now: string,
  staleAfterMs: number,
  limit: number,
): Promise<{ id: string; connectionId: string; appliedSeq: number }[]> =>
  rows(
    db,
    'stale-sessions',
    `update sessions set relayed_at = $1 where id in (
       select s.id from sessions s join session_events e on e.session_id = s.id and e.seq = s.applied_seq + 1
       where s.last_seq > s.applied_seq and ${isDue('e.at')}
       order by e.at limit $3 for update of s skip locked)
     returning id, connection_id as "connectionId", applied_seq as "appliedSeq"`,
    [now, staleAfterMs, limit],
  );
