import { groupBy } from '../../domain/group-by.js';
import type { MessageSetAnswer } from '../../qbxml/envelope.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import type { InvoiceRet } from '../../qbxml/invoice-ret.js';
import { requestIdAt } from '../../qbxml/message-set-id.js';
import { appendChanges } from '../../store/changes.js';
import { appendHistory, isInTheWay } from '../../store/history.js';
import { lockItems } from '../../store/items.js';
import type { MessageSet } from '../../store/message-sets.js';
import * as store from '../../store/paid-dates.js';
import { wasAsked } from '../../store/questions.js';
import { answerTo } from './asked.js';
import { type Draft, numbered, queries } from './message-set.js';
import { NO_RECORDS, nothingToForget, type QuestionRules, setAside } from './purpose.js';
import type { SessionContext } from './session-context.js';

/** As many as two questions for paid dates may have found. */
const NUMBERS_A_REQUEST = 1_000;

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
async function ask(context: SessionContext): Promise<Draft | undefined> {
  if (await wasAsked(context.tx, context.session.id, 'paidNumbers')) return undefined;
  const seen = await seenAndLocked(context);
  for (const invoice of seen.filter(({ refNumber }) => !refNumber)) await tell(context, invoice);
  const numbers = [...new Set(seen.flatMap(({ refNumber }) => (refNumber ? [refNumber] : [])))];
  if (numbers.length === 0) return undefined;
  return queries('paidNumbers', (id) =>
    numbered(id, [numbers], (requestId, asked) => invoiceQuery.byNumbers(requestId, asked)),
  );
}

/**
 * Tells the PSA the paid dates. A namesake of the same customer makes an invoice a duplicate: its date is not updated
 * and the reason is recorded; one of another customer does not, because the ListID tells them apart.
 */
async function take(context: SessionContext, set: MessageSet, answer: MessageSetAnswer): Promise<void> {
  const said = answerTo(answer, requestIdAt(set.id, 0), invoiceQuery.type);
  if (said === undefined || said.statusCode >= 1000) return;
  const namesakes = groupBy(invoiceQuery.parse(said), (invoice) => invoice.refNumber ?? '');
  for (const invoice of await seenAndLocked(context)) {
    const same = namesakes.get(invoice.refNumber ?? '') ?? [];
    const own = same.find(({ txnId }) => txnId === invoice.txnId);
    const customer = own?.customerListId ?? invoice.listId;
    const duplicate = same.find((other) => other.txnId !== invoice.txnId && other.customerListId === customer);
    if (duplicate === undefined) await tell(context, invoice);
    else await withhold(context, invoice, duplicate);
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
async function withhold(
  { tx, session, now }: SessionContext,
  invoice: store.SeenInvoice,
  duplicate: InvoiceRet,
): Promise<void> {
  const { itemId, connectionId, refNumber } = invoice;
  const reason = `The paid date was not updated: QuickBooks has another invoice ${refNumber ?? ''} of the same customer (${duplicate.txnId}).`;
  await store.leaveUnpaid(tx, itemId);
  if (await isInTheWay(tx, itemId, duplicate.txnId)) return;
  await appendChanges(tx, { id: itemId, connectionId }, [{ type: 'paidDate', value: '', reason, at: now }]);
  await appendHistory(tx, [
    {
      itemId,
      at: now,
      event: 'paidDateNotUpdated',
      sessionId: session.id,
      txnId: duplicate.txnId,
      message: reason,
      hint: 'Give one of the two another number in QuickBooks; the paid date is asked for again by itself.',
    },
  ]);
}

/** S23: the invoices with the numbers of newly paid ones; once in a session, whatever QuickBooks answers. */
export const paidNumbers: QuestionRules = {
  writes: false,
  isDue: async ({ db, connection, session }) =>
    (await store.isAnythingSeen(db, connection.id)) &&
    (session === undefined || !(await wasAsked(db, session.id, 'paidNumbers'))),
  ask,
  async take(context, set, answer) {
    await take(context, set, answer);
    return NO_RECORDS;
  },
  unreadable: setAside,
  absent: nothingToForget,
  withoutAnswer: 'passOver',
};
