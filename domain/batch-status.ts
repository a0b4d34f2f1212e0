import { TRANSFER_STATUSES, type TransferStatus } from './transfer-status.js';

/** How many invoices of a batch show each status. */
export type StatusCounts = Record<TransferStatus, number>;

/** S16: some failed, else some waiting, else at least one transferred, else none. */
export function batchTransferStatus(statuses: readonly TransferStatus[]): {
  transferStatus: TransferStatus;
  counts: StatusCounts;
} {
  const counts = Object.fromEntries(TRANSFER_STATUSES.map((status) => [status, 0])) as StatusCounts;
  for (const status of statuses) counts[status] += 1;
  const shown = (['Pending/Failed', 'Pending', 'Transferred'] as const).find((status) => counts[status] > 0);
  return { transferStatus: shown ?? 'Not Transferred', counts };
}
