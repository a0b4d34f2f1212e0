import type { ItemKind } from '../domain/kinds.js';
import type { LedgerRecord } from '../domain/record-plan.js';
import { withCutTexts } from '../domain/texts.js';
import { type Queryable, row, rows, type Transaction } from './database.js';
import { shortened } from './shortened.js';

/** What a record can be found by in QuickBooks (P801 to P803): nothing there is unique by itself. */
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
  /** A person said what became of it, where nobody could tell. */
  settledByHand: boolean;
  editSequence: string | null;
  refNumber: string | null;
  listId: string | null;
  statusCode: number | null;
  statusMessage: string | null;
  settledAt: string | null;
  settledInSessionId: string | null;
};

const COLUMNS = `r.item_id as "itemId", r.key, r.generation, r.type, r.state, r.message_set_id as "messageSetId", r.request_id as "requestId",
  r.external_guid as "externalGuid", r.snapshot_version as "snapshotVersion", r.line_ids as "lineIds", r.lookup, r.quantity, r.txn_id as "txnId",
  r.edit_sequence as "editSequence", r.ref_number as "refNumber", r.list_id as "listId", r.lines, r.needs_details as "needsDetails",
  r.status_code as "statusCode", ${shortened('r.status_message')} as "statusMessage", r.settled_at as "settledAt", r.settled_in_session_id as "settledInSessionId",
  r.settled_by_hand as "settledByHand", r.file_id <> c.file_id as elsewhere`;

const WITH_THEIR_FILE = `records r join items i on i.id = r.item_id join connections c on c.id = i.connection_id`;

/** The records of items, by item and then in the order in which they were first sent. */
export const recordsOfItems = (db: Queryable, itemIds: readonly number[]): Promise<RecordRow[]> =>
  rows(
    db,
    'records-of-items',
    `select ${COLUMNS} from ${WITH_THEIR_FILE} where r.item_id = any($1::bigint[]) order by r.item_id, r.id`,
    [itemIds],
  );

/** The records that a message set carries and that no later set has taken over. */
export const recordsOfMessageSet = (db: Queryable, messageSetId: string): Promise<RecordRow[]> =>
  rows(
    db,
    'records-of-message-set',
    `select ${COLUMNS} from ${WITH_THEIR_FILE} where r.message_set_id = $1 order by r.id`,
    [messageSetId],
  );

/** The items of those records. */
export async function itemsOfMessageSet(db: Queryable, messageSetId: string): Promise<number[]> {
  const found = await rows<{ id: number }>(
    db,
    'items-of-message-set',
    'select distinct item_id as id from records where message_set_id = $1',
    [messageSetId],
  );
  return found.map(({ id }) => id);
}

/** What QuickBooks said stands whole in its answer. */
const withCutMessage = (record: RecordRow): RecordRow => ({
  ...record,
  statusMessage: withCutTexts(record.statusMessage),
});

/**
 * Writes records as they now are; a record that is sent again keeps its place. One that QuickBooks does not have is,
 * from now on, in the connection's present company file; any other stays in the file that it was sent to.
 */
export async function writeRecords(tx: Transaction, records: readonly RecordRow[]): Promise<void> {
  if (records.length === 0) return;
  await tx.query({
    name: 'write-records',
    text: `insert into records (item_id, key, generation, type, state, message_set_id, request_id, external_guid, snapshot_version, line_ids, lookup, quantity,
        txn_id, edit_sequence, ref_number, list_id, lines, needs_details, status_code, status_message, settled_at, settled_in_session_id, settled_by_hand, file_id)
      select "itemId", key, generation, type, state, "messageSetId", "requestId", "externalGuid", "snapshotVersion", "lineIds", lookup, quantity,
        "txnId", "editSequence", "refNumber", "listId", lines, "needsDetails", "statusCode", "statusMessage", "settledAt", "settledInSessionId",
        coalesce("settledByHand", false), (select c.file_id from items i join connections c on c.id = i.connection_id where i.id = "itemId")
      from jsonb_to_recordset($1::jsonb) as r("itemId" bigint, key text, generation int, type text, state text, "messageSetId" text, "requestId" text,
        "externalGuid" text, "snapshotVersion" int, "lineIds" jsonb, lookup jsonb, quantity text, "txnId" text, "editSequence" text, "refNumber" text, "listId" text,
        lines jsonb, "needsDetails" boolean, "statusCode" int, "statusMessage" text, "settledAt" timestamptz, "settledInSessionId" text, "settledByHand" boolean)
      on conflict (item_id, key, generation) do update set type = excluded.type, state = excluded.state, message_set_id = excluded.message_set_id,
        request_id = excluded.request_id, external_guid = excluded.external_guid, snapshot_version = excluded.snapshot_version,
        line_ids = excluded.line_ids, lookup = excluded.lookup, quantity = excluded.quantity, txn_id = excluded.txn_id, edit_sequence = excluded.edit_sequence,
        ref_number = excluded.ref_number, list_id = excluded.list_id, lines = excluded.lines, needs_details = excluded.needs_details,
        status_code = excluded.status_code, status_message = excluded.status_message, settled_at = excluded.settled_at,
        settled_in_session_id = excluded.settled_in_session_id, settled_by_hand = excluded.settled_by_hand,
        file_id = case when records.state in ('refused', 'notProcessed') then excluded.file_id else records.file_id end`,
    values: [JSON.stringify(records.map(withCutMessage))],
  });
}

/** Which record a transaction of the connection's present company file is, if it is one of ours. */
export const ownerOfTxn = (
  db: Queryable,
  connectionId: string,
  type: RecordRow['type'],
  txnId: string,
): Promise<{ key: string; generation: number; kind: ItemKind; number: string } | undefined> =>
  row(
    db,
    'owner-of-txn',
    `select r.key, r.generation, i.kind, i.number from ${WITH_THEIR_FILE}
     where r.txn_id = $3 and r.type = $2 and i.connection_id = $1 and r.file_id = c.file_id and r.state <> 'unknown' limit 1`,
    [connectionId, type, txnId],
  );

/** A transaction of which only an ErrorRecovery aggregate is known, or the word of a person. */
export type BareRecord = Pick<RecordRow, 'type' | 'settledByHand'> & { txnId: string };

const NEEDING_DETAILS = `${WITH_THEIR_FILE} where r.needs_details and r.txn_id is not null and r.file_id = c.file_id`;

/** Those of the present company file; what a person settled last. */
export const recordsNeedingDetails = (db: Queryable, connectionId: string, limit: number): Promise<BareRecord[]> =>
  rows(
    db,
    'records-needing-details',
    `select r.type, r.txn_id as "txnId", r.settled_by_hand as "settledByHand" from ${NEEDING_DETAILS}
       and i.connection_id = $1 order by r.settled_by_hand, r.id limit $2`,
    [connectionId, limit],
  );

export async function areDetailsNeeded(db: Queryable, connectionId: string): Promise<boolean> {
  const found = await row<{ any: boolean }>(
    db,
    'any-details-needed',
    `select exists(select 1 from ${NEEDING_DETAILS} and i.connection_id = $1) as any`,
    [connectionId],
  );
  return found?.any ?? false;
}

/** The items of which one of these transactions is known only in outline. */
export const itemsNeedingDetails = (
  db: Queryable,
  connectionId: string,
  txnIds: readonly string[],
): Promise<{ itemId: number }[]> =>
  rows(
    db,
    'items-needing-details',
    `select distinct r.item_id as "itemId" from ${NEEDING_DETAILS} and i.connection_id = $1 and r.txn_id = any($2)`,
    [connectionId, txnIds],
  );

/** The items that wait with the deletion of one of these purchase orders. */
export const itemsOfOrders = (
  db: Queryable,
  connectionId: string,
  txnIds: readonly string[],
): Promise<{ itemId: number }[]> =>
  rows(
    db,
    'items-of-orders',
    `select distinct r.item_id as "itemId" from ${WITH_THEIR_FILE}
     where r.type = 'PurchaseOrderAdd' and r.txn_id = any($2) and i.connection_id = $1 and r.file_id = c.file_id
       and i.to_send and i.sat_out_session_id is null`,
    [connectionId, txnIds],
  );
