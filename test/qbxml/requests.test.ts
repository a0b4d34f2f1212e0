import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billAdd } from '../../qbxml/bill-add.js';
import { billQuery } from '../../qbxml/bill-query.js';
import { customerAdd } from '../../qbxml/customer-add.js';
import { customerQuery } from '../../qbxml/customer-query.js';
import { buildMessageSet, child, textOf } from '../../qbxml/envelope.js';
import { hostQuery } from '../../qbxml/host-query.js';
import { invoiceAdd } from '../../qbxml/invoice-add.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import { itemInventoryAdd } from '../../qbxml/item-inventory-add.js';
import { itemQuery } from '../../qbxml/item-query.js';
import { itemReceiptAdd } from '../../qbxml/item-receipt-add.js';
import { itemReceiptQuery } from '../../qbxml/item-receipt-query.js';
import { itemServiceAdd } from '../../qbxml/item-service-add.js';
import { toLatin1 } from '../../qbxml/latin1.js';
import { purchaseOrderAdd } from '../../qbxml/purchase-order-add.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import { timeTrackingAdd } from '../../qbxml/time-tracking-add.js';
import { timeTrackingQuery } from '../../qbxml/time-tracking-query.js';
import { txnDel } from '../../qbxml/txn-del.js';
import { vendorAdd } from '../../qbxml/vendor-add.js';
import { vendorQuery } from '../../qbxml/vendor-query.js';
import { readXml } from '../../qbxml/xml-reader.js';
import { requestFixture, requestsFixture } from './fixtures.js';
import { EXPENSE_REPORT, GUID, INVOICE, PURCHASE_ORDER, TIMESHEET, thrownBy } from './samples.js';

const [ENTRY = expect.fail('no entry')] = TIMESHEET.entries;
const RECEIPT = {
  vendor: { name: 'Acme Distribution' },
  date: '2026-01-21',
  refNumber: 'PO-4411',
  memo: 'Received in the PSA',
  externalGUID: GUID,
  link: { txnID: '2C-1767700000', txnLineID: '2E-1767700000' },
  quantity: '1.00',
};

const invoiceXml = (change: Partial<typeof INVOICE> = {}, refNumber: string | undefined = 'INV-10231') =>
  invoiceAdd.build('set-0', { invoice: { ...INVOICE, ...change }, refNumber, externalGUID: GUID });
const orderXml = (change: Partial<typeof PURCHASE_ORDER> = {}, refNumber: string | undefined = 'PO-4411') =>
  purchaseOrderAdd.build('set-0', {
    purchaseOrder: { ...PURCHASE_ORDER, ...change },
    refNumber,
    externalGUID: GUID,
  });
const billXml = (change: Partial<typeof EXPENSE_REPORT> = {}) =>
  billAdd.build('set-0', { expenseReport: { ...EXPENSE_REPORT, ...change }, externalGUID: GUID });
const timeXml = (
  change: Partial<typeof ENTRY> = {},
  resource: { name: string; listId?: string } = { name: 'Jane Doe' },
) => timeTrackingAdd.build('set-0', { resource, entry: { ...ENTRY, ...change }, externalGUID: GUID });
const receiptXml = (change: Partial<typeof RECEIPT> = {}) => itemReceiptAdd.build('set-0', { ...RECEIPT, ...change });

describe('golden requests', () => {
  it.each([
    ['invoice-add', invoiceXml],
    ['purchase-order-add', orderXml],
    ['item-receipt-add', receiptXml],
    ['bill-add', billXml],
    ['time-tracking-add', timeXml],
  ])('builds %s', (file, build) => {
    expect(build()).toBe(requestFixture(`${file}.request.xml`));
  });

  it('builds the queries', () => {
    const day = '2026-01-05';
    const built = [
      invoiceQuery.byTxnIDs('paid', ['1A-1', '1B-2']),
      invoiceQuery.byNumbers('namesakes', ['INV-1', 'INV-2']),
      invoiceQuery.byKey('invoice-key', { customer: INVOICE.customer, date: day, refNumber: 'INV-1' }),
      purchaseOrderQuery.byTxnIDs('order', ['2C-1']),
      purchaseOrderQuery.byKey('order-key', { vendor: { name: 'Acme', listId: '80000001-1' }, date: day }),
      itemReceiptQuery.byTxnIDs('receipt', ['3C-1']),
      billQuery.byKey('bill-key', { vendor: { name: 'A~B Supplies' }, date: '2026-01-09', refNumber: 'EXP-2291' }),
      timeTrackingQuery.byTxnIDs('time', ['4C-1']),
      timeTrackingQuery.byKey('time-key', { resource: { name: 'Jane Doe' }, date: day }),
      customerQuery.byFullNames('customers', ['Northwind Clinic~Albany', 'Other Co']),
      vendorQuery.byNameFilter('vendors', { criterion: 'StartsWith', name: 'Acme' }),
      itemQuery.byListIDs('items', ['80000007-1']),
      hostQuery.build('host'),
    ];

    expect(built.join('')).toBe(requestsFixture('queries.request.xml'));
  });

  it('builds the additions to lists', () => {
    const built = [
      customerAdd.build('customer', {
        name: 'Albany',
        parent: 'Northwind Clinic',
        companyName: 'Northwind Clinic',
        externalGUID: GUID,
      }),
      vendorAdd.build('vendor', { name: 'Acme Distribution' }),
      itemServiceAdd.build('service', {
        name: 'Remote Support',
        parent: 'Services',
        description: 'Remote support',
        price: '125.50',
        account: 'Service Income',
      }),
      itemInventoryAdd.build('inventory', {
        name: 'Firewall F-60',
        description: 'Firewall',
        price: '600.00',
        cost: '450',
        incomeAccount: 'Product Sales',
        costOfGoodsSoldAccount: 'Cost of Goods Sold',
        assetAccount: 'Inventory Asset',
      }),
    ];

    expect(built.join('')).toBe(requestsFixture('list-adds.request.xml'));
  });

  it('builds a deletion', () => {
    expect(txnDel.build('set-0', { txnDelType: 'PurchaseOrder', txnID: '2C-1' })).toBe(
      '<TxnDelRq requestID="set-0"><TxnDelType>PurchaseOrder</TxnDelType><TxnID>2C-1</TxnID></TxnDelRq>',
    );
  });
});

describe('what is left out and what is chosen', () => {
  it('sends the ListID alone where it is known, whatever the name', () => {
    const xml = invoiceXml({ customer: { name: 'x'.repeat(500), listId: '80000001-1' } });

    expect(xml).toContain('<CustomerRef><ListID>80000001-1</ListID></CustomerRef>');
  });

  it('sends no empty elements: a missing number lets QuickBooks number', () => {
    const xml = invoiceAdd.build('set-0', {
      invoice: { ...INVOICE, billTo: ' \n ', poNumber: ' ', terms: '', memo: '\u200b' },
      refNumber: undefined,
      externalGUID: GUID,
    });

    expect(xml).not.toMatch(/RefNumber|BillAddress|PONumber|TermsRef|Memo|<(\w+)><\/\1>/);
  });

  it.each([
    ['none', 'false', 'false'],
    ['print', 'true', 'false'],
    ['email', 'false', 'true'],
  ] as const)('states both flags for the delivery %s', (delivery, printed, emailed) => {
    expect(invoiceXml({ delivery })).toContain(
      `<IsToBePrinted>${printed}</IsToBePrinted><IsToBeEmailed>${emailed}</IsToBeEmailed>`,
    );
  });

  it('never sends the notes of an invoice', () => {
    expect(invoiceXml({ notes: 'secret remark' })).not.toContain('secret');
  });

  it('puts a memo of up to 99 characters into the message to the vendor, a longer one into the memo', () => {
    expect(orderXml({ memo: 'x'.repeat(99) })).toContain(`<VendorMsg>${'x'.repeat(99)}</VendorMsg>`);
    expect(orderXml({ memo: 'x'.repeat(100) })).toContain(`<Memo>${'x'.repeat(100)}</Memo><ExternalGUID>`);
  });

  it('sends no item with a received line: QuickBooks refuses one beside a link', () => {
    expect(receiptXml()).not.toContain('ItemRef');
  });

  it.each([
    ['20', '-20.00'],
    ['-20.00', '-20.00'],
  ])('subtracts a cash advance of %s', (cashAdvance, written) => {
    expect(billXml({ cashAdvance })).toContain(`<Amount>${written}</Amount><Memo>Cash advance</Memo>`);
  });

  it.each(['0', '0.00', undefined])('sends no line for a cash advance of %s', (cashAdvance) => {
    const { cashAdvance: _, cashAdvanceAccount: __, ...report } = EXPENSE_REPORT;
    const expenseReport = cashAdvance === undefined ? report : { ...report, cashAdvance };

    expect(billAdd.build('set-0', { expenseReport, externalGUID: GUID })).not.toContain('advance');
  });

  it('states that unbillable time is not billable', () => {
    const { customer: _, serviceItem: __, ...entry } = ENTRY;

    expect(
      timeTrackingAdd.build('a', { resource: { name: 'J' }, entry: { ...entry, billable: false }, externalGUID: GUID }),
    ).toContain('<BillableStatus>NotBillable</BillableStatus>');
  });
});

describe('what cannot be sent', () => {
  const [line = expect.fail('no line')] = INVOICE.lines;
  const [orderLine = expect.fail('no line')] = PURCHASE_ORDER.lines;
  const [, expense = expect.fail('no expense')] = EXPENSE_REPORT.items;
  const long = (length: number) => 'x'.repeat(length);

  it.each<[string, string, () => unknown]>([
    ['customer.name', 'allows 41', () => invoiceXml({ customer: { name: long(42) } })],
    ['customer.listId', 'allows 36', () => invoiceXml({ customer: { name: 'x', listId: long(37) } })],
    ['number', 'allows 11', () => invoiceXml({}, long(12))],
    ['poNumber', 'allows 25', () => invoiceXml({ poNumber: long(26) })],
    ['terms', 'allows 31', () => invoiceXml({ terms: long(32) })],
    ['memo', 'allows 4095', () => invoiceXml({ memo: long(4096) })],
    ['dueDate', 'YYYY-MM-DD', () => invoiceXml({ dueDate: '2026-02-30' })],
    ['billTo.addr2', 'allows 41', () => invoiceXml({ billTo: `a\n${long(42)}` })],
    ['billTo', 'found 6 lines', () => invoiceXml({ billTo: 'a\nb\nc\nd\ne\nf' })],
    ['billTo.postalCode', 'allows 13', () => invoiceXml({ billTo: { postalCode: long(14) } })],
    ['lines', 'found nothing', () => invoiceXml({ lines: [] })],
    ['lines[1].item', 'allows 31', () => invoiceXml({ lines: [line, { item: long(32) }] })],
    ['lines[0].taxCode', 'allows 3', () => invoiceXml({ lines: [{ ...line, taxCode: 'Taxable' }] })],
    ['lines[0].amount', '2 decimals', () => invoiceXml({ lines: [{ ...line, amount: '1.005' }] })],
    ['lines[0].rate', '5 decimals', () => invoiceXml({ lines: [{ ...line, rate: '0.123456' }] })],
    ['lines[0].quantity', '10 digits', () => invoiceXml({ lines: [{ ...line, quantity: '10000000000' }] })],
    ['vendor.name', 'allows 41', () => orderXml({ vendor: { name: long(42) } })],
    ['vendor.name', 'colon', () => orderXml({ vendor: { name: 'A:B' } })],
    ['shipVia', 'allows 15', () => orderXml({ shipVia: long(16) })],
    ['freight', 'allows 13', () => orderXml({ freight: long(14) })],
    ['memo', 'allows 4095', () => orderXml({ memo: long(4096) })],
    ['lines', 'found nothing', () => orderXml({ lines: [] })],
    ['lines[0].product', 'allows 31', () => orderXml({ lines: [{ ...orderLine, product: long(32) }] })],
    ['lines[0].unitCost', '5 decimals', () => orderXml({ lines: [{ ...orderLine, unitCost: '1.000001' }] })],
    ['lines[0].customer', 'allows 41', () => orderXml({ lines: [{ ...orderLine, customer: long(42) }] })],
    ['number', 'allows 20', () => receiptXml({ refNumber: long(21) })],
    ['quantity', '5 decimals', () => receiptXml({ quantity: '0.000001' })],
    ['link.TxnLineID', 'found nothing', () => receiptXml({ link: { txnID: 'a', txnLineID: '' } })],
    ['submitter.name', 'allows 41', () => billXml({ submitter: { name: long(42) } })],
    ['number', 'allows 20', () => billXml({ number: long(21) })],
    ['items', 'no reimbursable', () => billXml({ items: [{ ...expense, reimbursable: false }] })],
    [
      'items[1].account',
      'allows 31',
      () =>
        billXml({
          items: [
            { ...expense, reimbursable: false },
            { ...expense, account: long(32) },
          ],
        }),
    ],
    ['items[0].amount', '2 decimals', () => billXml({ items: [{ ...expense, amount: '0.001' }] })],
    ['cashAdvance', '2 decimals', () => billXml({ cashAdvance: '1.999' })],
    ['resource.name', 'allows 41', () => timeXml({}, { name: long(42) })],
    ['entries[T1].payrollItem', 'allows 31', () => timeXml({ payrollItem: long(32) })],
    ['entries[T1].notes', 'allows 4095', () => timeXml({ notes: long(4096) })],
    ['entries[T1].minutes', 'whole minutes', () => timeXml({ minutes: 0.5 })],
    ['name', 'allows 41', () => customerAdd.build('a', { name: long(42) })],
    ['name', 'found 2 levels', () => customerAdd.build('a', { name: 'A~B' })],
    ['name', 'found nothing', () => vendorAdd.build('a', { name: ' ' })],
    ['name', 'colon', () => vendorAdd.build('a', { name: 'A:B' })],
    ['account', 'found nothing', () => itemServiceAdd.build('a', { name: 'A', account: '' })],
  ])('names %s (%s)', (field, problem, build) => {
    const error = thrownBy(build);

    expect(error.code).toBe('unsendable');
    expect(error.problems.map((each) => each.field)).toEqual([field]);
    expect(error.message).toContain(problem);
  });

  it('says who shall do what', () => {
    expect(
      thrownBy(() => invoiceXml({ customer: { name: 'The Northwind Clinic for Small and Large Animals' } })).message,
    ).toBe(
      'customer.name: found 48 characters in "The Northwind Clinic for Small and Large Animals", QuickBooks allows 41; shorten the name in the PSA',
    );
  });

  it('asks for the account of a cash advance', () => {
    const { cashAdvanceAccount: _, ...expenseReport } = EXPENSE_REPORT;

    expect(thrownBy(() => billAdd.build('a', { expenseReport, externalGUID: GUID })).problems).toEqual([
      { field: 'cashAdvanceAccount', problem: 'found nothing, QuickBooks requires AccountRef; fill it in in the PSA' },
    ]);
  });

  it.each([
    ['entries[T1].customer', 'a customer and a service item', ['customer', 'serviceItem']],
    ['entries[T1].customer', 'a customer;', ['customer']],
    ['entries[T1].serviceItem', 'a service item;', ['serviceItem']],
  ])('asks for %s of billable time: %s', (field, problem, missing) => {
    const entry = Object.fromEntries(Object.entries(ENTRY).filter(([name]) => !missing.includes(name))) as typeof ENTRY;

    const error = thrownBy(() => timeTrackingAdd.build('a', { resource: { name: 'J' }, entry, externalGUID: GUID }));

    expect(error.problems).toMatchObject([{ field, problem: expect.stringContaining(problem) }]);
  });

  it.each([
    () => invoiceQuery.byTxnIDs('a', []),
    () => invoiceQuery.byNumbers('a', []),
    () => timeTrackingQuery.byTxnIDs('a', []),
    () => customerQuery.byFullNames('a', []),
    () => customerQuery.byListIDs('a', []),
  ])('refuses a query without a condition, which would answer with the whole file', (build) => {
    expect(thrownBy(build).code).toBe('internal');
  });

  it('refuses a requestID over 50 characters', () => {
    expect(hostQuery.build(long(50))).toContain(long(50));
    expect(thrownBy(() => hostQuery.build(long(51))).code).toBe('internal');
  });
});

describe('any text', () => {
  it('reaches QuickBooks as ASCII that says the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (memo) => {
        const xml = buildMessageSet({ requests: [invoiceXml({ memo })], onError: 'stopOnError' });

        const set = child(readXml(xml), 'QBXMLMsgsRq');
        const add = set?.children[0]?.children[0] ?? expect.fail('no InvoiceAdd');

        expect(xml).toMatch(/^[\t\n -~]*$/);
        expect(textOf(add, 'Memo') ?? '').toBe(toLatin1(memo).trim());
        expect(child(add, 'CustomerRef')?.children.map((each) => each.text)).toEqual(['Northwind Clinic:Albany']);
      }),
    );
  });
});
