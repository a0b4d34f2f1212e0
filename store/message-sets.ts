import type { OnError } from '../qbxml/envelope.js';
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

/** A record of an item, by its place in the ledger. */
export type RecordName = { itemId: number; key: string; generation: number };

/**
 * What one request of a set is about: `at` is where its bytes begin and end in the set's document, `type` its message
 * without Rq. Writing sets and searches by key name records, questions about transactions name those.
 */
export type AskedRequest = {
  at: [from: number, to: number];
  record?: RecordName;
  type?: string;
  txnIds?: readonly string[];
};

/**
 * What came of a set.
 * - answered; stateNotStored: answered, but QuickBooks stored no state of it (9005)
 * - stateForgotten: QuickBooks cannot show what became of it (600, 9001, 9002); answeredLate: it counted as rejected before
 * - unreadable: QuickBooks could not parse it; noAnswer: QuickBooks threw, or its answer was none
 * - foundByKey: settled by queries; givenUp: no outcome after so many sessions
 * - returned: never sent, its records wait again; superseded: a set that it is a part of was answered, or a backup was restored
 */
export type MessageSetOutcome =
  | 'answered'
  | 'stateNotStored'
  | 'stateForgotten'
  | 'answeredLate'
  | 'unreadable'
  | 'noAnswer'
  | 'foundByKey'
  | 'givenUp'
  | 'returned'
  | 'superseded';

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
  /** One entry a request; null in sets of 0.2.0. */
  asked: AskedRequest[] | null;
  /** Null in sets of 0.2.0. */
  onError: OnError | null;
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
  purpose, writes, old_message_set_id as "oldMessageSetId", request, asked, on_error as "onError", state, created_at as "createdAt", settled_at as "settledAt", tries, place, by_key as "byKey", key_tries as "keyTries"`;

/** Stores a set with its exact bytes, before QBWC has them (P505, P510). */
export async function insertMessageSet(
  tx: Transaction,
  set: Omit<MessageSet, 'recoveredBySessionId' | 'settledAt' | 'byKey' | 'keyTries'>,
): Promise<void> {
  await tx.query({
    name: 'insert-message-set',
    text: `insert into message_sets (id, connection_id, file_id, session_id, purpose, writes, old_message_set_id, request, state, created_at, sent_at, tries, place, asked, on_error)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, case when $9 = 'sent' then $10::timestamptz end, $11, $12, $13, $14)`,
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
      JSON.stringify(set.asked),
      set.onError,
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
  filled: Pick<MessageSet, 'request' | 'asked' | 'oldMessageSetId'>,
): Promise<void> {
  await tx.query('update message_sets set request = $2, asked = $3, old_message_set_id = $4 where id = $1', [
    id,
    filled.request,
    JSON.stringify(filled.asked),
    filled.oldMessageSetId,
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
    outcome: MessageSetOutcome;
  },
): Promise<void> {
  await tx.query({
    name: 'settle-message-set',
    text: `update message_sets set state = $2, settled_at = $3, response = coalesce($4, response), hresult = $5, message = $6, outcome = $7 where id = $1`,
    values: [id, settled.state, settled.at, settled.response, settled.hresult, settled.message, settled.outcome],
  });
}

/** A set that was settled by mistake is out again. */
export async function markUnsettled(tx: Transaction, id: string): Promise<void> {
  await tx.query(
    `update message_sets set state = 'sent', settled_at = null, hresult = null, message = null, outcome = null where id = $1`,
    [id],
  );
}

/** Whether QuickBooks could not store the state of the writing set that it answered last. */
export async function isLastNotStored(db: Queryable, connectionId: string, fileId: string): Promise<boolean> {
  const last = await row<{ notStored: boolean }>(
    db,
    'is-last-not-stored',
    // Sets of 0.2.0 have it in their message alone.
    `select coalesce(outcome = 'stateNotStored', message = 'message set status 9005', false) as "notStored"
     from message_sets where connection_id = $1 and file_id = $2 and writes and state = 'answered'
     order by settled_at desc, id desc limit 1`,
    [connectionId, fileId],
  );
  return last?.notStored ?? false;
}

/** Keeps an answer that settles nothing, for people to read. */
export async function keepAnswer(
  tx: Transaction,
  id: string,
  answer: { response: string | null; hresult: string | null; message: string | null; outcome: MessageSetOutcome },
): Promise<void> {
  await tx.query(
    'update message_sets set response = coalesce($2, response), hresult = $3, message = $4, outcome = $5 where id = $1',
    [id, answer.response, answer.hresult, answer.message, answer.outcome],
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
