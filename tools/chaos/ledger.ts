import { type Database, rows } from '../../store/database.js';

/** A record of the ledger with the item that it belongs to. */
export type LedgerEntry = {
  kind: string;
  id: string;
  key: string;
  generation: number;
  state: string;
  txnId: string | null;
  guid: string;
};

export const ledgerOf = (database: Database, connectionId: string): Promise<LedgerEntry[]> =>
  rows(
    database,
    'chaos-ledger',
    `select i.kind, i.psa_id as id, r.key, r.generation, r.state, r.txn_id as "txnId", lower(r.external_guid) as guid
     from records r join items i on i.id = r.item_id where i.connection_id = $1 order by r.id`,
    [connectionId],
  );

/** What still happens by itself, or waits for a session. */
export type Unrest = { needsSession: boolean; unapplied: number };

export async function unrestOf(database: Database, connectionId: string): Promise<Unrest> {
  const [found] = await rows<Unrest>(
    database,
    'chaos-unrest',
    `select exists(select 1 from sessions where connection_id = $1 and ended_at is null)
         or exists(select 1 from items where connection_id = $1 and to_send)
         or exists(select 1 from message_sets where connection_id = $1 and writes and state in ('sent', 'planned'))
         or exists(select 1 from records r join items i on i.id = r.item_id where i.connection_id = $1 and r.needs_details)
         as "needsSession",
       (select count(*)::int from items where connection_id = $1 and last_seq > applied_seq) as unapplied`,
    [connectionId],
  );
  return found ?? { needsSession: true, unapplied: 0 };
}

/** Sessions that are open, or of which their workflow has not heard everything. */
export const unheardSessions = (
  database: Database,
  connectionId: string,
): Promise<{ id: string; state: string; lastSeq: number; appliedSeq: number }[]> =>
  rows(
    database,
    'chaos-sessions',
    `select id, state, last_seq as "lastSeq", applied_seq as "appliedSeq" from sessions
     where connection_id = $1 and (ended_at is null or applied_seq < last_seq)`,
    [connectionId],
  );

/** Transactions that nobody ends: what broke off in the middle of one must not keep its locks. */
export async function openTransactions(database: Database): Promise<string[]> {
  const found = await rows<{ pid: number; state: string; seconds: number; query: string }>(
    database,
    'chaos-transactions',
    `select pid, state, extract(epoch from clock_timestamp() - xact_start)::int as seconds, left(query, 80) as query
     from pg_stat_activity where datname = current_database() and backend_type = 'client backend'
       and xact_start < clock_timestamp() - interval '2 seconds' order by pid`,
  );
  return found.map(
    ({ pid, state, seconds, query }) => `backend ${pid}: ${state} in a transaction of ${seconds} s: ${query}`,
  );
}
