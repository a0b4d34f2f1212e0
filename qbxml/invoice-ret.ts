import { isTrue, type LinkedTxn, linkedTxns, refOf, requiredText, type TransactionRet, transactionRet } from './ret.js';
import { children, type Node, textOf } from './xml-node.js';

/** An invoice as QuickBooks has it (InvoiceRet). Amounts are decimal text. */
export type InvoiceRet = TransactionRet & {
  customerListId: string | undefined;
  customerFullName: string | undefined;
  isPaid: boolean;
  balanceRemaining: string | undefined;
  subtotal: string | undefined;
  linkedTxns: LinkedTxn[];
  lines: {
    txnLineId: string;
    itemFullName: string | undefined;
    quantity: string | undefined;
    amount: string | undefined;
  }[];
};

export function invoiceRet(node: Node): InvoiceRet {
  const customer = refOf(node, 'CustomerRef');
  return {
    ...transactionRet(node),
    customerListId: customer.listId,
    customerFullName: customer.fullName,
    isPaid: isTrue(node, 'IsPaid'),
    balanceRemaining: textOf(node, 'BalanceRemaining'),
    subtotal: textOf(node, 'Subtotal'),
    linkedTxns: linkedTxns(node),
    lines: children(node, 'InvoiceLineRet').map((line) => ({
      txnLineId: requiredText(line, 'TxnLineID'),
      itemFullName: refOf(line, 'ItemRef').fullName,
      quantity: textOf(line, 'Quantity'),
      amount: textOf(line, 'Amount'),
    })),
  };
}
