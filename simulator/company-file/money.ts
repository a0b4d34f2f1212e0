import { Big, type BigSource } from 'big.js';

/** AMTTYPE: two decimals, half away from zero as QuickBooks rounds. */
export function amount(value: BigSource): string {
  return new Big(value).toFixed(2);
}

/** QUANTYPE: up to five decimals, none needed. */
export function quantity(value: BigSource): string {
  return new Big(value).round(5).toString();
}

/** A decimal number; an absent one is zero. */
export function decimal(value: string | undefined): Big {
  return new Big(value ?? 0);
}

/** The sum of decimal strings. */
export function sum(values: readonly string[]): Big {
  return values.reduce((total, value) => total.plus(value), new Big(0));
}
