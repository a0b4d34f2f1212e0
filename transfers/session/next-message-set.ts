import type { ItemKind } from '../../domain/kinds.js';
import { hostQuery } from '../../qbxml/host-query.js';
import type { Database } from '../../store/database.js';
import { findMessageSet, type Purpose } from '../../store/message-sets.js';
import { adoptFirst } from '../purposes/adoption/adopt-first.js';
import { askForDetails } from '../purposes/details.js';
import { deletePurchaseOrders } from '../purposes/linked-transactions.js';
import { type Draft, numbered, queries, storeDraft } from '../purposes/message-set.js';
import { addNames, askForNames } from '../purposes/names/create-missing.js';
import { askPaidDates, askPaidNumbers } from '../purposes/paid-dates.js';
import { type SessionContext, type SessionNews, tell } from '../purposes/session-context.js';
import { type Claim, claim } from '../purposes/write/claim.js';
import { checkCompanyFile, type FirstCall } from './company-file.js';
import { endSession } from './end-session.js';
import { recover, type Stored } from './recovery.js';
import { inSession, type SessionReply } from './session-call.js';

/** One place in the order of a session; undefined when there is nothing to do there (any more). */
type Step = (context: SessionContext) => Promise<Draft | Stored | undefined>;

const claimStep =
  (wanted: Claim): Step =>
  (context) =>
    claim(context, wanted);
const many = (kind: ItemKind): Step => claimStep({ kind, onError: 'continueOnError', alone: false });
const alone = (kind: ItemKind): Step => claimStep({ kind, onError: 'continueOnError', alone: true });

/** S17: the purchase order part of a run ends with the first refusal; one that failed before goes by itself, after all others. */
const purchaseOrders =
  (step: Step): Step =>
  async (context) =>
    context.session.purchaseOrdersStopped ? undefined : step(context);
const inOrderUntilRefused: Claim = { kind: 'purchase-orders', onError: 'stopOnError', alone: false };

/** The order of a session (design, section 4). */
const ORDER: readonly Step[] = [
  recover,
  askForDetails,
  askForNames,
  addNames,
  many('invoices'),
  alone('invoices'),
  purchaseOrders(deletePurchaseOrders),
  purchaseOrders(claimStep(inOrderUntilRefused)),
  purchaseOrders(claimStep({ ...inOrderUntilRefused, alone: true })),
  many('timesheets'),
  alone('timesheets'),
  many('expense-reports'),
  alone('expense-reports'),
  askPaidDates,
  askPaidNumbers,
];

/** What was promised may be gone meanwhile: this changes nothing and its answer closes the session with 100. */
const closing = (): Draft =>
  queries('closing', (id) => numbered(id, [undefined], (requestID) => hostQuery.build(requestID)));

/**
 * sendRequestXML: the qbXML that QuickBooks gets next, "" when the session cannot go on. Asked again before the
 * answer is here, the same bytes go out.
 */
export function nextMessageSet(
  database: Database,
  call: { ticket: string; now: string } & FirstCall,
): Promise<SessionReply<string> | undefined> {
  return inSession(database, call, async (context, news) => {
    const { session, tx } = context;
    const current = session.currentSetId === null ? undefined : await findMessageSet(tx, session.currentSetId);
    if (current !== undefined) return current.request;
    if (!session.fileChecked) {
      const mismatch = await checkCompanyFile(context, call);
      if (mismatch !== undefined) {
        news.push(await endSession(context, 'failed', mismatch));
        return '';
      }
    }
    return takeNextStep(context, news);
  });
}

async function takeNextStep(context: SessionContext, news: SessionNews[]): Promise<string> {
  const step = (await firstOf(context)) ?? closing();
  if ('stored' in step) {
    news.push(await tellSent(context, step.stored.id, step.stored.purpose, 0));
    return step.request;
  }
  const request = await storeDraft(context, step);
  news.push(await tellSent(context, step.id, step.purpose, step.records));
  return request;
}

async function firstOf(context: SessionContext): Promise<Draft | Stored | undefined> {
  const adoption = await adoptFirst(context);
  if (adoption !== 'over') return adoption;
  for (const step of ORDER) {
    const found = await step(context);
    if (found !== undefined) return found;
  }
  return undefined;
}

const tellSent = (
  context: SessionContext,
  messageSetId: string,
  purpose: Purpose,
  records: number,
): Promise<SessionNews> => tell(context, { type: 'batchSent', messageSetId, purpose, records });
