import { type LinkedTxn, linkedTxns, refOf, requiredText, type TransactionRet, transactionRet } from './ret.js';
import { children, type Node, textOf } from './xml-node.js';

/** An item receipt as QuickBooks has it (ItemReceiptRet); links only when a query asked for them. */
export type ItemReceiptRet = TransactionRet & {
  vendorListId: string | undefined;
  vendorFullName: string | undefined;
  linkedTxns: LinkedTxn[];
  lines: { txnLineId: string; itemFullName: string | undefined; quantity: string | undefined }[];
};

export function itemReceiptRet(node: Node): ItemReceiptRet {
  const vendor = refOf(node, 'VendorRef');
  return {
    ...transactionRet(node),
    vendorListId: vendor.listId,
    vendorFullName: vendor.fullName,
    linkedTxns: linkedTxns(node),
    lines: children(node, 'ItemLineRet').map((line) => ({
      txnLineId: requiredText(line, 'TxnLineID'),
      itemFullName: refOf(line, 'ItemRef').fullName,
      quantity: textOf(line, 'Quantity'),
    })),
  };
}
