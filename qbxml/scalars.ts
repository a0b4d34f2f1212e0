import Big from 'big.js';
import { unsendable } from '../domain/errors.js';
import { escapeText } from './escape.js';
import { toLatin1 } from './latin1.js';

/**
 * A qbXML type: the value as element content, escaped. `field` is the PSA's name of it, for the `unsendable` that is
 * thrown where the value does not fit. An empty result means that the element is left out: what QuickBooks makes of an
 * empty element differs by field (P709).
 */
export type Scalar<Value> = (value: Value, field: string) => string;

const QUOTED_MAX = 60;

/** A value as an error quotes it: enough to be recognised, and no character cut in half. */
export function quoted(value: string): string {
  const characters = Array.from(value);
  return `"${characters.length > QUOTED_MAX ? `${characters.slice(0, QUOTED_MAX).join('')}...` : value}"`;
}

/** Throws when the text, already in Latin-1, is longer than QuickBooks takes; `what` is what the reader shall shorten. */
export function checkLength(text: string, max: number, field: string, what = 'it'): void {
  if (text.length <= max) return;
  throw unsendable(
    field,
    `found ${text.length} characters in ${quoted(text)}, QuickBooks allows ${max}; shorten ${what} in the PSA`,
  );
}

/** STRTYPE that may have several lines, such as a memo; at most `max` characters. */
export const text =
  (max: number): Scalar<string> =>
  (value, field) => {
    const latin1 = toLatin1(value).trim();
    checkLength(latin1, max, field);
    return escapeText(latin1);
  };

/** STRTYPE of one line, such as a number: line breaks and tabs become spaces; at most `max` characters. */
export const line =
  (max: number): Scalar<string> =>
  (value, field) =>
    text(max)(value.replace(/\s+/g, ' '), field);

/** One of a closed set of words. */
export const oneOf =
  <const Word extends string>(...words: readonly Word[]): Scalar<Word> =>
  (value, field) => {
    if (!words.includes(value)) throw unsendable(field, `found ${quoted(value)}, expected ${words.join(' or ')}`);
    return value;
  };

/** IDTYPE: TxnID, ListID or TxnLineID, at most 36 characters. */
export const id = line(36);

function decimal(value: string, field: string, limits: { integerDigits: number; decimals: number }): Big {
  if (!/^[+-]?\d+(\.\d+)?$/.test(value)) throw unsendable(field, `found ${quoted(value)}, expected a decimal number`);
  const number = new Big(value);
  if (!number.round(limits.decimals, Big.roundDown).eq(number)) {
    throw unsendable(
      field,
      `found ${value}, QuickBooks takes at most ${limits.decimals} decimals; round it in the PSA`,
    );
  }
  if (number.abs().gte(`1e${limits.integerDigits}`)) {
    throw unsendable(field, `found ${value}, QuickBooks takes at most ${limits.integerDigits} digits before the point`);
  }
  return number;
}

/** AMTTYPE: exactly two decimals, at most 13 digits before the point. */
export const amount: Scalar<string> = (value, field) =>
  decimal(value, field, { integerDigits: 13, decimals: 2 }).toFixed(2);

/** PRICETYPE: at most five decimals, at most 10 digits before the point. */
export const price: Scalar<string> = (value, field) =>
  decimal(value, field, { integerDigits: 10, decimals: 5 }).toFixed();

/** QUANTYPE: digits as in PRICETYPE. */
export const quantity: Scalar<string> = price;

/** DATETYPE: `YYYY-MM-DD`, a day of the calendar. */
export const date: Scalar<string> = (value, field) => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(value)) {
    throw unsendable(field, `found ${quoted(value)}, expected a date as YYYY-MM-DD`);
  }
  return value;
};

/** TIMEINTERVALTYPE from whole minutes: 90 is `PT1H30M`. */
export const interval: Scalar<number> = (minutes, field) => {
  if (!Number.isSafeInteger(minutes) || minutes < 0) {
    throw unsendable(field, `found ${minutes}, expected whole minutes from 0`);
  }
  return `PT${Math.floor(minutes / 60)}H${minutes % 60}M`;
};

/** BOOLTYPE. */
export const bool: Scalar<boolean> = (value) => (value ? 'true' : 'false');

/** GUIDTYPE: 8-4-4-4-12 hexadecimal digits in braces. */
export const guid: Scalar<string> = (value, field) => {
  if (!/^\{[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\}$/i.test(value)) {
    throw unsendable(field, `found ${quoted(value)}, expected a GUID in braces`);
  }
  return value;
};
