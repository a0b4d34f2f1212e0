import { z } from 'zod';
import { address, date, decimal, lineId, listRef, name, revision, text, withOwnIds } from './fields.js';

/** The PSA's statuses of a purchase order. */
export const PURCHASE_ORDER_STATUSES = ['New', 'Submitted', 'Received Partial', 'Received Full', 'Canceled'] as const;

/** One line of a purchase order; `received` is the quantity received so far in the PSA. */
export const purchaseOrderLine = z.strictObject({
  id: lineId,
  product: name,
  description: text.optional(),
  quantity: decimal,
  unitCost: decimal,
  customer: name.optional(),
  received: decimal,
});

/** A purchase order as the PSA states it. `externalPoNumber` absent makes no statement, "" says that it was cleared (S20). */
export const purchaseOrder = z.strictObject({
  revision,
  number: text,
  status: z.enum(PURCHASE_ORDER_STATUSES),
  vendor: listRef,
  date,
  externalPoNumber: text.optional(),
  expectedDate: date.optional(),
  shipTo: address.optional(),
  memo: text.optional(),
  shipVia: text.optional(),
  freight: text.optional(),
  lines: withOwnIds(purchaseOrderLine),
});

export type PurchaseOrderSnapshot = z.infer<typeof purchaseOrder>;
