import { type Queryable, row, rows, type Transaction } from './database.js';

/** What a message set is for; each purpose has its own reader of the answer. */
export type Purpose =
  | 'write'
  | 'findByKey'
  | 'details'
  | 'linkedTransactions'
  | 'names'
  | 'lists'
  | 'paidDates'
  | 'paidNumbers'
  | 'adoption'
  | 'closing';

/**
 * - planned: one half of a rejected set, whose turn has not come
 * - sent: QBWC has it, or may have it; answered: QuickBooks said what became of it
 * - rejected: QuickBooks could not parse it (0x80040400) and did nothing; or a question was set aside for its session
 * - abandoned: never sent, or what it did was found by key; of a question: no answer came
 */
export type MessageSetState = 'planned' | 'sent' | 'answered' | 'rejected' | 'abandoned';

export type MessageSet = {
  id: string;
  connectionId: string;
  fileId: string;
  sessionId: string;
  recoveredBySessionId: string | null;
  purpose: Purpose;
  writes: boolean;
  oldMessageSetId: string | null;
  request: string;
  state: MessageSetState;
  createdAt: string;
  settledAt: string | null;
  /** How often it went out and QuickBooks may have executed it. */
  tries: number;
  place: number;
  byKey: boolean;
  /** How often its records were asked for by key since the last answer to that. */
  keyTries: number;
};

const COLUMNS = `id, connection_id as "connectionId", file_id as "fileId", session_id as "sessionId", recovered_by_session_id as "recoveredBySessionId",
  purpose, writes, old_message_set_id as "oldMessageSetId", request, state, created_at as "createdAt", settled_at as "settledAt", tries, place, by_key as "byKey", key_tries as "keyTries"`;

/** Stores a set with its exact bytes, before QBWC has them (design, section 5). */
export async function insertMessageSet(
  tx: Transaction,
  set: Omit<MessageSet, 'recoveredBySessionId' | 'settledAt' | 'byKey' | 'keyTries'>,
): Promise<void> {
  await tx.query({
    name: 'insert-message-set',
    text: `insert into message_sets (id, connection_id, file_id, session_id, purpose, writes, old_message_set_id, request, state, created_at, sent_at, tries, place)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $9 = 'sent' then $10::timestamptz end, $11, $12)`,
    values: [
      set.id,
      set.connectionId,
      set.fileId,
      set.sessionId,
      set.purpose,
      set.writes,
      set.oldMessageSetId,
      set.request,
      set.state,
      set.createdAt,
      set.tries,
      set.place,
    ],
  });
}

export const findMessageSet = (db: Queryable, id: string): Promise<MessageSet | undefined> =>
  row(db, 'find-message-set', `select ${COLUMNS} from message_sets where id = $1`, [id]);

/** The one writing set whose outcome is not known. */
export const unsettledSet = (db: Queryable, connectionId: string, fileId: string): Promise<MessageSet | undefined> =>
  row(
    db,
    'unsettled-set',
    `select ${COLUMNS} from message_sets where connection_id = $1 and file_id = $2 and writes and state = 'sent'`,
    [connectionId, fileId],
  );

/** Whether a writing set of the present company file has no outcome, or a planned half waits for its turn. */
export async function isAnythingUnsettled(db: Queryable, connectionId: string, fileId: string): Promise<boolean> {
  const found = await row<{ any: boolean }>(
    db,
    'anything-unsettled',
    `select exists(select 1 from message_sets where connection_id = $1 and file_id = $2 and writes and state = 'sent')
       or exists(select 1 from message_sets where connection_id = $1 and state = 'planned') as any`,
    [connectionId, fileId],
  );
  return found?.any ?? false;
}

/** The requests of a purpose that were answered in a session, be it with "this cannot be read". */
export async function requestsOfSession(db: Queryable, sessionId: string, purpose: Purpose): Promise<string[]> {
  const found = await rows<{ request: string }>(
    db,
    'requests-of-session',
    `select request from message_sets where session_id = $1 and purpose = $2 and state in ('answered', 'rejected')`,
    [sessionId, purpose],
  );
  return found.map(({ request }) => request);
}

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
): Promise<{ state: MessageSetState; hresult: string | null; request: string } | undefined> =>
  row(
    db,
    'last-question',
    `select m.state, m.hresult, m.request
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

/** The next half of a rejected set. */
export const nextPlannedSet = (db: Queryable, connectionId: string): Promise<MessageSet | undefined> =>
  row(
    db,
    'next-planned-set',
    `select ${COLUMNS} from message_sets where connection_id = $1 and state = 'planned' order by place limit 1`,
    [connectionId],
  );

export const plannedSetsOfSession = (db: Queryable, sessionId: string): Promise<MessageSet[]> =>
  rows(
    db,
    'planned-sets-of-session',
    `select ${COLUMNS} from message_sets where session_id = $1 and state = 'planned' order by place`,
    [sessionId],
  );

/** The sets of a session with records that wait, are out, or were refused because QuickBooks could not parse them. */
export const unfinishedSetsOfSession = (db: Queryable, sessionId: string): Promise<MessageSet[]> =>
  rows(
    db,
    'unfinished-sets-of-session',
    `select ${COLUMNS} from message_sets where session_id = $1 and purpose = 'write' and state in ('planned', 'sent', 'rejected') order by created_at, id`,
    [sessionId],
  );

/** A set goes out: for the first time, or again in another session. */
export async function markSent(tx: Transaction, id: string, sessionId: string, at: string): Promise<void> {
  await tx.query({
    name: 'mark-set-sent',
    text: `update message_sets set state = 'sent', sent_at = coalesce(sent_at, $3), tries = tries + 1,
        recovered_by_session_id = case when session_id = $2 then recovered_by_session_id else $2 end where id = $1`,
    values: [id, sessionId, at],
  });
}

/** The turn of a planned set has come: it gets its bytes. */
export async function fillPlannedSet(
  tx: Transaction,
  id: string,
  request: string,
  oldMessageSetId: string | null,
): Promise<void> {
  await tx.query('update message_sets set request = $2, old_message_set_id = $3 where id = $1', [
    id,
    request,
    oldMessageSetId,
  ]);
}

/** QuickBooks was not there when it was given a set: that time it has certainly not executed it. */
export async function forgetTry(tx: Transaction, id: string): Promise<void> {
  await tx.query('update message_sets set tries = greatest(tries - 1, 0) where id = $1', [id]);
}

/** The answer of a set and what it makes of it; the response is kept as it came. */
export async function settleMessageSet(
  tx: Transaction,
  id: string,
  settled: {
    state: 'answered' | 'rejected' | 'abandoned';
    at: string;
    response: string | null;
    hresult: string | null;
    message: string | null;
  },
): Promise<void> {
  await tx.query({
    name: 'settle-message-set',
    text: `update message_sets set state = $2, settled_at = $3, response = coalesce($4, response), hresult = $5, message = $6 where id = $1`,
    values: [id, settled.state, settled.at, settled.response, settled.hresult, settled.message],
  });
}

/** A set that was settled by mistake is out again. */
export async function markUnsettled(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `update message_sets set state = 'sent', settled_at = null, hresult = null, message = null where id = $1`,
    [id],
  );
}

/** The message of an answered set whose state QuickBooks could not store. */
export const NOT_STORED = 'message set status 9005';

/** Whether QuickBooks could not store the state of the writing set that it answered last. */
export async function isLastNotStored(db: Queryable, connectionId: string, fileId: string): Promise<boolean> {
  const last = await row<{ message: string | null }>(
    db,
    'last-answered-set',
    `select message from message_sets where connection_id = $1 and file_id = $2 and writes and state = 'answered'
     order by settled_at desc, id desc limit 1`,
    [connectionId, fileId],
  );
  return last?.message === NOT_STORED;
}

/** Keeps an answer that settles nothing, for people to read. */
export async function keepAnswer(
  tx: Transaction,
  id: string,
  answer: { response: string | null; hresult: string | null; message: string | null },
): Promise<void> {
  await tx.query(
    'update message_sets set response = coalesce($2, response), hresult = $3, message = $4 where id = $1',
    [id, answer.response, answer.hresult, answer.message],
  );
}

/** What this set did is to be found by queries from now on. */
export async function findByKeyFromNow(tx: Transaction, id: string): Promise<void> {
  await tx.query('update message_sets set by_key = true where id = $1', [id]);
}

/** How often its records were asked for by key without an answer. */
export async function noteKeyTries(tx: Transaction, id: string, tries: number): Promise<void> {
  await tx.query('update message_sets set key_tries = $2 where id = $1', [id, tries]);
}

const A_DAY = "interval '1 day'";

/**
 * The answered set whose state in the company file the next writing set frees. One that another session recovered
 * waits for a day: a late Web Connector may still hold it.
 */
export const setToFree = (
  db: Queryable,
  connectionId: string,
  fileId: string,
  now: string,
): Promise<{ id: string } | undefined> =>
  row(
    db,
    'set-to-free',
    `select id from message_sets where connection_id = $1 and file_id = $2 and writes and state = 'answered' and not freed
       and (recovered_by_session_id is null or settled_at < $3::timestamptz - ${A_DAY})
     order by settled_at, id limit 1`,
    [connectionId, fileId, now],
  );

/** A set that named another as oldMessageSetID was answered: the other one is free. */
export async function markFreed(tx: Transaction, id: string): Promise<void> {
  await tx.query({ name: 'mark-set-freed', text: 'update message_sets set freed = true where id = $1', values: [id] });
}
