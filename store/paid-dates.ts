import { type Queryable, row, rows, type Transaction } from './database.js';

/** A transferred invoice that QuickBooks is asked about. */
export type UnpaidInvoice = { itemId: number; txnId: string };

/** The paid date is not the PSA's own: neither locked by its payment processing (S24) nor stated by it. */
const IS_OPEN = `coalesce(i.snapshot ->> 'paidByPaymentProcessing', 'false') = 'false' and not i.snapshot ? 'paidDate'`;

/** Transferred, not known to be paid, sent in a former session. */
const IS_ASKABLE = `i.connection_id = $1 and i.kind = 'invoices' and i.outcome = 'transferred' and i.paid_date is null and not i.paid_final
  and i.paid_seen is null and ${IS_OPEN}`;

/** Paid in QuickBooks, and the PSA does not know it yet. */
const IS_SEEN = `i.connection_id = $1 and i.paid_seen is not null and ${IS_OPEN}`;

/**
 * With the invoice that the present company file has of an item; one that the connection has left is not asked. A TxnID
 * that QuickBooks has not confirmed yet could spoil the whole request.
 */
const WITH_INVOICE = `items i
  join records r on r.item_id = i.id and r.generation = i.generation and r.key = 'addition' and r.state = 'added' and r.txn_id is not null and not r.needs_details
  join connections c on c.id = i.connection_id and c.file_id = r.file_id`;

/**
 * The invoices of one request, least recently asked first; none that this session sent or has asked already. One that
 * was asked in the future was asked before the clock was put back.
 */
export const askableInvoices = (
  db: Queryable,
  connectionId: string,
  session: { id: string; startedAt: string },
  now: string,
  limit: number,
): Promise<UnpaidInvoice[]> =>
  rows(
    db,
    'askable-invoices',
    `select i.id as "itemId", r.txn_id as "txnId" from ${WITH_INVOICE}
     where ${IS_ASKABLE} and (i.paid_asked_at is null or i.paid_asked_at < $3 or i.paid_asked_at > $5::timestamptz + interval '1 minute') and r.settled_in_session_id is distinct from $2
     order by i.paid_asked_at nulls first, i.id limit $4`,
    [connectionId, session.id, session.startedAt, limit, now],
  );

/** Whether there is anything that a paid date could be asked for. */
export async function isAnythingAskable(db: Queryable, connectionId: string): Promise<boolean> {
  const found = await row<{ any: boolean }>(
    db,
    'anything-askable',
    `select exists(select 1 from ${WITH_INVOICE} where ${IS_ASKABLE}) as any`,
    [connectionId],
  );
  return found?.any ?? false;
}

/** When a connection asked last, for "by themselves at most hourly". */
export async function paidAskedAt(db: Queryable, connectionId: string): Promise<string | null> {
  const found = await row<{ at: string | null }>(
    db,
    'paid-asked-at',
    'select paid_asked_at as at from connections where id = $1',
    [connectionId],
  );
  return found?.at ?? null;
}

export async function markAsked(
  tx: Transaction,
  connectionId: string,
  itemIds: readonly number[],
  at: string,
): Promise<void> {
  await tx.query('update connections set paid_asked_at = $2 where id = $1', [connectionId, at]);
  await tx.query('update items set paid_asked_at = $2 where id = any($1::bigint[])', [itemIds, at]);
}

/**
 * Paid in QuickBooks on a day; told to the PSA once its number has been compared: the one that it has now, because
 * people may have given it another. A TxnID names a transaction of its company file only: that of another connection
 * may have the same.
 */
export async function markSeen(
  tx: Transaction,
  connectionId: string,
  seen: readonly { txnId: string; refNumber?: string | undefined; paidOn: string }[],
): Promise<void> {
  await tx.query(
    `with seen as (
       update items i set paid_seen = s."paidOn" from jsonb_to_recordset($2::jsonb) as s("txnId" text, "refNumber" text, "paidOn" date)
       join records r on r.txn_id = s."txnId" and r.type = 'InvoiceAdd'
       where i.id = r.item_id and i.generation = r.generation and i.connection_id = $1 and ${IS_OPEN}
       returning r.id as record_id, s."refNumber" as ref_number)
     update records r set ref_number = seen.ref_number from seen
     where r.id = seen.record_id and seen.ref_number is not null and r.ref_number is distinct from seen.ref_number`,
    [connectionId, JSON.stringify(seen)],
  );
}

/** Newly paid invoices whose namesakes are to be looked at. */
export type SeenInvoice = {
  itemId: number;
  connectionId: string;
  txnId: string;
  refNumber: string | null;
  listId: string | null;
  paidOn: string;
};

export const seenInvoices = (db: Queryable, connectionId: string, limit: number): Promise<SeenInvoice[]> =>
  rows(
    db,
    'seen-invoices',
    `select i.id as "itemId", i.connection_id as "connectionId", r.txn_id as "txnId", r.ref_number as "refNumber", r.list_id as "listId", i.paid_seen as "paidOn"
     from items i join records r on r.item_id = i.id and r.generation = i.generation and r.key = 'addition'
     where ${IS_SEEN} order by i.id limit $2`,
    [connectionId, limit],
  );

export async function isAnythingSeen(db: Queryable, connectionId: string): Promise<boolean> {
  const found = await row<{ any: boolean }>(
    db,
    'anything-seen',
    `select exists(select 1 from items i where ${IS_SEEN}) as any`,
    [connectionId],
  );
  return found?.any ?? false;
}

/** The end of the question: a date to tell, or none for ever (not in QuickBooks any more). */
export async function settlePaid(tx: Transaction, itemId: number, paidDate: string | null): Promise<void> {
  await tx.query('update items set paid_seen = null, paid_date = $2, paid_final = true where id = $1', [
    itemId,
    paidDate,
  ]);
}

/** Not told now (a namesake of the same customer): it is asked for again. */
export async function leaveUnpaid(tx: Transaction, itemId: number): Promise<void> {
  await tx.query('update items set paid_seen = null where id = $1', [itemId]);
}

/** The items that were asked about in a request, by their TxnIDs; none that is being transferred again meanwhile. */
export const invoicesByTxnId = (
  db: Queryable,
  connectionId: string,
  txnIds: readonly string[],
): Promise<UnpaidInvoice[]> =>
  rows(
    db,
    'invoices-by-txn-id',
    `select i.id as "itemId", r.txn_id as "txnId" from records r join items i on i.id = r.item_id
     where r.txn_id = any($2) and r.type = 'InvoiceAdd' and i.connection_id = $1
       and r.generation = i.generation and not i.ready and i.last_seq = i.applied_seq`,
    [connectionId, txnIds],
  );
