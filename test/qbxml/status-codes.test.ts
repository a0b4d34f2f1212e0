import { describe, expect, it } from 'vitest';
import { hintFor, messageSetStatusOf, statusFor, statusOf } from '../../qbxml/status-codes.js';
import { STATUS_TABLE } from '../../qbxml/status-table.js';

/** The codes that are documented or were seen (P601 to P612). */
const KNOWN = [
  0, 1, 500, 501, 510, 530, 531, 550, 560, 570, 1000, 1010, 1030, 1060, 3000, 3010, 3020, 3030, 3031, 3035, 3040, 3045,
  3050, 3060, 3065, 3070, 3080, 3085, 3090, 3100, 3110, 3120, 3130, 3140, 3150, 3151, 3152, 3153, 3160, 3161, 3162,
  3170, 3171, 3175, 3176, 3180, 3185, 3190, 3200, 3205, 3210, 3220, 3231, 3250, 3260, 3261, 3262, 3263, 3264, 3270,
];

describe('statusOf', () => {
  it('has every code that is documented or was seen', () => {
    expect(KNOWN.filter((code) => STATUS_TABLE[code] === undefined)).toEqual([]);
  });

  it('tells a bookkeeper what to do about every code that asks for people', () => {
    const silent = Object.entries(STATUS_TABLE).filter(
      ([, { outcome, hint }]) => ['fix', 'retry', 'exists', 'notProcessed'].includes(outcome) && hint === '',
    );

    expect(silent).toEqual([]);
  });

  it.each([
    [0, 'ok'],
    [1, 'noMatch'],
    [570, 'warning'],
    [3100, 'exists'],
    [3120, 'fix'],
    [3140, 'fix'],
    [3170, 'retry'],
    [3175, 'retry'],
    [3176, 'retry'],
    [3200, 'retry'],
    [3231, 'notProcessed'],
  ])('knows %i as %s', (code, outcome) => {
    expect(statusOf(code).outcome).toBe(outcome);
  });

  it.each([
    [2, 'ok', 'Done, with information.'],
    [499, 'ok', 'Done, with information.'],
    [599, 'warning', 'Done, with a warning.'],
    [1999, 'fix', 'QuickBooks reports a general error.'],
    [2000, 'fix', 'QuickBooks does not support the request.'],
    [3099, 'fix', 'A value has a form that QuickBooks does not take.'],
    [3310, 'fix', 'QuickBooks refused the request.'],
    [9100, 'fix', 'A reference between requests is wrong.'],
    [9199, 'fix', 'A reference between requests is wrong.'],
    [9200, 'fix', 'QuickBooks answered with a code that nobody has described.'],
    [123456, 'fix', 'QuickBooks answered with a code that nobody has described.'],
  ])('takes the unknown code %i by its range', (code, outcome, meaning) => {
    expect(statusOf(code)).toMatchObject({ outcome, meaning });
  });
});

describe('messageSetStatusOf', () => {
  it.each([
    [0, 'ok'],
    [600, 'queryByKey'],
    [9001, 'queryByKey'],
    [9002, 'queryByKey'],
    [9004, 'fix'],
    [9005, 'ok'],
    [7777, 'queryByKey'],
  ])('knows %i as %s', (code, outcome) => {
    expect(messageSetStatusOf(code).outcome).toBe(outcome);
  });
});

describe('statusFor', () => {
  const LOCKED = 'QuickBooks error message: The transaction could not be locked.  It is in use by another user.';

  it.each([
    ['a deletion of what is gone', { code: 3120, type: 'TxnDel', message: '' }, 'alreadyDone'],
    ['the same code elsewhere', { code: 3120, type: 'InvoiceAdd', message: '' }, 'fix'],
    ['a look-up that misses', { code: 500, type: 'CustomerQuery', message: '' }, 'noMatch'],
    ['the same code on a write', { code: 500, type: 'InvoiceAdd', message: '' }, 'warning'],
    ['a deletion of what is open', { code: 3160, type: 'TxnDel', message: LOCKED }, 'retry'],
    ['a deletion of what others hang on', { code: 3160, type: 'TxnDel', message: 'linked' }, 'fix'],
    ['a save while it is open', { code: 3180, type: 'InvoiceAdd', message: LOCKED }, 'retry'],
    ['a save over the credit limit', { code: 3180, type: 'InvoiceAdd', message: 'The credit limit' }, 'fix'],
  ])('S42: judges %s', (_what, facts, outcome) => {
    expect(statusFor(facts).outcome).toBe(outcome);
  });
});

describe('hintFor', () => {
  it.each(['PurchaseOrderAdd', 'ItemReceiptAdd'])('names both causes of 3210 on %s (S17)', (type) => {
    const hint = hintFor({ code: 3210, type, message: 'The "Quantity" field has an invalid value "5".' });

    expect(hint).toContain('received by hand in QuickBooks');
    expect(hint).toContain('same product name exists twice');
  });

  it('keeps to the value for 3210 on other messages', () => {
    expect(hintFor({ code: 3210, type: 'BillAdd', message: 'The "Amount" field has an invalid value "x".' })).toBe(
      'Correct the value named in the message in the PSA; it is then sent again.',
    );
  });

  it.each([
    "There was an error when saving a Invoice.  QuickBooks error message: The email address specified for this customer is invalid, and the transaction is marked 'To be e-mailed'.",
    'The e-mail address is missing.',
  ])('sends the bookkeeper to the e-mail address of the customer: %s', (message) => {
    expect(hintFor({ code: 3180, type: 'InvoiceAdd', message })).toContain('no valid e-mail address in QuickBooks');
  });

  it.each([
    ['InvoiceAdd', 'customer, item'],
    ['PurchaseOrderAdd', 'vendor, item'],
    ['TimeTrackingAdd', 'employee or vendor'],
    ['BillAdd', 'vendor, account'],
    ['CustomerAdd', 'customer, vendor, item'],
  ])('says for 3140 on %s what may be missing and what to do', (type, what) => {
    const hint = hintFor({ code: 3140, type, message: 'There is an invalid reference to QuickBooks Item "X".' });

    expect(hint).toContain(what);
    expect(hint).toContain('correct the name in the PSA');
  });

  it('says for a taken name that an inactive entry may have it', () => {
    expect(hintFor({ code: 3100, type: 'CustomerAdd', message: '' })).toContain('inactive');
    expect(hintFor({ code: 3100, type: 'ItemInventoryAdd', message: '' })).toContain('same product name twice');
  });
});
