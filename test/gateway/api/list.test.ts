import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INITIAL_STATE } from '../../../domain/lifecycle-state.js';
import { transferStatus } from '../../../domain/transfer-status.js';
import { STATUS_SQL } from '../../../store/item-list.js';
import { type Harness, INVOICE, PURCHASE_ORDER, startWithConnection } from './harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startWithConnection();
  await harness.call('PUT', '/connections/other', { displayName: 'x', username: 'other', password: 'secret of other' });
  for (const [id, name] of [
    ['one', 'Blue Bottle'],
    ['two', 'Red_Rock 100%'],
    ['three', 'Green Tea'],
    ['four', 'Blue Moon'],
  ]) {
    await harness.call('PUT', `/connections/acme/invoices/${id}`, {
      ...INVOICE,
      number: `N-${id}`,
      customer: { name },
    });
  }
  await harness.call('PUT', '/connections/acme/purchase-orders/po', PURCHASE_ORDER);
  await harness.call('PUT', '/connections/other/invoices/one', INVOICE);
  await harness.call('POST', '/connections/acme/invoices/ready', { ids: ['two'] });
  const success = { type: 'succeeded', generation: 1, begun: true, deleted: false } as const;
  await harness.happen('invoices', 'three', { ...success, at: '2026-01-05T23:59:59.999Z' });
  await harness.happen('invoices', 'four', { ...success, at: '2026-01-06T00:00:00.000Z' });
  await harness.happen('purchase-orders', 'po', { ...success, at: '2026-01-06T00:00:00.000Z' });
  await harness.happen('purchase-orders', 'po', { type: 'received', at: '2026-01-07T00:00:00.000Z' });
});
afterAll(() => harness.close());

async function listed(query: string, kind = 'invoices') {
  const reply = await harness.call('GET', `/connections/acme/${kind}?${query}`);
  expect({ status: reply.statusCode, body: reply.body }).toMatchObject({ status: 200 });
  const { items, total } = reply.json();
  return { ids: items.map(({ id }: { id: string }) => id).sort(), total };
}

describe('S26: the search of items', () => {
  it('gives the items of one connection and kind, as GET of each does, newest first', async () => {
    const { items, total } = (await harness.call('GET', '/connections/acme/invoices')).json();
    expect(total).toBe(4);
    expect(items.map(({ id }: { id: string }) => id)).toEqual(['four', 'three', 'two', 'one']);
    for (const item of items)
      expect(item).toEqual((await harness.call('GET', `/connections/acme/invoices/${item.id}`)).json());
  });

  it.each([
    ['transferStatus=', ['four', 'one', 'three', 'two']],
    ['transferStatus=Pending', ['two']],
    ['transferStatus=Not%20Transferred&transferStatus=Pending', ['one', 'two']],
    ['transferStatus=Pending/Failed', []],
    ['transferStatus=Transferred', ['four', 'three']],
    ['transferDateFrom=2026-01-06', ['four']],
    ['transferDateTo=2026-01-05', ['three']],
    ['transferDateFrom=2026-01-05&transferDateTo=2026-01-06', ['four', 'three']],
    ['transferDateFrom=0001-01-01&transferDateTo=9999-12-31', ['four', 'three']],
    ['needsResync=false', ['four', 'one', 'three', 'two']],
    ['needsResync=true', []],
    ['q=blue', ['four', 'one']],
    ['q=n-TW', ['two']],
    ['q=_', ['two']],
    ['q=%25', ['two']],
    ['q=%5C', []],
    ['q=blue&transferStatus=Transferred', ['four']],
    ['q=&needsResync=&transferDateFrom=&transferDateTo=&page=&pageSize=', ['four', 'one', 'three', 'two']],
  ])('selects by %s', async (query, ids) => {
    expect(await listed(query)).toEqual({ ids, total: ids.length });
  });

  it('finds purchase orders that need a resync', async () => {
    expect(await listed('needsResync=true&q=ingram', 'purchase-orders')).toEqual({ ids: ['po'], total: 1 });
    const { items } = (await harness.call('GET', '/connections/acme/purchase-orders')).json();
    expect(items[0].transferDate).toBe('2026-01-06 00:00 Pending');
  });

  it('gives pages that hold everything once', async () => {
    const pages = await Promise.all([1, 2, 3].map((page) => listed(`page=${page}&pageSize=2`)));
    expect(pages.map(({ total }) => total)).toEqual([4, 4, 4]);
    expect(pages.map(({ ids }) => ids.length)).toEqual([2, 2, 0]);
    expect(new Set(pages.flatMap(({ ids }) => ids)).size).toBe(4);
  });

  it.each([
    ['transferStatus=pending', 'transferStatus[0]'],
    ['transferDateFrom=2026-02-30', 'transferDateFrom'],
    ['transferDateTo=yesterday', 'transferDateTo'],
    ['transferDateTo=0000-01-01', 'transferDateTo'],
    ['needsResync=1', 'needsResync'],
    ['page=0', 'page'],
    ['page=x', 'page'],
    ['pageSize=501', 'pageSize'],
    ['status=Pending', 'status'],
    ['q=a&q=b', 'q'],
  ])('refuses %s', async (query, field) => {
    const reply = await harness.call('GET', `/connections/acme/invoices?${query}`);
    expect(reply.statusCode).toBe(400);
    expect(reply.json().errors[0].field).toBe(field);
  });

  it('names the four statuses to who knows another', async () => {
    const reply = await harness.call('GET', '/connections/acme/invoices?transferStatus=Sent');
    expect(reply.json().errors[0].problem).toBe(
      'found "Sent", expected one of "Not Transferred", "Pending", "Pending/Failed", "Transferred"',
    );
  });
});

it('derives the status in SQL as the domain does, for every combination', async () => {
  const states = [true, false].flatMap((ready) =>
    (['none', 'failed', 'transferred'] as const).flatMap((outcome) =>
      [null, '2026-01-05T14:03:00.000Z'].map((transferredAt) => ({ ...INITIAL_STATE, ready, outcome, transferredAt })),
    ),
  );
  for (const state of states) {
    const { rows } = await harness.database.query(
      `select ${STATUS_SQL} as status from (select $1::text as outcome, $2::boolean as ready, $3::timestamptz as transferred_at) i`,
      [state.outcome, state.ready, state.transferredAt],
    );
    expect(rows[0].status).toBe(transferStatus(state));
  }
});
