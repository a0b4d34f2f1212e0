import type { MessageSetAnswer } from '../../qbxml/envelope.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import type { InvoiceRet } from '../../qbxml/invoice-ret.js';
import { requestIdAt } from '../../qbxml/message-set-id.js';
import { appendHistory } from '../../store/history.js';
import type { MessageSet } from '../../store/message-sets.js';
import * as store from '../../store/paid-dates.js';
import { answerTo, askedTxnIds } from './asked.js';
import { type Draft, queries } from './message-set.js';
import { type Asker, NO_RECORDS, nothingToForget, type QuestionRules, setAside } from './purpose.js';
import type { SessionContext } from './session-context.js';

/** How paid dates are rationed (S22). */
const MAX_REQUESTS = 2;
const TXN_IDS_A_REQUEST = 500;

/** S22: asks whether transferred invoices are paid: those of former sessions, least recently asked first. */
async function ask(context: SessionContext): Promise<Draft | undefined> {
  const { tx, connection, session, now } = context;
  if (session.paidDateRequests >= MAX_REQUESTS) return undefined;
  const unpaid = await store.askableInvoices(tx, connection.id, session, now, TXN_IDS_A_REQUEST);
  if (unpaid.length === 0) {
    session.paidDateRequests = MAX_REQUESTS;
    return undefined;
  }
  session.paidDateRequests += 1;
  await store.markAsked(
    tx,
    connection.id,
    unpaid.map(({ itemId }) => itemId),
    now,
  );
  const txnIds = unpaid.map(({ txnId }) => txnId);
  return queries('paidDates', (id) => [
    { xml: invoiceQuery.byTxnIds(requestIdAt(id, 0), txnIds), type: invoiceQuery.type, txnIds },
  ]);
}

const later = (left: string | undefined, right: string): string => (left === undefined || right > left ? right : left);

/** The date of the payment that settles an invoice: the last that is linked to it; without one (a total of zero) its own. */
export function paidOn(invoice: Pick<InvoiceRet, 'isPaid' | 'linkedTxns' | 'txnDate'>): string | undefined {
  if (!invoice.isPaid) return undefined;
  const payments = invoice.linkedTxns.flatMap(({ linkType, txnDate }) =>
    linkType === 'QUANTYPE' || txnDate === undefined ? [] : [txnDate],
  );
  return payments.reduce<string | undefined>(later, undefined) ?? invoice.txnDate;
}

/** Notes what is paid, and what QuickBooks no longer has: that is not asked again. */
async function take(context: SessionContext, set: MessageSet, answer: MessageSetAnswer): Promise<void> {
  const { tx, connection, session, now } = context;
  const said = answerTo(answer, requestIdAt(set.id, 0), invoiceQuery.type);
  if (said === undefined || said.statusCode >= 1000) return;
  const invoices = invoiceQuery.parse(said);
  await store.markSeen(
    tx,
    connection.id,
    invoices.flatMap((invoice) => {
      const date = paidOn(invoice);
      return date === undefined ? [] : [{ txnId: invoice.txnId, refNumber: invoice.refNumber, paidOn: date }];
    }),
  );
  const there = new Set(invoices.map(({ txnId }) => txnId));
  const asked = askedTxnIds(set);
  const gone = await store.invoicesByTxnId(
    tx,
    connection.id,
    asked.filter((txnId) => !there.has(txnId)),
  );
  for (const { itemId } of gone) await store.settlePaid(tx, itemId, null);
  const message = 'QuickBooks no longer has this invoice; its paid date is not asked any more.';
  await appendHistory(
    tx,
    gone.map(({ itemId }) => ({ itemId, at: now, event: 'paidDateNotUpdated', sessionId: session.id, message })),
  );
}

const A_MINUTE_MS = 60_000;
const AN_HOUR_MS = 60 * A_MINUTE_MS;

/** Paid dates are by themselves a reason for a session at most hourly, but asked in every session that runs anyway. */
async function isDue({ db, connection, session, now }: Asker): Promise<boolean> {
  if (session !== undefined)
    return (
      session.paidDateRequests < MAX_REQUESTS &&
      (await store.askableInvoices(db, connection.id, session, now, 1)).length > 0
    );
  const askedAt = await store.paidAskedAt(db, connection.id);
  const sinceMs = askedAt === null ? AN_HOUR_MS : Date.parse(now) - Date.parse(askedAt);
  // Far less than nothing: the clock was put back since.
  if (sinceMs > -A_MINUTE_MS && sinceMs < AN_HOUR_MS) return false;
  return store.isAnythingAskable(db, connection.id);
}

/** S22: whether invoices of former sessions are paid. */
export const paidDates: QuestionRules = {
  writes: false,
  isDue,
  ask,
  async take(context, set, answer) {
    await take(context, set, answer);
    return NO_RECORDS;
  },
  unreadable: setAside,
  absent: nothingToForget,
  withoutAnswer: 'passOver',
};
