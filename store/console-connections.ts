import type { SessionErrorCode } from '../domain/session-errors.js';
import { type Queryable, rows } from './database.js';
import { shortened } from './shortened.js';

/** How a connection fares: its newest session, and what waits and failed. */
export type ConnectionHealth = {
  connectionId: string;
  lastSessionId: string | null;
  lastState: string | null;
  lastStartedAt: string | null;
  companyName: string | null;
  fileChecked: boolean | null;
  lastError: string | null;
  lastErrorCode: SessionErrorCode | null;
  lastErrorHresult: string | null;
  waiting: number;
  failed: number;
};

export const connectionHealth = (db: Queryable): Promise<ConnectionHealth[]> =>
  rows(
    db,
    'connection-health',
    `select c.id as "connectionId", s.id as "lastSessionId", s.state as "lastState", s.started_at as "lastStartedAt",
       coalesce(s.company_name, (select o.company_name from sessions o where o.connection_id = c.id and o.company_name is not null order by o.started_at desc limit 1)) as "companyName",
       s.file_checked as "fileChecked", s.last_error as "lastError", s.last_error_code as "lastErrorCode", s.last_error_hresult as "lastErrorHresult",
       (select count(*)::int from items i where i.connection_id = c.id and i.to_send and i.sat_out_session_id is null and not i.sent_alone and i.refused_at is null)
         + (select count(*)::int from items i where i.connection_id = c.id and i.to_send and i.sat_out_session_id is null and (i.sent_alone or i.refused_at is not null)) as waiting,
       (select count(*)::int from items i where i.connection_id = c.id and i.outcome = 'failed') as failed
     from connections c left join lateral (select * from sessions where connection_id = c.id order by started_at desc, id limit 1) s on true order by c.id`,
  );

/** What failed, by cause: kind, code and message together. */
export type FailureGroup = {
  kind: string;
  code: string;
  message: string;
  count: number;
  held: number;
  examples: { psaId: string; number: string }[];
};

export const failureGroups = (db: Queryable, connectionId: string): Promise<FailureGroup[]> =>
  rows(
    db,
    'failure-groups',
    `select kind, code, message, count(*)::int as count, count(*) filter (where not ready)::int as held,
       (jsonb_agg(jsonb_build_object('psaId', psa_id, 'number', number) order by id desc) filter (where place <= 5)) as examples
     from (select i.id, i.kind, i.psa_id, i.number, i.ready, coalesce(i.failure ->> 'code', '') as code, coalesce(${shortened("i.failure ->> 'message'")}, '') as message,
         row_number() over (partition by i.kind, i.failure ->> 'code', i.failure ->> 'message' order by i.id desc) as place
       from items i where i.connection_id = $1 and i.outcome = 'failed') f
     group by kind, code, message order by count(*) desc, code, message limit 500`,
    [connectionId],
  );

/** How many items fail with a code now, by connection. */
export const failedWithCode = (db: Queryable, code: string): Promise<{ connectionId: string; count: number }[]> =>
  rows(
    db,
    'failed-with-code',
    `select connection_id as "connectionId", count(*)::int as count from items where outcome = 'failed' and failure ->> 'code' = $1 group by 1 order by 1`,
    [code],
  );
