import { describe, expect, it } from 'vitest';
import { billAdd } from '../../qbxml/bill-add.js';
import { customerAdd } from '../../qbxml/customer-add.js';
import { customerQuery } from '../../qbxml/customer-query.js';
import { hostQuery } from '../../qbxml/host-query.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import { itemServiceAdd } from '../../qbxml/item-service-add.js';
import { timeTrackingAdd } from '../../qbxml/time-tracking-add.js';
import { timeTrackingQuery } from '../../qbxml/time-tracking-query.js';
import { vendorAdd } from '../../qbxml/vendor-add.js';
import { billXml, ENTRY, invoiceXml, orderXml, receiptXml, timeXml } from './builders.js';
import { EXPENSE_REPORT, GUID, INVOICE, PURCHASE_ORDER, thrownBy } from './samples.js';

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
    ['link.txnLineId', 'found nothing', () => receiptXml({ link: { txnId: 'a', txnLineId: '' } })],
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

    expect(thrownBy(() => billAdd.build('a', { expenseReport, externalGuid: GUID })).problems).toEqual([
      { field: 'cashAdvanceAccount', problem: 'found nothing, QuickBooks requires AccountRef; fill it in in the PSA' },
    ]);
  });

  it.each([
    ['entries[T1].customer', 'a customer and a service item', ['customer', 'serviceItem']],
    ['entries[T1].customer', 'a customer;', ['customer']],
    ['entries[T1].serviceItem', 'a service item;', ['serviceItem']],
  ])('asks for %s of billable time: %s', (field, problem, missing) => {
    const entry = Object.fromEntries(Object.entries(ENTRY).filter(([name]) => !missing.includes(name))) as typeof ENTRY;

    const error = thrownBy(() => timeTrackingAdd.build('a', { resource: { name: 'J' }, entry, externalGuid: GUID }));

    expect(error.problems).toMatchObject([{ field, problem: expect.stringContaining(problem) }]);
  });

  it.each([
    () => invoiceQuery.byTxnIds('a', []),
    () => invoiceQuery.byNumbers('a', []),
    () => timeTrackingQuery.byTxnIds('a', []),
    () => customerQuery.byFullNames('a', []),
    () => customerQuery.byListIds('a', []),
  ])('refuses a query without a condition, which would answer with the whole file', (build) => {
    expect(thrownBy(build).code).toBe('internal');
  });

  it('refuses a requestID over 50 characters', () => {
    expect(hostQuery.build(long(50))).toContain(long(50));
    expect(thrownBy(() => hostQuery.build(long(51))).code).toBe('internal');
  });
});
