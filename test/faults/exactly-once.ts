import { expect } from 'vitest';
import type { CompanyFile, TransactionView } from '../../simulator/simulator.js';
import type { Product, TestConnection } from '../helpers/product.js';

const KINDS = ['invoices', 'purchase-orders', 'timesheets', 'expense-reports'] as const;

/** One record as the ledger has it. */
export type Row = {
  kind: string;
  psaId: string;
  key: string;
  generation: number;
  type: string;
  state: string;
  txnId: string | null;
  refNumber: string | null;
  externalGuid: string;
  needsDetails: boolean;
  statusCode: number | null;
};

export async function ledgerOf(product: Pick<Product, 'database'>, connectionId: string): Promise<Row[]> {
  const { rows } = await product.database.query(
    `select i.kind, i.psa_id as "psaId", r.key, r.generation, r.type, r.state, r.txn_id as "txnId", r.ref_number as "refNumber",
       r.external_guid as "externalGuid", r.needs_details as "needsDetails", r.status_code as "statusCode"
     from records r join items i on i.id = r.item_id where i.connection_id = $1 order by r.id`,
    [connectionId],
  );
  return rows;
}

const guidOf = (guid: string | undefined): string => (guid ?? '').replaceAll(/[{}]/g, '').toLowerCase();

/** What QuickBooks has of ours: everything but payments and what people entered by hand. */
export const oursIn = (company: CompanyFile): TransactionView[] =>
  company.transactions().filter(({ type, externalGuid }) => type !== 'ReceivePayment' && externalGuid !== undefined);

type RestItem = { id: string; transferStatus: string; ready: boolean; records: Record<string, unknown>[] };

async function restItems({ rest }: TestConnection): Promise<{ kind: string; item: RestItem }[]> {
  const found: { kind: string; item: RestItem }[] = [];
  for (const kind of KINDS) {
    for (let page = 1; ; page += 1) {
      const { body } = await rest('GET', `/${kind}?pageSize=500&page=${page}`);
      found.push(...body.items.map((item: RestItem) => ({ kind, item })));
      if (body.items.length < 500) break;
    }
  }
  return found;
}

/**
 * Compares what the product says (REST), what it keeps (ledger) and what QuickBooks has, record by record: each record
 * that is said to be in QuickBooks is there exactly once, under the TxnID and number that the product knows, and
 * nothing of ours is there that the product does not know of. `open`: a set may still be on its way.
 */
export async function expectExactlyOnce(
  product: Pick<Product, 'database'>,
  connection: TestConnection,
  expected: { transferred?: number; open?: boolean } = {},
): Promise<void> {
  await connection.settled();
  const ledger = await ledgerOf(product, connection.id);
  const ours = oursIn(connection.company);

  const times = new Map<string, number>();
  for (const { externalGuid } of ours) times.set(guidOf(externalGuid), (times.get(guidOf(externalGuid)) ?? 0) + 1);
  expect(
    [...times.values()].filter((count) => count > 1),
    'records that QuickBooks has twice',
  ).toEqual([]);

  const inQuickBooks = (guid: string): TransactionView | undefined =>
    ours.find(({ externalGuid }) => guidOf(externalGuid) === guidOf(guid));
  for (const row of ledger) {
    const label = `${row.kind} ${row.psaId} ${row.key}, ${row.state}`;
    const there = inQuickBooks(row.externalGuid);
    if (row.state === 'added') {
      expect({ txnId: there?.txnId, needsDetails: false }, label).toEqual({
        txnId: row.txnId,
        needsDetails: row.needsDetails,
      });
      if (row.type === 'InvoiceAdd' || row.type === 'PurchaseOrderAdd')
        expect(there?.refNumber, label).toBe(row.refNumber ?? undefined);
    } else if (row.state === 'refused' || row.state === 'notProcessed' || row.state === 'deleted') {
      expect(there?.txnId, label).toBeUndefined();
    } else if (!expected.open) {
      expect(row.state, label).toBe('unknown');
    }
  }
  const known = new Set(ledger.map((row) => guidOf(row.externalGuid)));
  expect(
    ours.filter(({ externalGuid }) => !known.has(guidOf(externalGuid))),
    'records that the product does not know of',
  ).toEqual([]);

  const items = await restItems(connection);
  for (const { kind, item } of items) compareWithRest(kind, item, ledger);
  const transferred = items.filter(({ item }) => item.transferStatus === 'Transferred');
  if (expected.transferred !== undefined) expect(transferred.length, 'transferred items').toBe(expected.transferred);
  if (!expected.open) expect(await unsettledSets(product, connection.id), 'sets without an outcome').toEqual([]);
}

function compareWithRest(kind: string, item: RestItem, ledger: readonly Row[]): void {
  const own = ledger.filter((row) => row.kind === kind && row.psaId === item.id);
  expect(
    item.records.map(({ key, generation, state, txnId }) => ({ key, generation, state, txnId })),
    `${kind} ${item.id}`,
  ).toEqual(own.map(({ key, generation, state, txnId }) => ({ key, generation, state, txnId })));
  if (item.transferStatus !== 'Transferred') return;
  const states = new Set(own.map(({ state }) => state));
  expect(
    [...states].filter((state) => state !== 'added' && state !== 'deleted'),
    `${kind} ${item.id}`,
  ).toEqual([]);
  expect(item.ready, `${kind} ${item.id}`).toBe(false);
}

export async function unsettledSets(product: Pick<Product, 'database'>, connectionId: string): Promise<string[]> {
  const { rows } = await product.database.query(
    `select id from message_sets where connection_id = $1 and writes and state in ('sent', 'planned')`,
    [connectionId],
  );
  return rows.map(({ id }) => id);
}
