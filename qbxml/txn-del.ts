import type { RequestAnswer } from './envelope.js';
import { request, required, scalar, write } from './grammar.js';
import { requiredText } from './ret.js';
import { id, oneOf } from './scalars.js';
import { textOf } from './xml-node.js';

/** The transactions that we may ever delete: only what we added. */
export type TxnDelType = 'Bill' | 'Invoice' | 'ItemReceipt' | 'PurchaseOrder' | 'TimeTracking';

const TXN_DEL = [
  required(scalar('TxnDelType', oneOf<TxnDelType>('Bill', 'Invoice', 'ItemReceipt', 'PurchaseOrder', 'TimeTracking'))),
  required(scalar('TxnID', id)),
] as const;

export type TxnDelContent = { txnDelType: TxnDelType; txnId: string };

/** What was deleted, and when by QuickBooks' clock. */
export type TxnDelRet = {
  txnDelType: string | undefined;
  txnId: string;
  timeDeleted: string | undefined;
  refNumber: string | undefined;
};

/** TxnDel (S19). Status 3120 means that it is gone already, which is what was wanted. */
export const txnDel = {
  type: 'TxnDel',
  build: (requestId: string, content: TxnDelContent): string =>
    request('TxnDel', requestId, write(TXN_DEL, { TxnDelType: content.txnDelType, TxnID: content.txnId })),
  /** Its answer has no Ret around it; undefined when it deleted nothing. */
  parse: ({ node }: RequestAnswer): TxnDelRet | undefined =>
    textOf(node, 'TxnID') === undefined
      ? undefined
      : {
          txnDelType: textOf(node, 'TxnDelType'),
          txnId: requiredText(node, 'TxnID'),
          timeDeleted: textOf(node, 'TimeDeleted'),
          refNumber: textOf(node, 'RefNumber'),
        },
} as const;
