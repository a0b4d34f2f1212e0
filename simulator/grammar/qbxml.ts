import { common } from './common.js';
import { companyMessages } from './company-messages.js';
import { listMessages } from './list-messages.js';
import { type Grammar, readGrammar } from './notation.js';
import { otherMessages } from './other-messages.js';
import { purchaseMessages } from './purchase-messages.js';
import { salesMessages } from './sales-messages.js';

/** The part of qbXML that the company file understands and writes. */
export const qbxml: Grammar = readGrammar(
  common,
  companyMessages,
  listMessages,
  salesMessages,
  purchaseMessages,
  otherMessages,
);
