import type { ItemKind } from '../domain/kinds.js';
import { type Queryable, row, rows, type Transaction } from './database.js';
import type { RecordRow } from './records.js';

/** The search, after an older backup was restored, for what QuickBooks has and we do not know of. */
export type AdoptionRun = {
  id: number;
  connectionId: string;
  state: 'looking' | 'looked' | 'done' | 'canceled';
  applies: boolean;
  since: string;
  armedAt: string;
  endedAt: string | null;
  cursor: number;
  askedInPass: number;
  asked: number;
};

const COLUMNS = `id, connection_id as "connectionId", state, applies, since, armed_at as "armedAt", ended_at as "endedAt", cursor,
  asked_in_pass as "askedInPass", asked`;

/** The run that keeps a connection from sending. */
export const activeRun = (db: Queryable, connectionId: string): Promise<AdoptionRun | undefined> =>
  row(
    db,
    'active-adoption-run',
    `select ${COLUMNS} from adoption_runs where connection_id = $1 and state in ('looking', 'looked')`,
    [connectionId],
  );

export const findRun = (db: Queryable, id: number): Promise<AdoptionRun | undefined> =>
  row(db, 'find-adoption-run', `select ${COLUMNS} from adoption_runs where id = $1`, [id]);

export async function insertRun(
  tx: Transaction,
  run: { connectionId: string; applies: boolean; since: string; at: string },
): Promise<AdoptionRun> {
  const made = await row<AdoptionRun>(
    tx,
    'insert-adoption-run',
    `insert into adoption_runs (connection_id, state, applies, since, armed_at) values ($1, 'looking', $2, $3, $4) returning ${COLUMNS}`,
    [run.connectionId, run.applies, run.since, run.at],
  );
  return made as AdoptionRun;
}

export async function saveRun(tx: Transaction, run: AdoptionRun): Promise<void> {
  await tx.query(
    'update adoption_runs set state = $2, applies = $3, since = $4, ended_at = $5, cursor = $6, asked_in_pass = $7, asked = $8 where id = $1',
    [run.id, run.state, run.applies, run.since, run.endedAt, run.cursor, run.askedInPass, run.asked],
  );
}

/** The last day of which a database of a connection knows anything; the day before is looked at too. */
export async function lastKnownDay(db: Queryable, connectionId: string, today: string): Promise<string> {
  const found = await row<{ day: string | null }>(
    db,
    'last-known-day',
    `select ((greatest(
        (select max(last_event_at) from items where connection_id = $1),
        (select max(last_call_at) from sessions where connection_id = $1)) at time zone 'UTC')::date - 1)::text as day`,
    [connectionId],
  );
  const day = found?.day ?? today;
  return day < today ? day : today;
}

/**
 * Numbers that were given out since the backup are not given out again: the PSA may have read further in the changes, and
 * a workflow may know an item by its number.
 */
export async function skipNumbers(tx: Transaction): Promise<void> {
  await tx.query(
    `select setval(pg_get_serial_sequence('changes', 'cursor'), 1000000 + greatest(nextval(pg_get_serial_sequence('changes', 'cursor')), (select coalesce(max(cursor), 0) from changes))),
       setval(pg_get_serial_sequence('items', 'id'), 1000000 + greatest(nextval(pg_get_serial_sequence('items', 'id')), (select coalesce(max(id), 0) from items)))`,
  );
}

/** What QuickBooks kept of answered sets may be gone or not, nobody knows: none is named again. */
export async function forgetSetsToFree(tx: Transaction, connectionId: string): Promise<void> {
  await tx.query(
    `update message_sets set freed = true where connection_id = $1 and writes and state = 'answered' and not freed`,
    [connectionId],
  );
}

/** Sets whose outcome was unknown at the time of the backup: sent again, QuickBooks might execute them a second time. */
export const unsettledSets = (db: Queryable, connectionId: string): Promise<{ id: string; purpose: string }[]> =>
  rows(
    db,
    'unsettled-sets',
    `select id, purpose from message_sets where connection_id = $1 and writes and state = 'sent'`,
    [connectionId],
  );

/** Items after one, by id, that are not known to be completely in QuickBooks. */
export const incompleteItems = (
  db: Queryable,
  connectionId: string,
  afterId: number,
  limit: number,
): Promise<{ id: number }[]> =>
  rows(
    db,
    'incomplete-items',
    `select id from items where connection_id = $1 and id > $2
       and (outcome <> 'transferred' or ready or in_flight or needs_resync or last_seq > applied_seq) order by id limit $3`,
    [connectionId, afterId, limit],
  );

/** What QuickBooks said of one record: `record` is the record as the ledger will have it. */
export type Finding = {
  itemId: number;
  key: string;
  generation: number;
  verdict: 'asked' | 'found' | 'absent' | 'unclear';
  messageSetId: string | null;
  requestId: string | null;
  record: RecordRow;
  candidates: string[];
};

// 0.2.0 wrote the id of the transaction as "txnID".
const RECORD = `case when record ? 'txnID' then record - 'txnID' || jsonb_build_object('txnId', record -> 'txnID') else record end`;
const FINDING = `item_id as "itemId", key, generation, verdict, message_set_id as "messageSetId", request_id as "requestId", ${RECORD} as record, candidates`;

export const findingsOfItems = (db: Queryable, runId: number, itemIds: readonly number[]): Promise<Finding[]> =>
  rows(
    db,
    'findings-of-items',
    `select ${FINDING} from adoption_findings where run_id = $1 and item_id = any($2::bigint[]) order by item_id, generation, key`,
    [runId, itemIds],
  );

export const findingsOfSet = (db: Queryable, runId: number, messageSetId: string): Promise<Finding[]> =>
  rows(db, 'findings-of-set', `select ${FINDING} from adoption_findings where run_id = $1 and message_set_id = $2`, [
    runId,
    messageSetId,
  ]);

export async function putFindings(tx: Transaction, runId: number, findings: readonly Finding[]): Promise<void> {
  if (findings.length === 0) return;
  await tx.query({
    name: 'put-findings',
    text: `insert into adoption_findings (run_id, item_id, key, generation, verdict, message_set_id, request_id, record, candidates)
      select $1, "itemId", key, generation, verdict, "messageSetId", "requestId", record, array(select jsonb_array_elements_text(candidates))
      from jsonb_to_recordset($2::jsonb) as f("itemId" bigint, key text, generation int, verdict text, "messageSetId" text, "requestId" text, record jsonb, candidates jsonb)
      on conflict (run_id, item_id, key, generation) do update set verdict = excluded.verdict, record = excluded.record, candidates = excluded.candidates`,
    values: [runId, JSON.stringify(findings)],
  });
}

/** Questions that got no answer are asked anew. */
export async function forgetUnanswered(tx: Transaction, runId: number): Promise<void> {
  await tx.query(`delete from adoption_findings where run_id = $1 and verdict = 'asked'`, [runId]);
}

export async function forgetFindings(tx: Transaction, runId: number): Promise<void> {
  await tx.query('delete from adoption_findings where run_id = $1', [runId]);
}

/** Items of which something was found out, by id, some at a time. */
export const itemsWithFindings = (
  db: Queryable,
  runId: number,
  afterId: number,
  limit: number,
): Promise<{ id: number }[]> =>
  rows(
    db,
    'items-with-findings',
    'select distinct item_id as id from adoption_findings where run_id = $1 and item_id > $2 order by item_id limit $3',
    [runId, afterId, limit],
  );

/** A finding in the words of the report. */
export type ReportLine = {
  verdict: Finding['verdict'];
  kind: ItemKind;
  number: string;
  psaId: string;
  key: string;
  generation: number;
  ready: boolean;
  txnId: string | null;
  candidates: string[];
};

export const reportOf = (db: Queryable, runId: number): Promise<ReportLine[]> =>
  rows(
    db,
    'adoption-report',
    `select f.verdict, i.kind, i.number, i.psa_id as "psaId", f.key, f.generation, i.ready, coalesce(f.record ->> 'txnId', f.record ->> 'txnID') as "txnId", f.candidates
     from adoption_findings f join items i on i.id = f.item_id where f.run_id = $1 order by i.kind, i.id, f.generation, f.key`,
    [runId],
  );
