import type { OwnFailureCode } from '../domain/failure-codes.js';
import type { HistoryEvent } from '../domain/history-events.js';
import { withCutTexts } from '../domain/texts.js';
import { type Queryable, row, rows, type Transaction } from './database.js';
import { shortened } from './shortened.js';

/** One line of an item's Transfer History (S27). */
export type HistoryEntry = {
  at: string;
  event: HistoryEvent;
  sessionId?: string;
  messageSetId?: string;
  statusCode?: number;
  /** Why this product refused it, where QuickBooks has no status code for that. */
  code?: OwnFailureCode;
  /** The transaction in QuickBooks that is in the way. */
  txnId?: string;
  message?: string;
  hint?: string;
  /** Who did it, for what people do. */
  by?: string;
};

/** Adds lines; history is never changed or removed. */
export async function appendHistory(
  tx: Transaction,
  entries: readonly (HistoryEntry & { itemId: number })[],
): Promise<void> {
  if (entries.length === 0) return;
  await tx.query({
    name: 'append-history',
    text: `insert into item_history (item_id, at, event, session_id, message_set_id, status_code, code, txn_id, message, hint, actor)
      select "itemId", at, event, "sessionId", "messageSetId", "statusCode", code, "txnId", message, hint, by
      from jsonb_to_recordset($1::jsonb) as h("itemId" bigint, at timestamptz, event text, "sessionId" text, "messageSetId" text,
        "statusCode" int, code text, "txnId" text, message text, hint text, by text)`,
    values: [JSON.stringify(withCutTexts(entries))],
  });
}

const OF_PAID_DATES: readonly HistoryEvent[] = ['paidDate', 'paidDateNotUpdated'];

/** Whether the last that was said of an item's paid date is that this transaction is in its way. */
export async function isInTheWay(db: Queryable, itemId: number, txnId: string): Promise<boolean> {
  const last = await row<{ txnId: string | null }>(
    db,
    'last-said-of-paid-date',
    `select txn_id as "txnId" from item_history where item_id = $1 and event = any($2) order by id desc limit 1`,
    [itemId, OF_PAID_DATES],
  );
  return last?.txnId === txnId;
}

export async function historyOfItem(db: Queryable, itemId: number): Promise<HistoryEntry[]> {
  const found = await rows<Record<Exclude<keyof HistoryEntry, 'txnId'>, unknown>>(
    db,
    'history-of-item',
    `select at, event, session_id as "sessionId", message_set_id as "messageSetId", status_code as "statusCode", code, ${shortened('message')} as message, ${shortened('hint')} as hint, actor as by
     from item_history where item_id = $1 order by id`,
    [itemId],
  );
  return found.map(
    (entry) => Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null)) as HistoryEntry,
  );
}
