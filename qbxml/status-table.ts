/**
 * What a status asks of us.
 * - ok: done
 * - noMatch: a query found nothing; normal
 * - warning: done, with a remark
 * - retry: something was in use; the same request again in a later session
 * - fix: people must change something, in QuickBooks or in the PSA
 * - alreadyDone: what was wanted is so already
 * - exists: the name is taken: ask for the entry that has it
 * - notProcessed: never looked at, an earlier request of its set failed; no attempt
 * - queryByKey: QuickBooks cannot tell what became of the message set: ask for its records by key
 */
export type StatusOutcome =
  | 'ok'
  | 'noMatch'
  | 'warning'
  | 'retry'
  | 'fix'
  | 'alreadyDone'
  | 'exists'
  | 'notProcessed'
  | 'queryByKey';

/** `hint` is for a bookkeeper: what to do, in plain English; "" where there is nothing to do. */
export type Status = { readonly meaning: string; readonly outcome: StatusOutcome; readonly hint: string };

const status =
  (outcome: StatusOutcome) =>
  (meaning: string, hint = ''): Status => ({ outcome, meaning, hint });

const warning = status('warning');
const retry = status('retry');
const fix = status('fix');

const IN_USE =
  'Somebody has the record open in QuickBooks. It is sent again in the next session; close the record there.';
const OUR_MISTAKE = 'This should not happen. Keep the transfer history of this item and tell support.';
const VALUE = 'Correct the value named in the message in the PSA; it is then sent again.';
const PERMISSION =
  'Ask the QuickBooks administrator: in QuickBooks, Edit > Preferences > Integrated Applications, allow this application, and let it log in as a user who may do this.';
const CLOSED =
  'The date lies in a closed period. Change the date in the PSA, or have the QuickBooks administrator open the period.';

/**
 * The status codes of single requests (P601 to P612). Severity words in answers are not reliable, codes are. What
 * the table does not have gets the default of its range.
 */
export const STATUS_TABLE: Readonly<Record<number, Status>> = {
  0: status('ok')('Done.'),
  1: status('noMatch')('Nothing in QuickBooks matches the query.'),
  500: warning(
    'Something that was asked for by id or name is not in QuickBooks.',
    'Look whether somebody deleted or renamed it in QuickBooks.',
  ),
  501: warning('A value cannot be shown in this version of qbXML.'),
  510: warning('An object could not be returned.', 'Look in QuickBooks whether the record is there and complete.'),
  530: warning(
    'A field is not supported and was left out.',
    'Look at the record in QuickBooks; fill in what is missing.',
  ),
  531: warning(
    'A value of a list of choices is not supported and was left out.',
    'Look at the record in QuickBooks; fill in what is missing.',
  ),
  550: warning('Saved, but without its notes.', 'Add the notes in QuickBooks if you need them.'),
  560: warning('A field is used that QuickBooks gives up.'),
  570: warning(
    'Saved, but the transaction it belongs to is closed and was not linked.',
    'Open the purchase order in QuickBooks and see whether the receipt belongs to it; link or correct it there.',
  ),
  1000: fix(
    'QuickBooks had an internal error.',
    'Set the item Ready again; if it stays, verify the company file in QuickBooks (File > Utilities > Verify Data).',
  ),
  1010: retry('QuickBooks was not available.', 'It is sent again in the next session.'),
  1030: fix(
    'QuickBooks does not support the request.',
    'Look which edition and version of QuickBooks this company file is opened with.',
  ),
  1060: fix('The request id is not valid.', OUR_MISTAKE),
  3000: fix(
    'An id is not valid.',
    'The record or list entry that is named may have been deleted in QuickBooks. Look there, then correct the name in the PSA.',
  ),
  3010: fix('A yes-or-no value is not valid.', OUR_MISTAKE),
  3020: fix('A date is not valid.', VALUE),
  3030: fix('A date range ends before it begins.', OUR_MISTAKE),
  3031: fix('The ends of a range are not valid.', OUR_MISTAKE),
  3035: fix('A length of time is not valid.', VALUE),
  3040: fix('An amount is not valid.', VALUE),
  3045: fix('A price is not valid.', VALUE),
  3050: fix('A percentage is not valid.', VALUE),
  3060: fix('A quantity is not valid.', VALUE),
  3065: fix('A GUID is not valid.', OUR_MISTAKE),
  3070: fix('A text is too long.', 'Shorten the text named in the message in the PSA.'),
  3080: fix('A text is not valid.', VALUE),
  3085: fix('A number is not valid.', VALUE),
  3090: fix('A value could not be stored.', VALUE),
  3100: status('exists')(
    'The name is in use already.',
    'Another customer, vendor, employee or item, perhaps an inactive one, has this name in QuickBooks. Make it active or rename one of the two.',
  ),
  3110: fix('A value is not one of the allowed choices.', VALUE),
  3120: fix(
    'The record is not in QuickBooks.',
    'Somebody deleted it in QuickBooks. Look there before you transfer the item again.',
  ),
  3130: fix(
    'The entry above this one is not valid.',
    'Create the entry that the name stands below in QuickBooks, or correct the name in the PSA.',
  ),
  3140: fix(
    'Something that is referred to does not exist in QuickBooks.',
    'Create the customer, vendor, item, account, class or terms that the message names in QuickBooks, spelled exactly so, or correct the name in the PSA.',
  ),
  3150: fix('A required value is missing.', 'Fill in the value named in the message in the PSA.'),
  3151: fix('A value is given where none belongs.', OUR_MISTAKE),
  3152: fix('Two values do not go together.', VALUE),
  3153: fix('Two values do not go together.', VALUE),
  3160: fix(
    'The record cannot be deleted.',
    'Other transactions hang on it. Delete those in QuickBooks first, or close the purchase order there by hand.',
  ),
  3161: fix('The record lies in a closed period and cannot be deleted.', CLOSED),
  3162: fix(
    'Not allowed while several people use the file.',
    'Switch QuickBooks to single-user mode for the next session.',
  ),
  3170: retry('The record could not be changed.', IN_USE),
  3171: fix('The record lies in a closed period and cannot be changed.', CLOSED),
  3175: retry('The record or a list entry is in use.', IN_USE),
  3176: retry('A related record is in use.', IN_USE),
  3180: fix(
    'QuickBooks could not save the record.',
    'The message says why. Correct it in QuickBooks or in the PSA; the item is then sent again.',
  ),
  3185: fix('The record cannot be voided.', 'Look at the record in QuickBooks.'),
  3190: fix('A value cannot be cleared.', OUR_MISTAKE),
  3200: retry('Somebody changed the record meanwhile.', 'It is sent again in the next session.'),
  3205: fix('An address is not valid.', 'Correct the address in the PSA.'),
  3210: fix('A field has an invalid value.', VALUE),
  3220: fix('The application is not authorized.', PERMISSION),
  3231: status('notProcessed')(
    'Not processed: an earlier request of the same transfer was refused.',
    'Nothing to do here: correct the item that was refused; this one is sent in the next session.',
  ),
  3250: fix(
    'The feature is switched off or not part of this QuickBooks.',
    'Switch the feature on in QuickBooks (Edit > Preferences), such as Time Tracking, Inventory or Classes.',
  ),
  3260: fix('The application has too few permissions.', PERMISSION),
  3261: fix('The application may not see personal data.', PERMISSION),
  3262: fix(
    'A payroll subscription is needed.',
    'Leave the payroll item out in the PSA, or subscribe to payroll in QuickBooks.',
  ),
  3263: fix('The application may only read.', PERMISSION),
  3264: fix('A merchant services subscription is needed.', 'Ask the QuickBooks administrator.'),
  3270: fix(
    'An account to post to is missing.',
    'Open the item in QuickBooks and choose its income, cost of goods sold and asset accounts.',
  ),
};

/** The status of a whole message set (`messageSetStatusCode`; P511). */
export const MESSAGE_SET_STATUS_TABLE: Readonly<Record<number, Status>> = {
  0: status('ok')('The message set was executed and stored, or had been.'),
  600: status('queryByKey')('QuickBooks has stored nothing under this id.'),
  9001: status('queryByKey')('Another message set is stored under this id.'),
  9002: status('queryByKey')('QuickBooks has no stored answer under this id.'),
  9003: status('queryByKey')('Reserved by QuickBooks.'),
  9004: fix('The id of the message set is too long.', OUR_MISTAKE),
  9005: status('ok')('Executed, but QuickBooks could not store the answer; the answers count.'),
};

/** What a code that no table has means by its range (P602); the first row whose `below` is greater. */
export const STATUS_RANGES: readonly (Status & { readonly below: number })[] = [
  { below: 500, ...status('ok')('Done, with information.') },
  { below: 1000, ...warning('Done, with a warning.', 'Look at the record in QuickBooks.') },
  {
    below: 2000,
    ...fix(
      'QuickBooks reports a general error.',
      'Read the message; if it tells nothing, keep the transfer history and tell support.',
    ),
  },
  {
    below: 3000,
    ...fix(
      'QuickBooks does not support the request.',
      'Look which edition and version of QuickBooks this company file is opened with.',
    ),
  },
  { below: 3100, ...fix('A value has a form that QuickBooks does not take.', VALUE) },
  {
    below: 9100,
    ...fix('QuickBooks refused the request.', 'Read the message; correct it in QuickBooks or in the PSA.'),
  },
  { below: 9200, ...fix('A reference between requests is wrong.', OUR_MISTAKE) },
  {
    below: Number.POSITIVE_INFINITY,
    ...fix(
      'QuickBooks answered with a code that nobody has described.',
      'Read the message; keep the transfer history and tell support.',
    ),
  },
];
