/**
 * Three sessions without an outcome, in a row, and something else is tried: a set is not sent again but looked for by
 * key, records are asked for one by one, a question is passed over.
 */
export const MAX_TRIES = 3;
