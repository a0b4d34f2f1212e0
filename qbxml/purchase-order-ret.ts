import { isTrue, type LinkedTxn, linkedTxns, refOf, requiredText, type TransactionRet, transactionRet } from './ret.js';
import { children, type Node, textOf } from './xml-node.js';

/** A purchase order as QuickBooks has it (PurchaseOrderRet); its lines in the order of the order. */
export type PurchaseOrderRet = TransactionRet & {
  vendorListId: string | undefined;
  vendorFullName: string | undefined;
  isFullyReceived: boolean;
  isManuallyClosed: boolean;
  linkedTxns: LinkedTxn[];
  lines: {
    txnLineId: string;
    itemFullName: string | undefined;
    quantity: string | undefined;
    /** Undefined for a line that cannot be received, such as one without an item. */
    receivedQuantity: string | undefined;
    isManuallyClosed: boolean;
  }[];
};

export function purchaseOrderRet(node: Node): PurchaseOrderRet {
  const vendor = refOf(node, 'VendorRef');
  return {
    ...transactionRet(node),
    vendorListId: vendor.listId,
    vendorFullName: vendor.fullName,
    isFullyReceived: isTrue(node, 'IsFullyReceived'),
    isManuallyClosed: isTrue(node, 'IsManuallyClosed'),
    linkedTxns: linkedTxns(node),
    lines: children(node, 'PurchaseOrderLineRet').map((line) => ({
      txnLineId: requiredText(line, 'TxnLineID'),
      itemFullName: refOf(line, 'ItemRef').fullName,
      quantity: textOf(line, 'Quantity'),
      receivedQuantity: textOf(line, 'ReceivedQuantity'),
      isManuallyClosed: isTrue(line, 'IsManuallyClosed'),
    })),
  };
}
