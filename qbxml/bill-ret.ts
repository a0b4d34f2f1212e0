import { isTrue, type LinkedTxn, linkedTxns, refOf, requiredText, type TransactionRet, transactionRet } from './ret.js';
import { children, type Node, textOf } from './xml-node.js';

/** A bill as QuickBooks has it (BillRet). Amounts are decimal text. */
export type BillRet = TransactionRet & {
  vendorListId: string | undefined;
  vendorFullName: string | undefined;
  amountDue: string | undefined;
  isPaid: boolean;
  linkedTxns: LinkedTxn[];
  lines: { txnLineId: string; accountFullName: string | undefined; amount: string | undefined }[];
};

export function billRet(node: Node): BillRet {
  const vendor = refOf(node, 'VendorRef');
  return {
    ...transactionRet(node),
    vendorListId: vendor.listId,
    vendorFullName: vendor.fullName,
    amountDue: textOf(node, 'AmountDue'),
    isPaid: isTrue(node, 'IsPaid'),
    linkedTxns: linkedTxns(node),
    lines: children(node, 'ExpenseLineRet').map((line) => ({
      txnLineId: requiredText(line, 'TxnLineID'),
      accountFullName: refOf(line, 'AccountRef').fullName,
      amount: textOf(line, 'Amount'),
    })),
  };
}
