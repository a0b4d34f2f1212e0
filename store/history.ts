import { cut, withCutTexts } from '../domain/texts.js';
import { type Queryable, row, rows, type Transaction } from './database.js';
import { shortened } from './shortened.js';

/** One line of an item's Transfer History (S27). */
export type HistoryEntry = {
  at: string;
  event: string;
  sessionId?: string;
  messageSetId?: string;
  statusCode?: number;
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
    text: `insert into item_history (item_id, at, event, session_id, message_set_id, status_code, message, hint, actor)
      select "itemId", at, event, "sessionId", "messageSetId", "statusCode", message, hint, by
      from jsonb_to_recordset($1::jsonb) as h("itemId" bigint, at timestamptz, event text, "sessionId" text, "messageSetId" text,
        "statusCode" int, message text, hint text, by text)`,
    values: [JSON.stringify(withCutTexts(entries))],
  });
}

/** Whether this is the last that was said of an item's paid date. */
export async function isLastSaid(db: Queryable, itemId: number, message: string): Promise<boolean> {
  const last = await row<{ message: string | null }>(
    db,
    'last-said-of-paid-date',
    `select message from item_history where item_id = $1 and event in ('paidDate', 'paidDateNotUpdated') order by id desc limit 1`,
    [itemId],
  );
  return last?.message === cut(message);
}

export async function historyOfItem(db: Queryable, itemId: number): Promise<HistoryEntry[]> {
  const found = await rows<Record<keyof HistoryEntry, unknown>>(
    db,
    'history-of-item',
    `select at, event, session_id as "sessionId", message_set_id as "messageSetId", status_code as "statusCode", ${shortened('message')} as message, ${shortened('hint')} as hint, actor as by
     from item_history where item_id = $1 order by id`,
    [itemId],
  );
  return found.map(
    (entry) => Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null)) as HistoryEntry,
  );
}
