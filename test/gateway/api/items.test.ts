import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../store/database.js';
import { itemIds } from '../../../store/items.js';
import { type RecordRow, writeRecords } from '../../../store/records.js';
import {
  EXPENSE_REPORT,
  type Harness,
  INVOICE,
  PURCHASE_ORDER,
  startWithConnection,
  TIMESHEET,
  TOKEN,
} from './harness.js';

let harness: Harness;
beforeAll(async () => {
  harness = await startWithConnection();
});
afterAll(() => harness.close());

const put = (path: string, body: unknown) => harness.call('PUT', `/connections/acme/${path}`, body);
const get = async (path: string) => (await harness.call('GET', `/connections/acme/${path}`)).json();

describe('PUT and GET of an item', () => {
  it.each([
    ['invoices', INVOICE, 'i1'],
    ['purchase-orders', PURCHASE_ORDER, 'PO-1'],
    ['timesheets', TIMESHEET, 'i1'],
    ['expense-reports', EXPENSE_REPORT, 'ER-1'],
  ])('answers the whole item: %s', async (kind, snapshot, number) => {
    const made = await put(`${kind}/i1`, snapshot);
    expect(made.statusCode).toBe(200);
    expect(made.json()).toEqual({
      id: 'i1',
      kind,
      number,
      transferStatus: 'Not Transferred',
      transferDate: '',
      transferredAt: null,
      ready: false,
      needsResync: false,
      eligible: true,
      reason: null,
      paidDate: null,
      records: [],
      snapshot,
    });
    expect(await get(`${kind}/i1`)).toEqual(made.json());
  });

  it('is idempotent, and a lower revision changes nothing', async () => {
    await put('invoices/rev', { ...INVOICE, revision: 5, memo: 'five' });
    const again = await put('invoices/rev', { ...INVOICE, revision: 4, memo: 'four' });
    expect(again.statusCode).toBe(200);
    expect(again.json().snapshot.memo).toBe('five');
    expect((await get('invoices/rev/history')).entries).toEqual([]);
  });

  it('says why an item is not eligible', async () => {
    expect((await put('invoices/void', { ...INVOICE, voided: true })).json()).toMatchObject({
      eligible: false,
      reason: 'The invoice is voided.',
    });
    const report = await put('expense-reports/draft', { ...EXPENSE_REPORT, status: 'Draft' });
    expect(report.json()).toMatchObject({ eligible: false, reason: expect.stringContaining('"Draft"') });
  });

  it('says why the last transfer failed, when nothing else speaks against the item', async () => {
    await put('timesheets/fail', TIMESHEET);
    await harness.call('POST', '/connections/acme/timesheets/ready', { ids: ['fail'] });
    const failure = { code: '3140', message: 'There is an invalid reference.', snapshotVersion: 1 } as const;
    await harness.happen('timesheets', 'fail', {
      type: 'failed',
      at: '2026-01-05T14:03:09.000Z',
      generation: 1,
      begun: false,
      failure,
    });
    expect(await get('timesheets/fail')).toMatchObject({
      transferStatus: 'Pending/Failed',
      transferDate: 'Pending/Failed',
      ready: true,
      eligible: true,
      reason: 'There is an invalid reference.',
    });
  });

  it('shows the time of the transfer, the paid date and the records', async () => {
    await put('invoices/done', INVOICE);
    await harness.happen('invoices', 'done', {
      type: 'succeeded',
      at: '2026-01-05T14:03:09.000Z',
      generation: 1,
      begun: true,
      deleted: false,
    });
    await addRecord('invoices', 'done', {
      type: 'InvoiceAdd',
      state: 'added',
      txnId: '1A-1',
      refNumber: '1001',
      statusCode: 0,
    });
    await addRecord('invoices', 'done', { type: 'InvoiceAdd', state: 'sent', generation: 2 });
    expect(await get('invoices/done')).toMatchObject({
      transferStatus: 'Transferred',
      transferDate: '2026-01-05 14:03',
      transferredAt: '2026-01-05T14:03:09.000Z',
      paidDate: null,
      records: [
        {
          key: 'addition',
          generation: 1,
          txnType: 'Invoice',
          txnId: '1A-1',
          refNumber: '1001',
          state: 'added',
          statusCode: 0,
        },
        { key: 'addition', generation: 2, txnType: 'Invoice', txnId: null, refNumber: null, state: 'sent' },
      ],
    });
    expect((await get('invoices/done')).records[1]).not.toHaveProperty('statusCode');
    await harness.database.query(`update items set paid_date = '2026-02-01' where psa_id = 'done'`);
    expect((await get('invoices/done')).paidDate).toBe('2026-02-01');
  });

  it('S24: shows the paid date that the PSA states, also where QuickBooks told another one before', async () => {
    await put('invoices/locked', INVOICE);
    await harness.database.query(`update items set paid_date = '2026-02-03' where psa_id = 'locked'`);
    await put('invoices/locked', { ...INVOICE, paidDate: '2026-01-06', paidByPaymentProcessing: true });

    expect((await get('invoices/locked')).paidDate).toBe('2026-01-06');
  });

  it.each([
    ['PurchaseOrderAdd', 'PurchaseOrder'],
    ['ItemReceiptAdd', 'ItemReceipt'],
    ['TimeTrackingAdd', 'TimeTracking'],
    ['BillAdd', 'Bill'],
    ['TxnDel', 'PurchaseOrder'],
  ] as const)("names the record of %s by QuickBooks' word", async (type, txnType) => {
    await put(`purchase-orders/${type}`, PURCHASE_ORDER);
    await addRecord('purchase-orders', type, { type, state: 'refused' });
    expect((await get(`purchase-orders/${type}`)).records[0].txnType).toBe(txnType);
  });

  it('a withdrawn item is not ready, although its state still says so', async () => {
    await put('invoices/gone', INVOICE);
    await harness.call('POST', '/connections/acme/invoices/ready', { ids: ['gone'] });
    await harness.happen('invoices', 'gone', {
      type: 'sent',
      at: '2026-01-05T14:03:09.000Z',
      sessionId: 's',
      messageSetId: 'm',
    });
    const reply = await harness.call('POST', '/connections/acme/invoices/not-ready', { ids: ['gone'] });
    expect(reply.json().results).toEqual([
      { id: 'gone', ok: true, transferStatus: 'Pending', reason: 'being sent: a success stands, a failure is held' },
    ]);
    expect(await get('invoices/gone')).toMatchObject({ ready: false, transferStatus: 'Pending' });
  });
});

async function addRecord(kind: 'invoices' | 'purchase-orders', psaId: string, fields: Partial<RecordRow>) {
  const [found] = await itemIds(harness.database, 'acme', kind, [psaId]);
  const record = {
    itemId: found?.id ?? 0,
    key: 'addition',
    generation: 1,
    externalGuid: 'guid',
    snapshotVersion: 1,
    lineIds: [],
    lookup: { entity: { name: 'x' }, date: '2026-01-05', number: null },
    lines: {},
    needsDetails: false,
    ...fields,
  };
  await inTransaction(harness.database, (tx) => writeRecords(tx, [record as unknown as RecordRow]));
}

const ODD_IDS = [
  'INV/2026/01',
  `a "quoted" & 'single' <tag>`,
  '100 % %2F %zz + ?q=1#x',
  '😀'.repeat(100),
  '/'.repeat(100),
  '👩‍💻 ünïcode 漢字',
  'ready',
  'not-ready',
  ' ',
  '..a',
  'a\\b\tc\n',
];

describe('odd ids', () => {
  it.each(ODD_IDS)('keeps %j', async (id) => {
    const path = `invoices/${encodeURIComponent(id)}`;
    expect((await put(path, INVOICE)).json().id).toBe(id);
    expect((await get(path)).id).toBe(id);
    const reply = await harness.call('POST', '/connections/acme/invoices/ready', { ids: [id] });
    expect(reply.json().results).toEqual([{ id, ok: true, transferStatus: 'Pending' }]);
    expect((await get(`${path}/history`)).entries).toMatchObject([{ event: 'setReady' }]);
    expect((await harness.call('POST', `/connections/acme/${path}/clear-error`, { reason: 'x' })).statusCode).toBe(409);
  });

  it('keeps them over a real socket', async () => {
    const base = await harness.app.listen({ port: 0, host: '127.0.0.1' });
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    for (const id of ODD_IDS) {
      const url = `${base}/api/v1/connections/acme/timesheets/${encodeURIComponent(id)}`;
      const made = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(TIMESHEET) });
      expect(made.status).toBe(200);
      expect(await (await fetch(url, { headers })).json()).toMatchObject({ id });
    }
    expect((await fetch(`${base}/api/v1/connections/%zz`, { headers })).headers.get('content-type')).toContain(
      'problem+json',
    );
  });

  it('refuses an id of 101 characters, and one that is empty', async () => {
    expect((await put(`invoices/${'x'.repeat(101)}`, INVOICE)).statusCode).toBe(400);
    expect([400, 404]).toContain((await put('invoices/', INVOICE)).statusCode);
  });

  it('takes a number that is longer than an index entry', async () => {
    const number = Array.from({ length: 15_000 }, (_, index) =>
      String.fromCodePoint(0x4e00 + ((index * 7_919) % 20_000)),
    ).join('');
    expect((await put('invoices/long', { ...INVOICE, number })).json().number).toBe(number);
  });
});
