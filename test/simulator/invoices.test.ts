import { describe, expect, it } from 'vitest';
import { openInMemoryCompanyFile, sampleCompanySeed } from '../../simulator/simulator.js';
import { child, invoiceAdd, oneLine, run, runOne, statusOf, textAt } from './requests.js';

const line = (content: string): string => `<InvoiceLineAdd>${content}</InvoiceLineAdd>`;
const item = (name: string): string => `<ItemRef><FullName>${name}</FullName></ItemRef>`;

describe('InvoiceAdd', () => {
  it('returns the invoice with what QuickBooks works out', () => {
    const file = openInMemoryCompanyFile();
    const taxed = line(
      `${item('FW-60F')}<Quantity>1.5</Quantity><Rate>600.00</Rate><SalesTaxCodeRef><FullName>Tax</FullName></SalesTaxCodeRef>`,
    );

    const ret = child(runOne(file, invoiceAdd('<TxnDate>2026-01-05</TxnDate>', oneLine + taxed)), 'InvoiceRet');

    expect(Object.fromEntries(ret.children.map(({ name, text }) => [name, text]))).toMatchObject({
      TxnDate: '2026-01-05',
      DueDate: '2026-02-04',
      RefNumber: '1',
      Subtotal: '1100.00',
      SalesTaxTotal: '72.00',
      BalanceRemaining: '1172.00',
      AppliedAmount: '0.00',
      IsPaid: 'false',
    });
    expect(textAt(ret, 'TermsRef', 'FullName')).toBe('Net 30');
    expect(textAt(ret, 'InvoiceLineRet', 'SalesTaxCodeRef', 'FullName')).toBe('Non');
    expect(ret.children.map(({ name }) => name)).not.toContain('LinkedTxn');
  });

  it('is refused with 3150 without lines, though the schema allows that', () => {
    const file = openInMemoryCompanyFile();

    const response = runOne(file, invoiceAdd('', ''));

    expect(response.attributes).toMatchObject({
      statusCode: '3150',
      statusMessage: 'There is a missing element: "InvoiceLineAdd".',
    });
    expect(file.transactions()).toEqual([]);
  });

  it('ignores the rate when an amount is given', () => {
    const file = openInMemoryCompanyFile();

    runOne(file, invoiceAdd('', line(`${item('FW-60F')}<Quantity>2</Quantity><Rate>5.00</Rate><Amount>7.77</Amount>`)));

    expect(file.transactions()).toMatchObject([{ amount: '7.77' }]);
  });

  it('numbers by itself after the highest number, and takes the same number twice', () => {
    const file = openInMemoryCompanyFile();

    run(
      file,
      invoiceAdd('<RefNumber>1098</RefNumber>') +
        invoiceAdd() +
        invoiceAdd('<RefNumber>1098</RefNumber>') +
        invoiceAdd('<RefNumber>A-7</RefNumber>') +
        invoiceAdd(),
    );

    expect(file.transactions().map(({ refNumber }) => refNumber)).toEqual(['1098', '1099', '1098', 'A-7', '1100']);
  });

  it('takes an inactive customer', () => {
    const response = runOne(openInMemoryCompanyFile(), invoiceAdd('', oneLine, 'Old Mill Bakery'));

    expect(statusOf(response)).toBe('0 Info');
  });

  it('keeps the ExternalGUID', () => {
    const guid = '{0b4a0c9e-2c0d-4c58-9d5c-0f4a35e1c001}';
    const file = openInMemoryCompanyFile();

    const response = runOne(file, invoiceAdd(`<ExternalGUID>${guid}</ExternalGUID>`));

    expect(textAt(response, 'InvoiceRet', 'ExternalGUID')).toBe(guid);
    expect(file.transactions()).toMatchObject([{ externalGuid: guid }]);
  });

  it.each([undefined, '', 'not an address'])(
    'refuses one to be e-mailed to a customer whose address is "%s"',
    (email) => {
      const file = openInMemoryCompanyFile();
      if (email !== undefined) file.setCustomer('Willow School', { email });

      const response = runOne(file, invoiceAdd('<IsToBeEmailed>true</IsToBeEmailed>', oneLine, 'Willow School'));

      expect(response.attributes).toMatchObject({
        statusCode: '3180',
        statusMessage:
          "There was an error when saving a Invoice.  QuickBooks error message: The email address specified for this customer is invalid, and the transaction is marked 'To be e-mailed'.",
      });
      expect(file.transactions()).toEqual([]);
    },
  );

  it.each([
    ['Customer', invoiceAdd('', oneLine, 'Nobody'), '"Nobody" in the Invoice.'],
    ['Item', invoiceAdd('', line(item('Nothing'))), '"Nothing" in the Invoice line.'],
    ['Terms', invoiceAdd('<TermsRef><FullName>Net 99</FullName></TermsRef>'), '"Net 99" in the Invoice.'],
    ['Class', invoiceAdd('<ClassRef><FullName>Odd</FullName></ClassRef>'), '"Odd" in the Invoice.'],
    ['Ship Method', invoiceAdd('<ShipMethodRef><FullName>Boat</FullName></ShipMethodRef>'), '"Boat" in the Invoice.'],
    [
      'Sales Tax Code',
      invoiceAdd('', line(`${item('FW-60F')}<SalesTaxCodeRef><FullName>Odd</FullName></SalesTaxCodeRef>`)),
      '"Odd" in the Invoice line.',
    ],
  ])('refuses an unknown %s with 3140', (what, request, where) => {
    const file = openInMemoryCompanyFile();

    const response = runOne(file, request);

    expect(response.attributes).toMatchObject({ statusCode: '3140', statusSeverity: 'Error' });
    expect(response.attributes.statusMessage).toBe(
      `There is an invalid reference to QuickBooks ${what} ${where}  QuickBooks error message: Invalid argument.  The specified record does not exist in the list.`,
    );
    expect(file.transactions()).toEqual([]);
  });

  it('refuses an inactive item with 3140, and a customer name with another case is the same customer', () => {
    const file = openInMemoryCompanyFile();
    file.setElement('FW-60F', { isActive: false });

    const responses = run(file, invoiceAdd('', line(item('FW-60F'))) + invoiceAdd('', oneLine, 'NORTHWIND clinic'));

    expect(responses.map(statusOf)).toEqual(['3140 Error', '0 Info']);
  });

  it('refuses a date on or before the closing date with 3171', () => {
    const file = openInMemoryCompanyFile({ ...sampleCompanySeed(), closingDate: '2025-12-31' });

    const responses = run(
      file,
      invoiceAdd('<TxnDate>2025-12-31</TxnDate>') + invoiceAdd('<TxnDate>2026-01-01</TxnDate>'),
    );

    expect(responses.map(statusOf)).toEqual(['3171 Error', '0 Info']);
  });

  it('refuses what another user holds, for as many writing message sets as said', () => {
    const file = openInMemoryCompanyFile();
    file.lock('Northwind Clinic', 2);
    file.lock('Invoice', 1);

    const statuses = [invoiceAdd('', oneLine, 'Cedar Dental'), '<HostQueryRq/>', invoiceAdd(), invoiceAdd()].map(
      (one) => statusOf(runOne(file, one)),
    );

    expect(statuses).toEqual(['3176 Error', '0 Info', '3175 Error', '0 Info']);
  });

  it('stops at the first refusal under stopOnError: earlier ones stay, later ones are not processed', () => {
    const file = openInMemoryCompanyFile();
    const requests =
      invoiceAdd('<RefNumber>1</RefNumber>') +
      invoiceAdd('', oneLine, 'Nobody') +
      invoiceAdd('<RefNumber>3</RefNumber>');

    const responses = run(file, requests, 'onError="stopOnError"');

    expect(responses.map(statusOf)).toEqual(['0 Info', '3140 Error', '3231 Error']);
    expect(responses[2]?.attributes.statusMessage).toBe('The request has not been processed.');
    expect(file.transactions().map(({ refNumber }) => refNumber)).toEqual(['1']);
  });
});

describe('InvoiceQuery', () => {
  const paidQuery = (key: string): string =>
    `<InvoiceQueryRq>${key}<IncludeLinkedTxns>true</IncludeLinkedTxns><IncludeRetElement>TxnID</IncludeRetElement><IncludeRetElement>IsPaid</IncludeRetElement><IncludeRetElement>BalanceRemaining</IncludeRetElement><IncludeRetElement>LinkedTxn</IncludeRetElement></InvoiceQueryRq>`;

  it('shows payments that people entered, with their dates', () => {
    const file = openInMemoryCompanyFile();
    runOne(file, invoiceAdd('<RefNumber>77</RefNumber>'));
    const txnId = file.transactions()[0]?.txnId ?? '';
    file.payInvoice({ number: '77' }, { date: '2026-01-05', amount: '50.00' });

    const part = child(runOne(file, paidQuery(`<TxnID>${txnId}</TxnID>`)), 'InvoiceRet');
    file.payInvoice({ txnId }, { date: '2026-01-09' });
    const full = child(runOne(file, paidQuery('<RefNumber>77</RefNumber>')), 'InvoiceRet');

    expect([textAt(part, 'IsPaid'), textAt(part, 'BalanceRemaining')]).toEqual(['false', '150.00']);
    expect(textAt(full, 'IsPaid')).toBe('true');
    const dates = full.children
      .filter(({ name }) => name === 'LinkedTxn')
      .map((one) => [textAt(one, 'TxnType'), textAt(one, 'TxnDate'), textAt(one, 'Amount')]);
    expect(dates).toEqual([
      ['ReceivePayment', '2026-01-05', '-50.00'],
      ['ReceivePayment', '2026-01-09', '-150.00'],
    ]);
    expect(full.children.map(({ name }) => name)).toEqual([
      'TxnID',
      'BalanceRemaining',
      'IsPaid',
      'LinkedTxn',
      'LinkedTxn',
    ]);
  });

  it('warns with 500 about a key that is gone, and returns the rest', () => {
    const file = openInMemoryCompanyFile();
    runOne(file, invoiceAdd());
    const txnId = file.transactions()[0]?.txnId ?? '';

    const response = runOne(file, `<InvoiceQueryRq><TxnID>FF-1</TxnID><TxnID>${txnId}</TxnID></InvoiceQueryRq>`);

    expect(statusOf(response)).toBe('500 Warn');
    expect(response.attributes.statusMessage).toContain(
      'There was a required element ("FF-1") that could not be found',
    );
    expect(response.children).toHaveLength(1);
  });

  it('selects by filters, and says 1 when nothing passes', () => {
    const file = openInMemoryCompanyFile();
    run(
      file,
      ['A-1', 'A-2', 'B-1']
        .map((number, at) => invoiceAdd(`<TxnDate>2026-01-0${at + 1}</TxnDate><RefNumber>${number}</RefNumber>`))
        .join('') + invoiceAdd('<RefNumber>A-9</RefNumber>', oneLine, 'Cedar Dental'),
    );
    file.payInvoice({ number: 'A-2' });
    const numbers = (filter: string): string[] =>
      runOne(file, `<InvoiceQueryRq>${filter}</InvoiceQueryRq>`).children.map((ret) => textAt(ret, 'RefNumber') ?? '');

    expect(numbers('<EntityFilter><FullName>cedar dental</FullName></EntityFilter>')).toEqual(['A-9']);
    expect(
      numbers(
        '<TxnDateRangeFilter><FromTxnDate>2026-01-02</FromTxnDate><ToTxnDate>2026-01-03</ToTxnDate></TxnDateRangeFilter>',
      ),
    ).toEqual(['A-2', 'B-1']);
    expect(
      numbers(
        '<RefNumberFilter><MatchCriterion>StartsWith</MatchCriterion><RefNumber>a-</RefNumber></RefNumberFilter>',
      ),
    ).toEqual(['A-1', 'A-2', 'A-9']);
    expect(numbers('<PaidStatus>PaidOnly</PaidStatus>')).toEqual(['A-2']);
    expect(
      numbers('<ModifiedDateRangeFilter><FromModifiedDate>2999-01-01</FromModifiedDate></ModifiedDateRangeFilter>'),
    ).toEqual([]);
    expect(
      statusOf(
        runOne(
          file,
          '<InvoiceQueryRq><RefNumberFilter><MatchCriterion>Contains</MatchCriterion><RefNumber>zz</RefNumber></RefNumberFilter></InvoiceQueryRq>',
        ),
      ),
    ).toBe('1 Info');
  });

  it('pages with an iterator, which ends with the QuickBooks session', () => {
    const file = openInMemoryCompanyFile();
    run(file, invoiceAdd().repeat(5));
    const next = (attributes: string) =>
      runOne(file, `<InvoiceQueryRq ${attributes}><MaxReturned>2</MaxReturned></InvoiceQueryRq>`);

    const first = next('iterator="Start"');
    const id = first.attributes.iteratorID ?? '';
    const second = next(`iterator="Continue" iteratorID="${id}"`);
    file.beginSession();
    const lost = next(`iterator="Continue" iteratorID="${id}"`);

    expect([first, second].map((one) => [one.children.length, one.attributes.iteratorRemainingCount])).toEqual([
      [2, '3'],
      [2, '1'],
    ]);
    expect(statusOf(lost)).toBe('3391 Error');
  });
});
