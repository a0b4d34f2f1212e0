import { batchTransferDate } from '../../domain/batch-status.js';
import { TRANSFER_STATUSES } from '../../domain/transfer-status.js';
import type { ListedBatch } from '../../store/batch-list.js';
import type { Column } from './columns.js';

/** A row of the search page of batches, with the time zone of who looks at it. */
export type BatchRow = { batch: ListedBatch; zone: string };

const some = (count: number): string => (count === 0 ? '' : String(count));

/** All columns of the search page of batches, in their order (S16): one status for the invoices of a batch, counts for the rest. */
export const BATCH_COLUMNS: readonly Column<BatchRow>[] = [
  { key: 'batch', title: 'Batch', sort: 'number', byDefault: true, text: ({ batch }) => batch.id },
  { key: 'psaStatus', title: 'In the PSA', byDefault: true, text: ({ batch }) => batch.status },
  { key: 'arrived', title: 'Invoices', isNumber: true, byDefault: true, text: ({ batch }) => some(batch.arrived) },
  { key: 'amount', title: 'Total', isNumber: true, byDefault: true, text: ({ batch }) => batch.amount ?? '' },
  {
    key: 'status',
    title: 'QuickBooks Transfer Status',
    sort: 'status',
    byDefault: true,
    text: ({ batch }) => batch.transferStatus,
  },
  {
    key: 'transferDate',
    title: 'QuickBooks Transfer Date',
    byDefault: true,
    text: ({ batch, zone }) => batchTransferDate(batch.transferStatus, batch.transferredAt, zone),
  },
  ...TRANSFER_STATUSES.map(
    (status): Column<BatchRow> => ({
      key: status,
      title: status,
      isNumber: true,
      byDefault: true,
      text: ({ batch }) => some(batch.counts[status]),
    }),
  ),
  {
    key: 'lastError',
    title: 'Last Error',
    text: ({ batch: { failure } }) => (failure === null ? '' : `${failure.code}: ${failure.message}`),
  },
];
