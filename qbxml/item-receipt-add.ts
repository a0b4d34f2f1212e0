import type { ListRef } from '../domain/snapshots/fields.js';
import { addRequest, group, ref, required, scalar } from './grammar.js';
import { itemReceiptRet } from './item-receipt-ret.js';
import { VENDOR } from './names.js';
import { oneRet } from './ret.js';
import { date, guid, id, line, quantity, text } from './scalars.js';

// No ItemRef: QuickBooks takes the item from the purchase order line and refuses one beside LinkToTxn (P809).
const LINE = [
  required(scalar('Quantity', quantity, 'quantity')),
  required(
    group(
      'LinkToTxn',
      [required(scalar('TxnID', id, 'txnId')), required(scalar('TxnLineID', id, 'txnLineId'))] as const,
      'link',
    ),
  ),
] as const;

const ITEM_RECEIPT_ADD = [
  required(ref('VendorRef', VENDOR, 'vendor')),
  scalar('TxnDate', date, 'date'),
  scalar('RefNumber', line(20), 'number'),
  scalar('Memo', text(4095), 'memo'),
  scalar('ExternalGUID', guid),
  required(group('ItemLineAdd', LINE, '')),
] as const;

/** What was received of one purchase order line. The vendor must be the purchase order's. */
export type ItemReceiptAddContent = {
  vendor: ListRef;
  date: string;
  refNumber: string | undefined;
  memo: string | undefined;
  externalGuid: string;
  link: { txnId: string; txnLineId: string };
  quantity: string;
};

/** ItemReceiptAdd for one line of a purchase order that QuickBooks has (S3, S18). Throws `unsendable`. */
function build(requestId: string, content: ItemReceiptAddContent): string {
  return addRequest('ItemReceiptAdd', requestId, ITEM_RECEIPT_ADD, {
    VendorRef: content.vendor,
    TxnDate: content.date,
    RefNumber: content.refNumber,
    Memo: content.memo,
    ExternalGUID: content.externalGuid,
    ItemLineAdd: {
      Quantity: content.quantity,
      LinkToTxn: { TxnID: content.link.txnId, TxnLineID: content.link.txnLineId },
    },
  });
}

export const itemReceiptAdd = {
  type: 'ItemReceiptAdd',
  build,
  parse: oneRet('ItemReceiptRet', itemReceiptRet),
} as const;
