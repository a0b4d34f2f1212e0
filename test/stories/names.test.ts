import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { expense, expenseReport, invoice, orderLine, purchaseOrder, timesheet } from './snapshots.js';
import { beginStory, type Kind } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const long = (length: number): string => 'n'.repeat(length);
const TOO_LONG: readonly [string, Kind, object, RegExp][] = [
  [
    'customer',
    'invoices',
    invoice({ customer: { name: long(42) } }),
    /^customer\.name: found 42 characters.*allows 41/,
  ],
  ['number', 'invoices', invoice({ number: long(12) }), /^number: found 12 characters.*allows 11/],
  [
    'item',
    'invoices',
    invoice({ lines: [{ item: long(32), amount: '1.00' }] }),
    /^lines.*item: found 32 characters.*allows 31/,
  ],
  [
    'level',
    'invoices',
    invoice({ customer: { name: `Northwind Clinic~${long(42)}` } }),
    /^customer\.name: found 42 characters.*allows 41/,
  ],
  [
    'vendor',
    'purchase-orders',
    purchaseOrder({ vendor: { name: long(42) } }),
    /^vendor\.name: found 42 characters.*allows 41/,
  ],
  [
    'product',
    'purchase-orders',
    purchaseOrder({ lines: [orderLine({ product: long(32) })] }),
    /^lines.*product: found 32 characters.*allows 31/,
  ],
  [
    'resource',
    'timesheets',
    timesheet({ resource: { name: long(42) } }),
    /^resource\.name: found 42 characters.*allows 41/,
  ],
  [
    'account',
    'expense-reports',
    expenseReport({ items: [expense({ account: long(32) })] }),
    /^items.*account: found 32 characters.*allows 31/,
  ],
];

describe('S32: names and numbers that QuickBooks could not take', () => {
  it.each(TOO_LONG)(
    'S32: a too long %s of %s fails its item alone, with the field and the limit',
    async (field, kind, snapshot, reason) => {
      const { enqueue, run, get, history, company } = await beginStory(product, `long-${kind}-${field}`);
      await enqueue(kind, 'bad', snapshot);
      await enqueue('invoices', 'good', invoice());

      await run();

      expect(await get(kind, 'bad')).toMatchObject({
        transferStatus: 'Pending/Failed',
        ready: true,
        reason: expect.stringMatching(reason),
      });
      expect((await history(kind, 'bad')).at(-1)).toMatchObject({
        event: 'refused',
        message: expect.stringMatching(reason),
        hint: expect.stringMatching(/PSA/),
      });
      expect(await get('invoices', 'good')).toMatchObject({ transferStatus: 'Transferred' });
      expect(company.transactions()).toHaveLength(1);
    },
  );
});

describe('S2: names with levels', () => {
  it('S2: the PSA parts the levels of a name with ~, QuickBooks with a colon', async () => {
    const { enqueue, run, company } = await beginStory(product, 'levels');
    company.addCustomer({ name: 'Branch', parent: 'Northwind Clinic' });
    company.addItem({ name: 'Managed Services:Gold', type: 'service' });
    await enqueue(
      'invoices',
      'I1',
      invoice({
        customer: { name: 'Northwind Clinic~Branch' },
        lines: [{ item: 'Managed Services ~ Gold', amount: '9.00' }],
      }),
    );

    await run();

    expect(company.transactions({ type: 'Invoice' })).toMatchObject([
      { entity: 'Northwind Clinic:Branch', lines: [{ name: 'Managed Services:Gold' }] },
    ]);
  });

  it('S2, S39: a customer is found by its ListID although it has another name now', async () => {
    const { enqueue, run, company } = await beginStory(product, 'list-id');
    const listId = company.find('Cedar Dental', 'Customer')?.listId;
    await enqueue('invoices', 'I1', invoice({ customer: { name: 'Cedar Dental Group', listId } }));

    await run();

    expect(company.transactions({ type: 'Invoice' })).toMatchObject([{ entity: 'Cedar Dental' }]);
  });
});

describe('S21: who numbers', () => {
  it.each([
    ['psa', 'I-77', 'PO-1'],
    ['quickbooks', '1', '1'],
  ])(
    'S21: numbering "%s" gives an invoice %s and a purchase order %s',
    async (numbering, invoiceNumber, orderNumber) => {
      const { enqueue, run, get, company } = await beginStory(product, `numbering-${numbering}`, {
        settings: { numbering },
      });
      await enqueue('invoices', 'I1', invoice({ number: 'I-77' }));
      await enqueue('purchase-orders', 'P1', purchaseOrder());

      await run();

      expect(company.transactions().map(({ refNumber }) => refNumber)).toEqual([invoiceNumber, orderNumber]);
      expect(await get('invoices', 'I1')).toMatchObject({ number: 'I-77', records: [{ refNumber: invoiceNumber }] });
      expect(await get('purchase-orders', 'P1')).toMatchObject({
        number: 'PO-1',
        records: [{ refNumber: orderNumber }],
      });
    },
  );

  it('S21: an invoice without a number is numbered by QuickBooks', async () => {
    const { enqueue, run, get } = await beginStory(product, 'numbering-none');
    const { number: _, ...unnumbered } = invoice() as { number: string };
    await enqueue('invoices', 'I1', unnumbered);

    await run();

    expect(await get('invoices', 'I1')).toMatchObject({
      number: 'I1',
      transferStatus: 'Transferred',
      records: [{ refNumber: '1' }],
    });
  });

  it('S21: what QuickBooks numbered is found again when its answer was lost for good, and not sent twice', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 'numbering-lost', {
      settings: { numbering: 'quickbooks' },
    });
    await enqueue('invoices', 'I1', invoice());
    await enqueue(
      'purchase-orders',
      'P1',
      purchaseOrder({ number: 'a number of more than 20', lines: [orderLine({ received: '2' })] }),
    );
    for (const at of ['InvoiceAdd', 'PurchaseOrderAdd', 'ItemReceiptAdd']) {
      await run([{ do: 'loseResponse', at }]);
      company.loseMessageSets();
    }

    await run();

    expect(company.transactions().map(({ type }) => type)).toEqual(['Invoice', 'PurchaseOrder', 'ItemReceipt']);
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred', records: [{ refNumber: '1' }] });
    expect(await get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
  });
});
