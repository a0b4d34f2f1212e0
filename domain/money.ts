import Big from 'big.js';

/** Exact decimals as text: no float touches money or quantities. */
export const isNegative = (decimal: string): boolean => new Big(decimal).lt(0);
export const isPositive = (decimal: string): boolean => new Big(decimal).gt(0);
export const isZero = (decimal: string): boolean => new Big(decimal).eq(0);

/** -1, 0 or 1, as a comparison function does. */
export const compare = (left: string, right: string): number => new Big(left).cmp(right);

export const add = (left: string, right: string): string => new Big(left).plus(right).toFixed();
export const subtract = (left: string, right: string): string => new Big(left).minus(right).toFixed();
