import { describe, expect, it } from 'vitest';
import { openInMemoryCompanyFile } from '../../simulator/simulator.js';
import { invoiceAdd, messageSet, oneLine, responseTo, run, runOne, statusOf } from './requests.js';

const good = messageSet(invoiceAdd());

describe('what QuickBooks cannot parse', () => {
  it.each([
    ['a raw character beyond ASCII', 'is not ASCII', good.replace('Northwind', 'Nörthwind')],
    ['no qbxml processing instruction', '<?qbxml', good.replace('<?qbxml version="13.0"?>', '')],
    ['an unsupported version', 'not supported', good.replace('13.0', '99.0')],
    [
      'no XML declaration',
      'the XML declaration is missing',
      good.replace('<?xml version="1.0" encoding="utf-8"?>', ''),
    ],
    ['no onError', 'onError is missing', good.replace('onError="continueOnError"', '')],
    ['rollbackOnError', 'onError="rollbackOnError"', good.replace('continueOnError', 'rollbackOnError')],
    ['an unknown request', '<InvoiceSendRq>', messageSet('<InvoiceSendRq/>')],
    ['a request without its Rq', '<CheckAdd>', messageSet('<CheckAdd/>')],
    ['an unknown element', '<Colour> is unknown', messageSet(invoiceAdd('<Colour>red</Colour>'))],
    [
      'an element out of order',
      '<TxnDate> is unknown or out of order',
      messageSet(invoiceAdd('<RefNumber>1</RefNumber><TxnDate>2026-01-05</TxnDate>')),
    ],
    [
      'an element twice',
      '<RefNumber> is unknown or out of order',
      messageSet(invoiceAdd('<RefNumber>1</RefNumber><RefNumber>2</RefNumber>')),
    ],
    [
      'a required element missing',
      '<InvoiceAdd> lacks <CustomerRef>',
      messageSet('<InvoiceAddRq><InvoiceAdd><Memo>x</Memo></InvoiceAdd></InvoiceAddRq>'),
    ],
    ['a wrong case of a name', '<memo> is unknown', messageSet(invoiceAdd('<memo>x</memo>'))],
    ['an attribute that is unknown', 'requestId', messageSet(invoiceAdd().replace('requestID', 'requestId'))],
    ['an iterator where there is none', 'iterator="Start"', messageSet('<AccountQueryRq iterator="Start"/>')],
    [
      'a purchase order without lines',
      'lacks <PurchaseOrderLineAdd>',
      messageSet('<PurchaseOrderAddRq><PurchaseOrderAdd><Memo>x</Memo></PurchaseOrderAdd></PurchaseOrderAddRq>'),
    ],
    [
      'text between elements',
      'text inside <InvoiceAdd>',
      messageSet(`x${invoiceAdd()}`).replace('<InvoiceAdd>', '<InvoiceAdd>x'),
    ],
    ['XML that is cut off', 'no ">"', good.slice(0, -20)],
    ['an unknown entity', '&nbsp;', good.replace('Northwind', '&nbsp;')],
    ['a bare ampersand', 'a bare "&"', good.replace('Northwind', 'A & B')],
    ['a document type', 'document type', good.replace('<QBXML>', '<!DOCTYPE x><QBXML>')],
  ])('refuses %s as a whole', (_, reason, xml) => {
    const file = openInMemoryCompanyFile();

    const result = file.process(xml.replace('</QBXMLMsgsRq>', `${invoiceAdd()}</QBXMLMsgsRq>`));

    expect(result).toMatchObject({
      hresult: '0x80040400',
      message: 'QuickBooks found an error when parsing the provided XML text stream.',
      detail: expect.stringContaining(reason),
    });
    expect(file.transactions()).toEqual([]);
  });

  it('takes characters beyond ASCII as entities', () => {
    const file = openInMemoryCompanyFile({
      ...{ customers: [{ name: 'Café Zoë' }], items: [{ name: 'Remote Support', type: 'service' }] },
    });

    runOne(file, invoiceAdd('<Memo>&#8364; &#xE9;</Memo>', oneLine, 'Caf&#233; Zo&#235;'));

    expect(file.transactions()).toMatchObject([{ entity: 'Café Zoë', memo: '€ é' }]);
  });
});

describe('what a single request fails for', () => {
  const rate = (element: string): string => invoiceAdd('', oneLine.replace('<Rate>100.00</Rate>', element));
  const time = (content: string): string =>
    `<TimeTrackingAddRq><TimeTrackingAdd><EntityRef><FullName>Jane Doe</FullName></EntityRef>${content}</TimeTrackingAdd></TimeTrackingAddRq>`;

  it.each([
    ['an amount with one decimal', '3040', 'the amount "600.5" in the field "Amount"', rate('<Amount>600.5</Amount>')],
    ['a price with six decimals', '3045', 'the price "1.123456" in the field "Rate"', rate('<Rate>1.123456</Rate>')],
    ['a percentage that is none', '3050', 'the percentage "5%" in', rate('<RatePercent>5%</RatePercent>')],
    ['a quantity in words', '3060', 'the quantity "two" in', invoiceAdd('', oneLine.replace('>2<', '>two<'))],
    [
      'a date that does not exist',
      '3020',
      'There was an error when converting the date value "2026-02-30" in the field "TxnDate"',
      invoiceAdd('<TxnDate>2026-02-30</TxnDate>'),
    ],
    ['a date without leading zeros', '3020', '"2026-2-3"', invoiceAdd('<TxnDate>2026-2-3</TxnDate>')],
    [
      'True with a capital letter',
      '3010',
      'the boolean value "True" in the field "IsToBePrinted"',
      invoiceAdd('<IsToBePrinted>True</IsToBePrinted>'),
    ],
    [
      'a GUID without braces',
      '3065',
      'in the field "ExternalGUID"',
      invoiceAdd('<ExternalGUID>0b4a0c9e-2c0d-4c58-9d5c-0f4a35e1c001</ExternalGUID>'),
    ],
    ['a duration in hours', '3035', '"1.5"', time('<Duration>1.5</Duration>')],
    [
      'an unknown word',
      '3110',
      '"Maybe" in the field "BillableStatus"',
      time('<Duration>PT1H</Duration><BillableStatus>Maybe</BillableStatus>'),
    ],
    ['a number in words', '3085', '"all"', '<InvoiceQueryRq><MaxReturned>all</MaxReturned></InvoiceQueryRq>'],
  ])('refuses %s by itself, and the other requests go on', (_, code, text, request) => {
    const file = openInMemoryCompanyFile();

    const responses = run(file, invoiceAdd() + request + invoiceAdd());

    expect(responses.map(({ attributes }) => attributes.statusCode)).toEqual(['0', code, '0']);
    expect(responses[1]?.attributes.statusMessage).toContain(text);
    expect(file.transactions()).toHaveLength(2);
  });

  it('executes nothing behind a bad value when the set stops on errors', () => {
    const file = openInMemoryCompanyFile();

    const bad = invoiceAdd('<TxnDate>2026-02-30</TxnDate>');
    const responses = run(file, invoiceAdd() + bad + invoiceAdd(), 'onError="stopOnError"');

    expect(responses.map(({ attributes }) => attributes.statusCode)).toEqual(['0', '3020', '3231']);
    expect(file.transactions()).toHaveLength(1);
  });

  it.each([
    ['RefNumber', 'RefNumber', 11],
    ['PONumber', 'PONumber', 25],
    ['FOB', 'FOB', 13],
    ['Memo', 'Memo', 4095],
  ])('refuses a %s that is too long with 3070, and the other requests go on', (name, field, length) => {
    const file = openInMemoryCompanyFile();
    const long = 'x'.repeat(length + 1);

    const [first, second, third] = responseTo(
      file,
      messageSet(
        invoiceAdd(`<${name}>${long}</${name}>`) + invoiceAdd(`<${name}>${long.slice(1)}</${name}>`) + invoiceAdd(),
      ),
    ).children;

    expect(first?.attributes).toMatchObject({
      statusCode: '3070',
      statusSeverity: 'Error',
      statusMessage: `The string "${long}" in the field "${field}" is too long.`,
    });
    expect([second, third].map((one) => one?.attributes.statusCode)).toEqual(['0', '0']);
  });

  it.each(['CheckAdd', 'InvoiceMod', 'ListDel', 'DataExtDefQuery'])(
    'refuses a %s, which qbXML has and the company file does not execute, with 1030',
    (name) => {
      const file = openInMemoryCompanyFile();

      const responses = run(file, `${invoiceAdd()}<${name}Rq requestID="7"><Memo>x</Memo></${name}Rq>${invoiceAdd()}`);

      expect(responses.map(({ attributes }) => attributes.statusCode)).toEqual(['0', '1030', '0']);
      expect(responses[1]).toMatchObject({
        name: `${name}Rs`,
        attributes: { requestID: '7', statusMessage: 'This request is not supported by this implementation.' },
      });
    },
  );

  it('counts a surrogate pair as one character', () => {
    const number = '&#128512;'.repeat(11);

    expect(statusOf(runOne(openInMemoryCompanyFile(), invoiceAdd(`<RefNumber>${number}</RefNumber>`)))).toBe('0 Info');
  });

  it('refuses a requestID over 50 characters with 1060', () => {
    const response = runOne(
      openInMemoryCompanyFile(),
      invoiceAdd().replace('requestID="1"', `requestID="${'9'.repeat(51)}"`),
    );

    expect(statusOf(response)).toBe('1060 Error');
  });
});
