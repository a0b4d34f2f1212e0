import { minuteIn } from './time-zone.js';
import { TRANSFER_STATUSES, type TransferStatus } from './transfer-status.js';

/** How many invoices of a batch show each status. */
export type StatusCounts = Record<TransferStatus, number>;

/** S16: some failed, else some waiting, else at least one transferred, else none. */
export const statusOfCounts = (counts: StatusCounts): TransferStatus =>
  (['Pending/Failed', 'Pending', 'Transferred'] as const).find((status) => counts[status] > 0) ?? 'Not Transferred';

export function batchTransferStatus(statuses: readonly TransferStatus[]): {
  transferStatus: TransferStatus;
  counts: StatusCounts;
} {
  const counts = Object.fromEntries(TRANSFER_STATUSES.map((status) => [status, 0])) as StatusCounts;
  for (const status of statuses) counts[status] += 1;
  return { transferStatus: statusOfCounts(counts), counts };
}

/** The QuickBooks Transfer Date of a batch, as S10 has it for an item: what waits or failed, else when its last invoice was transferred. */
export function batchTransferDate(status: TransferStatus, lastTransferredAt: string | null, zone: string): string {
  if (status === 'Pending' || status === 'Pending/Failed') return status;
  return lastTransferredAt === null ? '' : minuteIn(zone, lastTransferredAt);
}
