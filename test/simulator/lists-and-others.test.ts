import { describe, expect, it } from 'vitest';
import { openInMemoryCompanyFile } from '../../simulator/simulator.js';
import { run, runOne, statusOf, textAt } from './requests.js';

const customerAdd = (name: string): string =>
  `<CustomerAddRq><CustomerAdd><Name>${name}</Name></CustomerAdd></CustomerAddRq>`;
const vendorAdd = (name: string): string => `<VendorAddRq><VendorAdd><Name>${name}</Name></VendorAdd></VendorAddRq>`;
const time = (content: string, duration = 'PT1H30M'): string => {
  const [before = '', after = ''] = content.split('|');
  return `<TimeTrackingAddRq><TimeTrackingAdd><TxnDate>2026-01-05</TxnDate>${before}<Duration>${duration}</Duration>${after}</TimeTrackingAdd></TimeTrackingAddRq>`;
};
const reference = (element: string, name: string): string => `<${element}><FullName>${name}</FullName></${element}>`;
const expense = (account: string, amount: string): string =>
  `<ExpenseLineAdd>${reference('AccountRef', account)}<Amount>${amount}</Amount></ExpenseLineAdd>`;
const bill = (vendor: string, lines: string): string =>
  `<BillAddRq><BillAdd>${reference('VendorRef', vendor)}${lines}</BillAdd></BillAddRq>`;

describe('lists', () => {
  it.each([
    ['a customer of that name', customerAdd('northwind CLINIC'), '3100 Error'],
    ['a customer named as a vendor', customerAdd('Acme Distribution'), '3100 Error'],
    ['a vendor named as an employee', vendorAdd('Jane Doe'), '3100 Error'],
    ['a vendor named as another name', vendorAdd('Petty Cash Box'), '3100 Error'],
    ['a customer named as an inactive one', customerAdd('Old Mill Bakery'), '3100 Error'],
    ['a name with a colon', customerAdd('A:B'), '3180 Error'],
    ['a vendor named as an account', vendorAdd('Travel'), '0 Info'],
    ['a new customer', customerAdd('New Co'), '0 Info'],
  ])('answer the adding of %s', (_, request, status) => {
    expect(statusOf(runOne(openInMemoryCompanyFile(), request))).toBe(status);
  });

  it('refuse an item under a taken name, and an inventory part without its accounts', () => {
    const file = openInMemoryCompanyFile();
    const prices =
      '<SalesOrPurchase><Price>1.00</Price><AccountRef><FullName>Service Income</FullName></AccountRef></SalesOrPurchase>';
    const service = (name: string): string =>
      `<ItemServiceAddRq><ItemServiceAdd><Name>${name}</Name>${prices}</ItemServiceAdd></ItemServiceAddRq>`;

    const responses = run(
      file,
      `${service('fw-60f') + service('Audit')}<ItemInventoryAddRq><ItemInventoryAdd><Name>Router</Name></ItemInventoryAdd></ItemInventoryAddRq>`,
    );

    expect(responses.map(statusOf)).toEqual(['3100 Error', '0 Info', '3270 Error']);
    expect(textAt(responses[1] ?? expect.fail(), 'ItemServiceRet', 'SalesOrPurchase', 'AccountRef', 'FullName')).toBe(
      'Service Income',
    );
  });

  it('leave inactive elements out of a filter, but not out of a look-up', () => {
    const file = openInMemoryCompanyFile();
    const names = (content: string): (string | undefined)[] =>
      runOne(file, `<CustomerQueryRq>${content}</CustomerQueryRq>`).children.map((ret) => textAt(ret, 'FullName'));
    const filter = '<NameFilter><MatchCriterion>Contains</MatchCriterion><Name>mill</Name></NameFilter>';

    expect(names(filter)).toEqual([]);
    expect(names(`<ActiveStatus>All</ActiveStatus>${filter}`)).toEqual(['Old Mill Bakery']);
    expect(names('<ActiveStatus>InactiveOnly</ActiveStatus>')).toEqual(['Old Mill Bakery']);
    expect(names('<FullName>old mill bakery</FullName>')).toEqual(['Old Mill Bakery']);
    expect(names('<FullName>Acme Distribution</FullName>')).toEqual([]);
  });

  it('say 500 to a look-up that misses and 1 to a filter that finds nothing', () => {
    const file = openInMemoryCompanyFile();
    const filter = '<NameFilter><MatchCriterion>Contains</MatchCriterion><Name>zz</Name></NameFilter>';

    const responses = run(
      file,
      `<VendorQueryRq><FullName>Nobody</FullName></VendorQueryRq><VendorQueryRq>${filter}</VendorQueryRq>`,
    );

    expect(responses.map(statusOf)).toEqual(['500 Warn', '1 Info']);
  });
});

describe('TimeTrackingAdd', () => {
  const jane = reference('EntityRef', 'Jane Doe');
  const ken = reference('EntityRef', 'Ken Ito');
  const customer = reference('CustomerRef', 'Northwind Clinic');
  const service = reference('ItemServiceRef', 'Remote Support');
  const payroll = reference('PayrollItemWageRef', 'Hourly Rate');
  const billable = '<BillableStatus>Billable</BillableStatus>';

  it.each([
    ['an employee', time(jane), '0 Info'],
    ['a vendor', time(reference('EntityRef', 'v-Ito, Ken')), '0 Info'],
    ['a customer', time(reference('EntityRef', 'Northwind Clinic')), '3140 Error'],
    ['billable time with customer and item', time(`${jane}${customer}${service}|${billable}`), '0 Info'],
    ['billable time without a customer', time(`${jane}${service}|${billable}`), '3150 Error'],
    ['billable time without an item', time(`${jane}${customer}|${billable}`), '3150 Error'],
    ['an item that is no service', time(`${jane}${reference('ItemServiceRef', 'FW-60F')}`), '3140 Error'],
    ['a payroll item where time makes the pay check', time(`${jane}|${payroll}`), '0 Info'],
    ['a payroll item where it does not', time(`${ken}|${payroll}`), '3210 Error'],
  ])('answers %s', (_, request, status) => {
    expect(statusOf(runOne(openInMemoryCompanyFile(), request))).toBe(status);
  });

  it('is found again by date and person, without seconds', () => {
    const file = openInMemoryCompanyFile();
    run(file, time(jane, 'PT90M20S') + time(ken));

    const response = runOne(
      file,
      `<TimeTrackingQueryRq><TxnDateRangeFilter><FromTxnDate>2026-01-05</FromTxnDate></TxnDateRangeFilter><TimeTrackingEntityFilter><FullName>Jane Doe</FullName></TimeTrackingEntityFilter></TimeTrackingQueryRq>`,
    );

    expect(response.children.map((ret) => textAt(ret, 'Duration'))).toEqual(['PT1H30M']);
  });
});

describe('BillAdd', () => {
  it.each([
    [
      'an expense report with an advance',
      bill('v-Doe, Jane', expense('Travel', '48.20') + expense('Employee Advances', '-20.00')),
      '0 Info',
    ],
    ['a total below zero', bill('v-Doe, Jane', expense('Travel', '-0.01')), '3180 Error'],
    ['no lines', bill('v-Doe, Jane', ''), '3150 Error'],
    ['an employee for the payee', bill('Jane Doe', expense('Travel', '48.20')), '3140 Error'],
    ['an unknown account', bill('v-Doe, Jane', expense('Yacht', '1.00')), '3140 Error'],
  ])('answers %s', (_, request, status) => {
    expect(statusOf(runOne(openInMemoryCompanyFile(), request))).toBe(status);
  });

  it('returns the sum of its lines', () => {
    const response = runOne(
      openInMemoryCompanyFile(),
      bill('v-Doe, Jane', expense('Travel', '48.20') + expense('Employee Advances', '-20.00')),
    );

    expect(textAt(response, 'BillRet', 'AmountDue')).toBe('28.20');
  });
});

describe('the company', () => {
  const ownerId = '{11111111-2222-3333-4444-555555555555}';

  it('carries the FileID of an owner, and keeps the first', () => {
    const file = openInMemoryCompanyFile();
    file.writeFileId(ownerId, '{aaaaaaaa-2222-3333-4444-555555555555}');
    file.writeFileId(ownerId, '{bbbbbbbb-2222-3333-4444-555555555555}');

    const { response } = file.hostCompanyPreferences(ownerId);

    expect(response).toContain(
      '<DataExtName>FileID</DataExtName><DataExtType>STR255TYPE</DataExtType><DataExtValue>{aaaaaaaa-',
    );
    expect(response).not.toContain('bbbbbbbb');
    expect(response.match(/<(Host|Company|Preferences)QueryRs requestID="[012]"/g)).toHaveLength(3);
    file.changeFileId(ownerId, undefined);
    expect(file.hostCompanyPreferences(ownerId).response).not.toContain('FileID');
  });
});
