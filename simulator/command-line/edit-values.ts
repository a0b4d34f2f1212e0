import { z } from 'zod';
import type { Chosen } from '../company-file/edits.js';
import { UsageError } from './usage-error.js';

/** The options of an edit, by name. */
export type Values = Readonly<Record<string, string | undefined>>;

/** Which transaction is meant. */
export function chosenBy(values: Values): Chosen {
  const { number, 'txn-id': txnId } = values;
  if (txnId !== undefined) return { txnId };
  if (number !== undefined) return { number };
  throw new UsageError('which one? Say --number N or --txn-id ID');
}

/** The value of an option that must be there. */
export function needed(values: Values, name: string): string {
  const value = values[name];
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  return value;
}

/** Those options that are there. */
export function given<Shape extends Values>(values: Shape): { readonly [Key in keyof Shape]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    readonly [Key in keyof Shape]?: string;
  };
}

/** `--date`, if it is there. */
export function dateIn({ date }: Values): string | undefined {
  if (date === undefined || z.iso.date().safeParse(date).success) return date;
  throw new UsageError(`--date takes a day as 2026-11-30, not "${date}"`);
}

/** `--amount`, `--price` or `--count`, if it is there. */
export function numberIn(values: Values, name: string): string | undefined {
  const value = values[name];
  if (value === undefined || /^-?\d{1,10}(\.\d{1,5})?$/.test(value)) return value;
  throw new UsageError(`--${name} takes a number as 12.50, not "${value}"`);
}

/** `--sets`: how many message sets; 1 without it. */
export function setsIn({ sets = '1' }: Values): number {
  if (/^[1-9]\d{0,8}$/.test(sets)) return Number(sets);
  throw new UsageError(`--sets takes a number of message sets as 1, not "${sets}"`);
}

/** `--active`, if it is there. */
export function activeIn({ active }: Values): boolean | undefined {
  if (active === undefined) return undefined;
  if (active === 'true' || active === 'false') return active === 'true';
  throw new UsageError(`--active takes true or false, not "${active}"`);
}
