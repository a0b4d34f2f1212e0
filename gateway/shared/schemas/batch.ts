import { z } from 'zod';
import { TRANSFER_STATUSES } from '../../../domain/transfer-status.js';
import { transferStatusName } from './item.js';
import { psaIds } from './paths.js';

export const batchStatus = z.enum(['processing', 'finished']);

export const batchBody = z.strictObject({
  status: batchStatus,
  markReadyToTransfer: z.boolean(),
  invoiceIds: psaIds.describe('Who belongs; may name invoices that have not arrived yet.'),
});

/** A batch with the one status that it shows for its invoices. */
export const batchView = z.object({
  id: z.string(),
  status: batchStatus,
  transferStatus: transferStatusName,
  counts: z.object(
    Object.fromEntries(TRANSFER_STATUSES.map((status) => [status, z.int()])) as Record<
      (typeof TRANSFER_STATUSES)[number],
      z.ZodInt
    >,
  ),
});
