import {
  MESSAGE_SET_STATUS_TABLE,
  STATUS_RANGES,
  STATUS_TABLE,
  type Status,
  type StatusOutcome,
} from './status-table.js';

export type { Status, StatusOutcome } from './status-table.js';

/** An answer as far as its status goes; `type` is the message's name without Rs, such as `InvoiceAdd`. */
export type StatusFacts = { readonly code: number; readonly message: string; readonly type: string };

/** What a request's status code means; a code without a row has its range's meaning. */
export const statusOf = (code: number): Status => STATUS_TABLE[code] ?? rangeOf(code);

/** What a messageSetStatusCode means; an unknown one says nothing certain, so its records are queried. */
export const messageSetStatusOf = (code: number): Status =>
  MESSAGE_SET_STATUS_TABLE[code] ?? { ...rangeOf(code), outcome: 'queryByKey' };

function rangeOf(code: number): Status {
  const range = STATUS_RANGES.find(({ below }) => code < below) ?? STATUS_RANGES.at(-1);
  if (range === undefined) throw new RangeError('STATUS_RANGES is empty');
  const { meaning, outcome, hint } = range;
  return { meaning, outcome, hint };
}

/** What a code means on one type of request, or with one message; the first rule that fits wins. */
type Rule = {
  readonly codes: readonly number[];
  readonly type?: RegExp;
  readonly message?: RegExp;
  readonly outcome?: StatusOutcome;
  readonly hint?: string;
};

const RULES: readonly Rule[] = [
  {
    codes: [3120],
    type: /^TxnDel$/,
    outcome: 'alreadyDone',
    hint: 'It was deleted in QuickBooks already; nothing to do.',
  },
  { codes: [500], type: /Query$/, outcome: 'noMatch' },
  // The code says "cannot be deleted" or "cannot be saved", the words say that somebody has it open (P605).
  {
    codes: [3160, 3170, 3180],
    message: /could not be locked|failed to acquire the lock|is in use|modified by another user/i,
    outcome: 'retry',
    hint: 'Somebody has the record open in QuickBooks. It is sent again in the next session; close the record there.',
  },
  {
    codes: [3180],
    message: /e-?mail/i,
    hint: 'The customer has no valid e-mail address in QuickBooks. Add it to the customer there, or change the delivery of the invoice in the PSA.',
  },
  {
    codes: [3180],
    message: /credit limit/i,
    hint: 'The customer is over the credit limit set in QuickBooks. Raise the limit there, or wait until open invoices are paid.',
  },
  // S17: QuickBooks does not say which of the two it is.
  {
    codes: [3210],
    type: /^(PurchaseOrder|ItemReceipt)/,
    hint: 'Two usual causes: items of this purchase order were already received by hand in QuickBooks (undo that receipt there, or leave the purchase order to QuickBooks), or the same product name exists twice (rename one of the two products).',
  },
  {
    codes: [3100],
    type: /^PurchaseOrder|^Item/,
    hint: 'QuickBooks does not allow the same product name twice; an item of another kind, perhaps an inactive one, may have it. Rename one of the two, or make the item in QuickBooks active.',
  },
  { codes: [3140], type: /^Invoice/, hint: missing('customer, item, class, terms or tax code') },
  { codes: [3140], type: /^(PurchaseOrder|ItemReceipt)/, hint: missing('vendor, item, customer or shipping method') },
  {
    codes: [3140],
    type: /^TimeTracking/,
    hint: missing('employee or vendor, customer, service item, class or payroll item'),
  },
  { codes: [3140], type: /^Bill/, hint: missing('vendor, account, customer or class') },
  {
    codes: [3160],
    type: /^TxnDel$/,
    hint: 'Receipts or bills in QuickBooks hang on this purchase order. Delete those there first, or close the purchase order by hand.',
  },
];

function missing(what: string): string {
  return `The ${what} that the message names does not exist in QuickBooks. Create it there, spelled exactly so, or correct the name in the PSA.`;
}

/** The status of an answer: its code's, as the type of request and the words of the message change it. */
export function statusFor({ code, message, type }: StatusFacts): Status {
  const status = statusOf(code);
  const rule = RULES.find(
    (each) => each.codes.includes(code) && (each.type?.test(type) ?? true) && (each.message?.test(message) ?? true),
  );
  return { ...status, outcome: rule?.outcome ?? status.outcome, hint: rule?.hint ?? status.hint };
}

/** What a bookkeeper should do about an answer, in plain English; "" where there is nothing to do. */
export const hintFor = (facts: StatusFacts): string => statusFor(facts).hint;
