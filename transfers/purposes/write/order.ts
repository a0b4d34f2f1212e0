import type { ItemKind } from '../../../domain/kinds.js';
import { askForLinks, itemsToDelete } from '../linked-transactions.js';
import type { Draft } from '../message-set.js';
import type { SessionContext } from '../session-context.js';
import { type Claim, claim, claimItems } from './claim.js';

/** One place in the order of what is written; undefined when there is nothing to do there (any more). */
export type Step = (context: SessionContext) => Promise<Draft | undefined>;

const claimStep =
  (wanted: Claim): Step =>
  (context) =>
    claim(context, wanted);
const many = (kind: ItemKind): Step => claimStep({ kind, onError: 'continueOnError', alone: false });
const alone = (kind: ItemKind): Step => claimStep({ kind, onError: 'continueOnError', alone: true });

/** S19: canceled purchase orders are deleted, in sets of their own, once QuickBooks has said that nothing is linked to them. */
const deletions: Step = async (context) => {
  const items = await itemsToDelete(context);
  if (items.length === 0) return undefined;
  const wanted: Claim = { kind: 'purchase-orders', onError: 'continueOnError', alone: false, deletions: true };
  return (await askForLinks(context, items)) ?? claimItems(context, wanted, items);
};

/** S17: the purchase order part of a run ends with the first refusal; one that failed before goes by itself, after all others. */
const purchaseOrders =
  (step: Step): Step =>
  async (context) =>
    context.session.purchaseOrdersStopped ? undefined : step(context);
const untilRefused: Claim = { kind: 'purchase-orders', onError: 'stopOnError', alone: false };

/** The order of the kinds in a session. */
export const STEPS: readonly Step[] = [
  many('invoices'),
  alone('invoices'),
  purchaseOrders(deletions),
  purchaseOrders(claimStep(untilRefused)),
  purchaseOrders(claimStep({ ...untilRefused, alone: true })),
  many('timesheets'),
  alone('timesheets'),
  many('expense-reports'),
  alone('expense-reports'),
];
