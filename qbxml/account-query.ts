import { children, type RequestAnswer, textOf } from './envelope.js';
import { each, request, scalar, write } from './grammar.js';
import { oneOf } from './scalars.js';

/** The types of account that new items post to. */
const ACCOUNT_TYPES = ['Income', 'CostOfGoodsSold', 'OtherCurrentAsset'] as const;
export type PostingAccountType = (typeof ACCOUNT_TYPES)[number];

const ACCOUNT_QUERY = [
  scalar('ActiveStatus', oneOf('ActiveOnly', 'InactiveOnly', 'All')),
  each('AccountType', oneOf(...ACCOUNT_TYPES)),
] as const;

export type AccountRet = { fullName: string; accountType: string };

/** AccountQuery: the active accounts that new items can post to. */
export const accountQuery = {
  type: 'AccountQuery',
  build: (requestId: string): string =>
    request(
      'AccountQuery',
      requestId,
      write(ACCOUNT_QUERY, { ActiveStatus: 'ActiveOnly', AccountType: ACCOUNT_TYPES }),
    ),
  parse: ({ node }: RequestAnswer): AccountRet[] =>
    children(node, 'AccountRet').map((account) => ({
      fullName: textOf(account, 'FullName') ?? '',
      accountType: textOf(account, 'AccountType') ?? '',
    })),
} as const;
