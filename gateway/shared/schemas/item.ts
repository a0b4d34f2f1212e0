import { z } from 'zod';
import { ITEM_KINDS } from '../../../domain/kinds.js';
import { TRANSFER_STATUSES } from '../../../domain/transfer-status.js';
import { psaIds } from './paths.js';

export const transferStatusName = z.enum(TRANSFER_STATUSES);

const recordView = z.object({
  key: z.string(),
  generation: z.int(),
  txnType: z.enum(['Invoice', 'PurchaseOrder', 'ItemReceipt', 'TimeTracking', 'Bill']),
  txnId: z.string().nullable(),
  refNumber: z.string().nullable(),
  state: z.enum(['sent', 'added', 'deleted', 'refused', 'notProcessed', 'unknown']),
  statusCode: z.int().optional().describe('What QuickBooks answered.'),
});
export type RecordView = z.infer<typeof recordView>;

/** An item as people and the PSA see it. */
export const itemView = z.object({
  id: z.string(),
  kind: z.enum(ITEM_KINDS),
  number: z.string(),
  transferStatus: transferStatusName,
  transferDate: z.string().describe('Text of the QuickBooks Transfer Date column, in UTC.'),
  transferredAt: z.iso.datetime().nullable(),
  ready: z.boolean(),
  needsResync: z.boolean(),
  eligible: z.boolean().describe('Whether it may be set ready; a re-transfer has to be asked for besides.'),
  reason: z.string().nullable().describe('Why it is not eligible, else why its last transfer failed.'),
  paidDate: z.iso.date().nullable(),
  records: z.array(recordView),
  snapshot: z.looseObject({}).describe('As it came from the PSA.'),
});
export type ItemView = z.infer<typeof itemView>;

/** What a command came to for one item. */
export const commandResult = z.object({
  id: z.string(),
  ok: z.boolean(),
  transferStatus: transferStatusName,
  reason: z.string().optional(),
});

/** What an answer 202 has besides: the events are kept and will apply. */
export const notApplied = { applied: z.literal(false).describe('Accepted, and will be applied.') };

export const readyBody = z.strictObject({
  ids: psaIds,
  retransfer: z.boolean().optional().describe('Transferred items too: it makes duplicates in QuickBooks.'),
});
export const notReadyBody = z.strictObject({ ids: psaIds });
export const clearErrorBody = z.strictObject({
  reason: z.string().trim().min(1).max(2_000).describe('Kept in the history.'),
});
