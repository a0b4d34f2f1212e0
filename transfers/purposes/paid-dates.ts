import { groupBy } from '../../domain/group-by.js';
import type { MessageSetAnswer } from '../../qbxml/envelope.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import type { InvoiceRet } from '../../qbxml/invoice-ret.js';
import { requestID } from '../../qbxml/message-set-id.js';
import { appendChanges } from '../../store/changes.js';
import { appendHistory, isLastSaid } from '../../store/history.js';
import { lockItems } from '../../store/items.js';
import { type MessageSet, wasAsked } from '../../store/message-sets.js';
import * as store from '../../store/paid-dates.js';
import { type Draft, numbered, queries } from './message-set.js';
import { answerTo } from './request-of.js';
import type { SessionContext } from './session-context.js';

/** How paid dates are rationed (design, section 4). */
export const MAX_REQUESTS = 2;
const TXN_IDS_A_REQUEST = 500;
const NUMBERS_A_REQUEST = 2 * TXN_IDS_A_REQUEST;

/** S22: asks whether transferred invoices are paid: those of former sessions, least recently asked first. */
export async function askPaidDates(context: SessionContext): Promise<Draft | undefined> {
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
  return queries('paidDates', (id) =>
    numbered(id, [unpaid], (requestID, asked) =>
      invoiceQuery.byTxnIDs(
        requestID,
        asked.map(({ txnID }) => txnID),
      ),
    ),
  );
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
export async function takePaidDates(context: SessionContext, set: MessageSet, answer: MessageSetAnswer): Promise<void> {
  const { tx, connection, session, now } = context;
  const said = answerTo(answer, requestID(set.id, 0), invoiceQuery.type);
  if (said === undefined || said.statusCode >= 1000) return;
  const invoices = invoiceQuery.parse(said);
  await store.markSeen(
    tx,
    connection.id,
    invoices.flatMap((invoice) => {
      const date = paidOn(invoice);
      return date === undefined ? [] : [{ txnID: invoice.txnID, refNumber: invoice.refNumber, paidOn: date }];
    }),
  );
  const there = new Set(invoices.map(({ txnID }) => txnID));
  const asked = [...set.request.matchAll(/<TxnID>([^<]*)<\/TxnID>/g)].map(([, txnID = '']) => txnID);
  const gone = await store.invoicesByTxnID(
    tx,
    connection.id,
    asked.filter((txnID) => !there.has(txnID)),
  );
  for (const { itemId } of gone) await store.settlePaid(tx, itemId, null);
  const message = 'QuickBooks no longer has this invoice; its paid date is not asked any more.';
  await appendHistory(
    tx,
    gone.map(({ itemId }) => ({ itemId, at: now, event: 'paidDateNotUpdated', sessionId: session.id, message })),
  );
}

/** The newly paid invoices; their rows are locked before any change is told, in the order that everybody keeps. */
async function seenAndLocked({ tx, connection }: SessionContext): Promise<store.SeenInvoice[]> {
  const seen = await store.seenInvoices(tx, connection.id, NUMBERS_A_REQUEST);
  const ids = seen.map(({ itemId }) => itemId);
  await lockItems(tx, ids);
  // S24: only now it is certain what the PSA says of them.
  const still = await store.seenInvoices(tx, connection.id, NUMBERS_A_REQUEST);
  return still.filter(({ itemId }) => ids.includes(itemId));
}

/** S23: newly paid invoices are asked by number, once, before their date is told; one without a number has no namesake. */
export async function askPaidNumbers(context: SessionContext): Promise<Draft | undefined> {
  if (await wasAsked(context.tx, context.session.id, 'paidNumbers')) return undefined;
  const seen = await seenAndLocked(context);
  for (const invoice of seen.filter(({ refNumber }) => !refNumber)) await tell(context, invoice);
  const numbers = [...new Set(seen.flatMap(({ refNumber }) => (refNumber ? [refNumber] : [])))];
  if (numbers.length === 0) return undefined;
  return queries('paidNumbers', (id) =>
    numbered(id, [numbers], (requestID, asked) => invoiceQuery.byNumbers(requestID, asked)),
  );
}

/**
 * Tells the PSA the paid dates. A namesake of the same customer makes an invoice a duplicate: its date is not updated
 * and the reason is recorded; one of another customer does not, because the ListID tells them apart.
 */
export async function takePaidNumbers(
  context: SessionContext,
  set: MessageSet,
  answer: MessageSetAnswer,
): Promise<void> {
  const said = answerTo(answer, requestID(set.id, 0), invoiceQuery.type);
  if (said === undefined || said.statusCode >= 1000) return;
  const namesakes = groupBy(invoiceQuery.parse(said), (invoice) => invoice.refNumber ?? '');
  for (const invoice of await seenAndLocked(context)) {
    const same = namesakes.get(invoice.refNumber ?? '') ?? [];
    const own = same.find(({ txnID }) => txnID === invoice.txnID);
    const customer = own?.customerListID ?? invoice.listId;
    const duplicate = same.find((other) => other.txnID !== invoice.txnID && other.customerListID === customer);
    if (duplicate === undefined) await tell(context, invoice);
    else await keepSilent(context, invoice, duplicate);
  }
}

async function tell(
  { tx, session, now }: SessionContext,
  { itemId, connectionId, paidOn: value }: store.SeenInvoice,
): Promise<void> {
  await store.settlePaid(tx, itemId, value);
  await appendChanges(tx, { id: itemId, connectionId }, [{ type: 'paidDate', value, at: now }]);
  await appendHistory(tx, [
    { itemId, at: now, event: 'paidDate', sessionId: session.id, message: `Paid in QuickBooks on ${value}.` },
  ]);
}

/** The date may be told once one of the two has another number; until then the reason is said once. */
async function keepSilent(
  { tx, session, now }: SessionContext,
  invoice: store.SeenInvoice,
  duplicate: InvoiceRet,
): Promise<void> {
  const { itemId, connectionId, refNumber } = invoice;
  const reason = `The paid date was not updated: QuickBooks has another invoice ${refNumber ?? ''} of the same customer (${duplicate.txnID}).`;
  await store.leaveUnpaid(tx, itemId);
  if (await isLastSaid(tx, itemId, reason)) return;
  await appendChanges(tx, { id: itemId, connectionId }, [{ type: 'paidDate', value: '', reason, at: now }]);
  await appendHistory(tx, [
    {
      itemId,
      at: now,
      event: 'paidDateNotUpdated',
      sessionId: session.id,
      message: reason,
      hint: 'Give one of the two another number in QuickBooks; the paid date is asked for again by itself.',
    },
  ]);
}
