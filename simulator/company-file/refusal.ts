import type { BadValue } from '../grammar/decode.js';

/** The status of one request. */
export type Status = { readonly code: number; readonly severity: 'Info' | 'Warn' | 'Error'; readonly message: string };

export const statusOk: Status = { code: 0, severity: 'Info', message: 'Status OK' };

export const nothingFound: Status = {
  code: 1,
  severity: 'Info',
  message: 'A query request did not find a matching object in QuickBooks',
};

/** QuickBooks refuses one request; nothing of it remains. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }

  get status(): Status {
    return { code: this.code, severity: 'Error', message: this.message };
  }
}

const noSuchRecord = 'QuickBooks error message: Invalid argument.  The specified record does not exist in the list.';

/** What is wrong with a value by its type, as a code and the sentence about the value and its field. */
type BadForm = readonly [code: number, sentence: (value: string, field: string) => string];

function unconvertible(code: number, what: string, end = ''): BadForm {
  return [
    code,
    (value, field) => `There was an error when converting the ${what} "${value}" in the field "${field}"${end}`,
  ];
}

const tooLong: BadForm = [3070, (value, field) => `The string "${value}" in the field "${field}" is too long.`];

/** All codes are documented, and the sentences of 3010, 3020, 3040 and 3070; those of the others follow them. */
const badForms: Readonly<Record<BadValue['problem'], BadForm>> = {
  bool: unconvertible(3010, 'boolean value'),
  date: unconvertible(3020, 'date value'),
  datetime: unconvertible(3020, 'date value'),
  interval: unconvertible(3035, 'time interval value'),
  amt: unconvertible(3040, 'amount', '.'),
  price: unconvertible(3045, 'price', '.'),
  pct: unconvertible(3050, 'percentage', '.'),
  qty: unconvertible(3060, 'quantity', '.'),
  guid: unconvertible(3065, 'GUID value'),
  int: unconvertible(3085, 'number value'),
  float: unconvertible(3085, 'number value'),
  enum: [3110, (value, field) => `The enumerated value "${value}" in the field "${field}" is invalid.`],
  str: tooLong,
  id: tooLong,
  tooLong,
};

/** The codes of values that the schema of qbXML forbids. */
export const badFormCodes: ReadonlySet<number> = new Set(Object.values(badForms).map(([code]) => code));

/**
 * The refusals, with the sentences of QuickBooks (Intuit's status-code pages and logs of real files).
 * Those marked "composed" have a documented code and meaning, but no documented wording.
 */
export const refusals = {
  badRequestId: (id: string) =>
    new Refusal(1060, `The request ID "${id}" is invalid, possibly too long, max 50 chars.`),
  notSupported: () => new Refusal(1030, 'This request is not supported by this implementation.'),
  badObjectId: (id: string) => new Refusal(3000, `The given object ID "${id}" in the field "list id" is invalid.`),
  badDateRange: () => new Refusal(3030, 'Invalid date range: From date is greater than To date.'),
  badForm: ({ problem, field, value }: BadValue) => {
    const [code, sentence] = badForms[problem];
    return new Refusal(code, sentence(value, field));
  },
  nameInUse: (name: string) => new Refusal(3100, `The name "${name}" of the list element is already in use.`),
  badName: (name: string) =>
    new Refusal(
      3180,
      `There was an error when saving a list element, "${name}".  QuickBooks error message: Names in this list cannot contain a colon (:).`,
    ),
  objectNotFound: (id: string) =>
    new Refusal(3120, `Object "${id}" specified in the request cannot be found.  ${noSuchRecord}`),
  badReference: (what: string, name: string, where: string) =>
    new Refusal(
      3140,
      `There is an invalid reference to QuickBooks ${what} "${name}" in the ${where}.  ${noSuchRecord}`,
    ),
  missingElement: (name: string) => new Refusal(3150, `There is a missing element: "${name}".`),
  /** Composed. */
  elementNotNeeded: (name: string) => new Refusal(3151, `The element "${name}" is not needed here.`),
  /** The tail is composed. */
  cannotDelete: (id: string) =>
    new Refusal(
      3160,
      `Cannot delete the object specified by the id = "${id}".  QuickBooks error message: The transaction has other transactions linked to it.`,
    ),
  cannotDeleteClosed: (type: string) =>
    new Refusal(
      3161,
      `An attempt was made to delete a ${type} with a date that is on or before the closing date of the company.`,
    ),
  closedPeriod: (type: string) =>
    new Refusal(
      3171,
      `An attempt was made to modify a ${type} with a date that is on or before the closing date of the company. If you are sure you really want to do this, please ask a user with Admin privileges to remove the password for the closing date, then try again.`,
    ),
  elementInUse: (name: string) =>
    new Refusal(
      3175,
      `The list element "${name}" cannot be used because it is already in use.  QuickBooks error message: The list element is in use.`,
    ),
  transactionLocked: (id: string) =>
    new Refusal(
      3176,
      `The object "${id}" could not be used.  QuickBooks error message: The transaction internals could not be locked.  They are in use by another user.`,
    ),
  cannotSave: (type: string, why: string) =>
    new Refusal(3180, `There was an error when saving a ${type}.  QuickBooks error message: ${why}`),
  staleEditSequence: (sequence: string) =>
    new Refusal(3200, `The provided edit sequence "${sequence}" is out-of-date.`),
  badValue: (field: string, value: string, why?: string) =>
    new Refusal(
      3210,
      `The "${field}" field has an invalid value "${value}".${why ? `  QuickBooks error message: ${why}` : ''}`,
    ),
  notProcessed: () => new Refusal(3231, 'The request has not been processed.'),
  noPostingAccount: (name: string) => new Refusal(3270, `The item "${name}" lacks an account to post to.`),
  badIterator: (id: string) => new Refusal(3391, `The iteratorID "${id}" is not valid.`),
} as const;
