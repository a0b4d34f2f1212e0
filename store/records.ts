import type { LedgerRecord } from '../domain/record-plan.js';
import { type Queryable, rows, type Transaction } from './database.js';

/** What a record can be found by in QuickBooks (design, section 5): nothing there is unique by itself. */
export type LookupKey = { entity: { name: string; listId?: string | undefined }; date: string; number: string | null };

/** One record of an item as the ledger has it: what was sent last, and what QuickBooks said. */
export type RecordRow = LedgerRecord & {
  itemId: number;
  messageSetId: string | null;
  requestId: string | null;
  externalGuid: string;
  snapshotVersion: number;
  lineIds: string[];
  lookup: LookupKey;
  editSequence: string | null;
  refNumber: string | null;
  listId: string | null;
  statusCode: number | null;
  statusMessage: string | null;
  settledAt: string | null;
  settledInSessionId: string | null;
};

const COLUMNS = `item_id as "itemId", key, generation, type, state, message_set_id as "messageSetId", request_id as "requestId",
  external_guid as "externalGuid", snapshot_version as "snapshotVersion", line_ids as "lineIds", lookup, quantity, txn_id as "txnID",
  edit_sequence as "editSequence", ref_number as "refNumber", list_id as "listId", lines, needs_details as "needsDetails",
  status_code as "statusCode", status_message as "statusMessage", settled_at as "settledAt", settled_in_session_id as "settledInSessionId"`;

/** The records of items, by item and then in the order in which they were first sent. */
export const recordsOfItems = (db: Queryable, itemIds: readonly number[]): Promise<RecordRow[]> =>
  rows(
    db,
    'records-of-items',
    `select ${COLUMNS} from records where item_id = any($1::bigint[]) order by item_id, id`,
    [itemIds],
  );

/** The records that a message set carries and that no later set has taken over. */
export const recordsOfMessageSet = (db: Queryable, messageSetId: string): Promise<RecordRow[]> =>
  rows(db, 'records-of-message-set', `select ${COLUMNS} from records where message_set_id = $1 order by id`, [
    messageSetId,
  ]);

/** Writes records as they now are; a record that is sent again keeps its place. */
export async function writeRecords(tx: Transaction, records: readonly RecordRow[]): Promise<void> {
  if (records.length === 0) return;
  await tx.query({
    name: 'write-records',
    text: `insert into records (item_id, key, generation, type, state, message_set_id, request_id, external_guid, snapshot_version, line_ids, lookup, quantity,
        txn_id, edit_sequence, ref_number, list_id, lines, needs_details, status_code, status_message, settled_at, settled_in_session_id)
      select "itemId", key, generation, type, state, "messageSetId", "requestId", "externalGuid", "snapshotVersion", "lineIds", lookup, quantity,
        "txnID", "editSequence", "refNumber", "listId", lines, "needsDetails", "statusCode", "statusMessage", "settledAt", "settledInSessionId"
      from jsonb_to_recordset($1::jsonb) as r("itemId" bigint, key text, generation int, type text, state text, "messageSetId" text, "requestId" text,
        "externalGuid" text, "snapshotVersion" int, "lineIds" jsonb, lookup jsonb, quantity text, "txnID" text, "editSequence" text, "refNumber" text, "listId" text,
        lines jsonb, "needsDetails" boolean, "statusCode" int, "statusMessage" text, "settledAt" timestamptz, "settledInSessionId" text)
      on conflict (item_id, key, generation) do update set type = excluded.type, state = excluded.state, message_set_id = excluded.message_set_id,
        request_id = excluded.request_id, external_guid = excluded.external_guid, snapshot_version = excluded.snapshot_version,
        line_ids = excluded.line_ids, lookup = excluded.lookup, quantity = excluded.quantity, txn_id = excluded.txn_id, edit_sequence = excluded.edit_sequence,
        ref_number = excluded.ref_number, list_id = excluded.list_id, lines = excluded.lines, needs_details = excluded.needs_details,
        status_code = excluded.status_code, status_message = excluded.status_message, settled_at = excluded.settled_at,
        settled_in_session_id = excluded.settled_in_session_id`,
    values: [JSON.stringify(records)],
  });
}
