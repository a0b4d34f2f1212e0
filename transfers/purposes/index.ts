import type { Purpose } from '../../store/message-sets.js';
import { adoption } from './adoption/index.js';
import { closing } from './closing.js';
import { details } from './details.js';
import { findByKey } from './find-by-key/index.js';
import { linkedTransactions } from './linked-transactions.js';
import { lists, names } from './names/index.js';
import { paidDates } from './paid-dates.js';
import { paidNumbers } from './paid-numbers.js';
import type { PurposeRules } from './purpose.js';
import { write } from './write/index.js';

/** What message sets are for, with everything that a session has to know of each; what is likely due comes first. */
export const PURPOSES: Readonly<Record<Purpose, PurposeRules>> = {
  write,
  findByKey,
  details,
  linkedTransactions,
  names,
  lists,
  paidNumbers,
  paidDates,
  adoption,
  closing,
};
