import { LONGEST_TEXT } from '../domain/texts.js';

/**
 * SQL: a text as it is shown, cut like by `cut` of the domain. What comes from QuickBooks is stored whole, and former
 * versions stored it whole everywhere.
 */
export const shortened = (column: string): string =>
  `case when length(${column}) > ${LONGEST_TEXT} then left(${column}, ${LONGEST_TEXT - 1}) || '…' else ${column} end`;
