import type { PurchaseOrderSnapshot } from '../domain/snapshots/purchase-order.js';
import { address } from './address.js';
import { addRequest, many, ref, required, scalar } from './grammar.js';
import { toLatin1 } from './latin1.js';
import { CUSTOMER, ITEM, SHIP_METHOD, VENDOR } from './names.js';
import { purchaseOrderRet } from './purchase-order-ret.js';
import { oneRet } from './ret.js';
import { date, guid, line, price, quantity, text } from './scalars.js';

const LINE = [
  required(ref('ItemRef', ITEM, 'product')),
  scalar('Desc', text(4095), 'description'),
  scalar('Quantity', quantity, 'quantity'),
  scalar('Rate', price, 'unitCost'),
  ref('CustomerRef', CUSTOMER, 'customer'),
] as const;

const VENDOR_MESSAGE_MAX = 99;

const PURCHASE_ORDER_ADD = [
  required(ref('VendorRef', VENDOR, 'vendor')),
  scalar('TxnDate', date, 'date'),
  scalar('RefNumber', line(11), 'number'),
  address('ShipAddress', 'shipTo'),
  scalar('ExpectedDate', date, 'expectedDate'),
  ref('ShipMethodRef', SHIP_METHOD, 'shipVia'),
  scalar('FOB', line(13), 'freight'),
  scalar('Memo', text(4095), 'memo'),
  scalar('VendorMsg', text(VENDOR_MESSAGE_MAX), 'memo'),
  scalar('ExternalGUID', guid),
  required(many('PurchaseOrderLineAdd', LINE, 'lines')),
] as const;

export type PurchaseOrderAddContent = {
  purchaseOrder: PurchaseOrderSnapshot;
  /** Undefined: QuickBooks numbers it. */
  refNumber: string | undefined;
  externalGuid: string;
};

/** PurchaseOrderAdd (S3). Throws `unsendable` with the PSA's name of the field. */
function build(requestId: string, { purchaseOrder, refNumber, externalGuid }: PurchaseOrderAddContent): string {
  return addRequest('PurchaseOrderAdd', requestId, PURCHASE_ORDER_ADD, {
    VendorRef: purchaseOrder.vendor,
    TxnDate: purchaseOrder.date,
    RefNumber: refNumber,
    ShipAddress: purchaseOrder.shipTo,
    ExpectedDate: purchaseOrder.expectedDate,
    ShipMethodRef: purchaseOrder.shipVia,
    FOB: purchaseOrder.freight,
    ...memoFields(purchaseOrder.memo),
    ExternalGUID: externalGuid,
    PurchaseOrderLineAdd: purchaseOrder.lines.map((each) => ({
      ItemRef: each.product,
      Desc: each.description,
      Quantity: each.quantity,
      Rate: each.unitCost,
      CustomerRef: each.customer,
    })),
  });
}

/**
 * Autotask's own extension puts the general memo into the message to the vendor, which the order prints. One that is
 * too long for it goes into the memo, which does not print: a long remark neither stops the order nor is cut.
 */
function memoFields(memo: string | undefined): { Memo?: string; VendorMsg?: string } {
  if (memo === undefined) return {};
  return toLatin1(memo).trim().length <= VENDOR_MESSAGE_MAX ? { VendorMsg: memo } : { Memo: memo };
}

export const purchaseOrderAdd = {
  type: 'PurchaseOrderAdd',
  build,
  parse: oneRet('PurchaseOrderRet', purchaseOrderRet),
} as const;
