import { unsendable } from '../domain/errors.js';
import { toLatin1, unspellable } from './latin1.js';
import { checkLength, quoted } from './scalars.js';

/** A QuickBooks list as far as its names go: characters per level and number of levels. */
export type List = { readonly levelMax: number; readonly levels: number };

/**
 * Our own grammar of names. Five levels with colons between them give the FullName limits of the references
 * (customer 209, item, account and class 159).
 */
export const CUSTOMER: List = { levelMax: 41, levels: 5 };
export const ITEM: List = { levelMax: 31, levels: 5 };
export const ACCOUNT: List = { levelMax: 31, levels: 5 };
export const CLASS: List = { levelMax: 31, levels: 5 };
export const VENDOR: List = { levelMax: 41, levels: 1 };
/** Employees, vendors and other names, as time entries name them. */
export const TIME_ENTITY: List = { levelMax: 41, levels: 1 };
export const TERMS: List = { levelMax: 31, levels: 1 };
export const PAYROLL_ITEM: List = { levelMax: 31, levels: 1 };
export const SHIP_METHOD: List = { levelMax: 15, levels: 1 };
export const SALES_TAX_CODE: List = { levelMax: 3, levels: 1 };

/**
 * The levels of a PSA name, in Latin-1. In a list with levels `~` and `:` part them (`~` is how the PSA writes it, a
 * name in QuickBooks cannot contain a colon); in a flat list `~` is a character like others and `:` cannot be.
 * Throws `unsendable` with the PSA's field for a level that is empty or too long, for too many levels, and for a name
 * that has no Latin-1 spelling: with `?` in it, it would be the name of another.
 */
export function levelsOf(name: string, list: List, field: string): string[] {
  const strange = unspellable(name);
  if (strange !== undefined) {
    throw unsendable(
      field,
      `found ${quoted(name)}, QuickBooks has no character for "${strange}"; write the name in Latin letters in the PSA`,
    );
  }
  const latin1 = toLatin1(name).replace(/\s+/g, ' ').trim();
  if (latin1 === '') return [];
  if (list.levels === 1 && latin1.includes(':')) {
    throw unsendable(field, `found ${quoted(name)}, a name in this QuickBooks list cannot contain a colon`);
  }
  const levels = (list.levels === 1 ? [latin1] : latin1.split(/[~:]/)).map((level) => level.trim());
  if (levels.includes('')) throw unsendable(field, `found ${quoted(name)}, in which a level of the name is empty`);
  if (levels.length > list.levels) {
    throw unsendable(field, `found ${levels.length} levels in ${quoted(name)}, QuickBooks allows ${list.levels}`);
  }
  for (const level of levels) checkLength(level, list.levelMax, field, 'the name');
  return levels;
}

/** The FullName by which QuickBooks knows a PSA name: its levels with colons between them; "" for an empty name. */
export const fullNameOf = (name: string, list: List, field: string): string => levelsOf(name, list, field).join(':');

/** A PSA name as an Add wants it: the last level, and the FullName of the entry above it where there is one. */
export function parentAndName(name: string, list: List, field = 'name'): { parent: string | undefined; name: string } {
  const levels = levelsOf(name, list, field);
  return { parent: levels.length > 1 ? levels.slice(0, -1).join(':') : undefined, name: levels.at(-1) ?? '' };
}
