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
import { itemReceiptQuery } from '../../qbxml/item-receipt-query.js';
import { itemServiceAdd } from '../../qbxml/item-service-add.js';
import { toLatin1 } from '../../qbxml/latin1.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import { timeTrackingAdd } from '../../qbxml/time-tracking-add.js';
import { timeTrackingQuery } from '../../qbxml/time-tracking-query.js';
import { txnDel } from '../../qbxml/txn-del.js';
import { vendorAdd } from '../../qbxml/vendor-add.js';
import { vendorQuery } from '../../qbxml/vendor-query.js';
import { readXml } from '../../qbxml/xml-reader.js';
import { billXml, ENTRY, invoiceXml, orderXml, receiptXml, timeXml } from './builders.js';
import { requestFixture, requestsFixture } from './fixtures.js';
import { EXPENSE_REPORT, GUID, INVOICE } from './samples.js';

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
      invoiceQuery.byTxnIds('paid', ['1A-1', '1B-2']),
      invoiceQuery.byNumbers('namesakes', ['INV-1', 'INV-2']),
      invoiceQuery.byKey('invoice-key', { customer: INVOICE.customer, date: day, refNumber: 'INV-1' }),
      purchaseOrderQuery.byTxnIds('order', ['2C-1']),
      purchaseOrderQuery.byKey('order-key', { vendor: { name: 'Acme', listId: '80000001-1' }, date: day }),
      itemReceiptQuery.byTxnIds('receipt', ['3C-1']),
      billQuery.byKey('bill-key', { vendor: { name: 'A~B Supplies' }, date: '2026-01-09', refNumber: 'EXP-2291' }),
      timeTrackingQuery.byTxnIds('time', ['4C-1']),
      timeTrackingQuery.byKey('time-key', { resource: { name: 'Jane Doe' }, date: day }),
      customerQuery.byFullNames('customers', ['Northwind Clinic~Albany', 'Other Co']),
      vendorQuery.byNameFilter('vendors', { criterion: 'StartsWith', name: 'Acme' }),
      itemQuery.byListIds('items', ['80000007-1']),
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
        externalGuid: GUID,
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
    expect(txnDel.build('set-0', { txnDelType: 'PurchaseOrder', txnId: '2C-1' })).toBe(
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
      externalGuid: GUID,
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

    expect(billAdd.build('set-0', { expenseReport, externalGuid: GUID })).not.toContain('advance');
  });

  it('states that unbillable time is not billable', () => {
    const { customer: _, serviceItem: __, ...entry } = ENTRY;

    expect(
      timeTrackingAdd.build('a', { resource: { name: 'J' }, entry: { ...entry, billable: false }, externalGuid: GUID }),
    ).toContain('<BillableStatus>NotBillable</BillableStatus>');
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
