import type { ItemKind } from '../../domain/kinds.js';
import { transferDate } from '../../domain/transfer-status.js';
import type { ListedItem, SortKey } from '../../store/console-list.js';
import type { ItemRow } from '../../store/items.js';
import type { ItemView } from '../shared/schemas/item.js';
import { AMOUNT_TITLE, DATE_TITLE, NUMBER_TITLE, PARTY_TITLE } from './kinds.js';

/** A row of a search page, with the time zone of who looks at it. */
export type Row = { item: ListedItem; view: ItemView; zone: string };

/** A column: its text is what the CSV file gets, and what the page shows where it has nothing better. */
export type Column<R = Row> = {
  key: string;
  title: string;
  sort?: SortKey;
  isNumber?: true;
  byDefault?: true;
  text: (row: R) => string;
};

const snapshotText = (row: Row, field: string): string => {
  const value: unknown = (row.view.snapshot as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : '';
};

/** 1234.5 as 1,234.50; nothing is rounded. */
export function formatAmount(amount: string | null): string {
  if (amount === null) return '';
  const [whole = '', cents = ''] = amount.split('.');
  return `${whole.replace(/\B(?=(?:\d{3}){1,6}$)/g, ',')}.${cents.padEnd(2, '0')}`;
}

const lastError = ({ item }: Row): string =>
  item.state.failure === null ? '' : `${item.state.failure.code}: ${item.state.failure.message}`;

const quickBooksNumbers = ({ view }: Row): string =>
  [
    ...new Set(
      view.records.flatMap(({ refNumber, state }) => (refNumber !== null && state === 'added' ? [refNumber] : [])),
    ),
  ].join(', ');

/** What the PSA is told as External P.O. # (S21): the number of the purchase order in QuickBooks that is the present one. */
export const externalPoNumber = ({ item, view }: { item: Pick<ItemRow, 'state'>; view: ItemView }): string =>
  view.records.find(
    ({ key, generation, state }) => key === 'addition' && state === 'added' && generation === item.state.generation,
  )?.refNumber ?? '';

/** All columns of a kind, in their order. */
export function columnsOf(kind: ItemKind): readonly Column[] {
  const isOrder = kind === 'purchase-orders';
  const statusTitle = isOrder ? 'P.O. Status' : 'Status';
  return [
    { key: 'number', title: NUMBER_TITLE[kind], sort: 'number', byDefault: true, text: ({ view }) => view.number },
    { key: 'party', title: PARTY_TITLE[kind], sort: 'party', byDefault: true, text: ({ item }) => item.party ?? '' },
    { key: 'date', title: DATE_TITLE[kind], sort: 'date', byDefault: true, text: ({ item }) => item.itemDate ?? '' },
    {
      key: 'amount',
      title: AMOUNT_TITLE[kind],
      sort: 'amount',
      isNumber: true,
      byDefault: true,
      text: ({ item }) => item.amount ?? '',
    },
    ...(kind === 'invoices'
      ? []
      : [
          {
            key: 'psaStatus',
            title: statusTitle,
            byDefault: true as const,
            text: (row: Row) => snapshotText(row, 'status'),
          },
        ]),
    {
      key: 'status',
      title: 'QuickBooks Transfer Status',
      sort: 'status',
      byDefault: true,
      text: ({ view }) => view.transferStatus,
    },
    {
      key: 'transferDate',
      title: 'QuickBooks Transfer Date',
      sort: 'transferDate',
      byDefault: true,
      text: ({ item, zone }) => transferDate(item.state, zone),
    },
    {
      key: 'needsResync',
      title: 'QuickBooks Needs Resync',
      ...(isOrder ? { byDefault: true as const } : {}),
      text: ({ view }) => (view.needsResync ? 'yes' : ''),
    },
    { key: 'lastError', title: 'Last Error', text: lastError },
    { key: 'ready', title: 'Ready', text: ({ view }) => (view.ready ? 'yes' : '') },
    { key: 'reason', title: 'Remark', text: ({ view }) => view.reason ?? '' },
    isOrder
      ? { key: 'externalPo', title: 'External P.O. #', byDefault: true, text: externalPoNumber }
      : { key: 'qbNumber', title: 'QuickBooks No.', text: quickBooksNumbers },
    ...(kind === 'invoices'
      ? [
          { key: 'paidDate', title: 'Paid Date', text: ({ view }: Row) => view.paidDate ?? '' },
          { key: 'batch', title: 'Batch', text: (row: Row) => snapshotText(row, 'batchId') },
        ]
      : []),
    { key: 'id', title: 'PSA Id', text: ({ view }) => view.id },
  ];
}

/** The columns that are shown: those of the URL, else those that the user chose, else the usual ones. */
export function shownColumns<C extends Pick<Column, 'key' | 'byDefault'>>(
  all: readonly C[],
  wanted: readonly string[] | undefined,
): C[] {
  const shown = all.filter(({ key }) => wanted?.includes(key));
  return shown.length > 0 ? shown : all.filter(({ byDefault }) => byDefault === true);
}
