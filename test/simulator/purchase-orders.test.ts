import { describe, expect, it } from 'vitest';
import { type CompanyFile, openInMemoryCompanyFile, type TransactionView } from '../../simulator/simulator.js';
import {
  child,
  itemReceiptAdd,
  linkedLine,
  purchaseOrderAdd,
  purchaseOrderLine,
  run,
  runOne,
  statusOf,
  textAt,
} from './requests.js';

function ordered(lines: Readonly<Record<string, number>> = { 'FW-60F': 5, 'Switch 24': 2 }): {
  file: CompanyFile;
  order: TransactionView;
  lineIds: string[];
} {
  const file = openInMemoryCompanyFile();
  runOne(file, purchaseOrderAdd(lines, '<RefNumber>PO-1</RefNumber>'));
  const [order] = file.transactions();
  if (!order) expect.fail('no order');
  return { file, order, lineIds: order.lines.map(({ txnLineId }) => txnLineId) };
}

const received = (file: CompanyFile): (string | undefined)[] =>
  file.transactions({ type: 'PurchaseOrder' }).flatMap(({ lines }) => lines.map((line) => line.received));

const closing = (order: TransactionView, sequence = order.editSequence): string =>
  `<PurchaseOrderModRq><PurchaseOrderMod><TxnID>${order.txnId}</TxnID><EditSequence>${sequence}</EditSequence><IsManuallyClosed>true</IsManuallyClosed></PurchaseOrderMod></PurchaseOrderModRq>`;

const deleting = (type: string, txnId: string): string =>
  `<TxnDelRq><TxnDelType>${type}</TxnDelType><TxnID>${txnId}</TxnID></TxnDelRq>`;

describe('PurchaseOrderAdd', () => {
  it('returns its lines with ids, nothing received', () => {
    const response = runOne(openInMemoryCompanyFile(), purchaseOrderAdd({ 'FW-60F': 5 }));

    const ret = child(response, 'PurchaseOrderRet');
    expect(['TotalAmount', 'IsFullyReceived', 'RefNumber'].map((name) => textAt(ret, name))).toEqual([
      '50.00',
      'false',
      '1',
    ]);
    expect(textAt(ret, 'PurchaseOrderLineRet', 'TxnLineID')).toMatch(/^[\dA-F]+-\d+$/);
    expect(textAt(ret, 'PurchaseOrderLineRet', 'ReceivedQuantity')).toBe('0');
  });

  it('refuses the same item twice with 3210, and stopOnError ends the set there', () => {
    const file = openInMemoryCompanyFile();
    const twice = purchaseOrderAdd({ 'FW-60F': 1 }).replace(
      '</PurchaseOrderAdd>',
      `${purchaseOrderLine('fw-60f', 1)}</PurchaseOrderAdd>`,
    );
    const good = purchaseOrderAdd({ 'FW-60F': 1 });

    const responses = run(file, good + twice + good, 'onError="stopOnError"');

    expect(responses.map(statusOf)).toEqual(['0 Info', '3210 Error', '3231 Error']);
    expect(responses[1]?.attributes.statusMessage).toBe('The "ItemRef" field has an invalid value "FW-60F".');
  });
});

describe('ItemReceiptAdd', () => {
  it('receives a line in part, then the rest, and the order knows it', () => {
    const { file, order, lineIds } = ordered();
    const [first = '', second = ''] = lineIds;

    const part = runOne(file, itemReceiptAdd(linkedLine(order.txnId, first, '2')));
    const partly = received(file);
    const rest = run(
      file,
      itemReceiptAdd(linkedLine(order.txnId, first, '3')) + itemReceiptAdd(linkedLine(order.txnId, second)),
    );

    expect([part, ...rest].map(statusOf)).toEqual(['0 Info', '0 Info', '0 Info']);
    expect(partly).toEqual(['2', '0']);
    expect(received(file)).toEqual(['5', '2']);
    const query = child(
      runOne(
        file,
        `<PurchaseOrderQueryRq><TxnID>${order.txnId}</TxnID><IncludeLineItems>true</IncludeLineItems><IncludeLinkedTxns>true</IncludeLinkedTxns></PurchaseOrderQueryRq>`,
      ),
      'PurchaseOrderRet',
    );
    expect(textAt(query, 'IsFullyReceived')).toBe('true');
    expect(query.children.filter(({ name }) => name === 'LinkedTxn').map((one) => textAt(one, 'TxnType'))).toEqual([
      'ItemReceipt',
      'ItemReceipt',
      'ItemReceipt',
    ]);
    expect(textAt(part, 'ItemReceiptRet', 'ItemLineRet', 'ItemRef', 'FullName')).toBe('FW-60F');
    expect(textAt(part, 'ItemReceiptRet', 'LinkedTxn', 'TxnID')).toBeUndefined();
  });

  it('takes the whole of an order with LinkToTxnID', () => {
    const { file, order } = ordered();

    expect(statusOf(runOne(file, itemReceiptAdd(`<LinkToTxnID>${order.txnId}</LinkToTxnID>`)))).toBe('0 Info');
    expect(received(file)).toEqual(['5', '2']);
  });

  it.each([
    [
      'more than is open',
      (id: string, line: string) => itemReceiptAdd(linkedLine(id, line, '6')),
      'The "Quantity" field has an invalid value "6".',
    ],
    [
      'more than is open in two lines',
      (id: string, line: string) => itemReceiptAdd(linkedLine(id, line, '3').repeat(2)),
      'The "Quantity" field has an invalid value "3".',
    ],
    [
      'none',
      (id: string, line: string) => itemReceiptAdd(linkedLine(id, line, '0')),
      'The "Quantity" field has an invalid value "0".',
    ],
    [
      'another vendor',
      (id: string, line: string) => itemReceiptAdd(linkedLine(id, line, '1'), 'Blue Ridge Supply'),
      'The "VendorRef" field has an invalid value "Blue Ridge Supply".',
    ],
    [
      'an item on the linked line',
      (id: string, line: string) =>
        itemReceiptAdd(linkedLine(id, line, '1', '<ItemRef><FullName>FW-60F</FullName></ItemRef>')),
      'The element "ItemRef" is not needed here.',
    ],
    [
      'the order in both forms',
      (id: string, line: string) => itemReceiptAdd(`<LinkToTxnID>${id}</LinkToTxnID>${linkedLine(id, line, '1')}`),
      'The "LinkToTxnID" field has an invalid value',
    ],
    [
      'an order that is not there',
      (_: string, line: string) => itemReceiptAdd(linkedLine('FF-1', line, '1')),
      'Object "FF-1" specified in the request cannot be found.',
    ],
    [
      'a line that is not there',
      (id: string) => itemReceiptAdd(linkedLine(id, 'FF-1', '1')),
      'Object "FF-1" specified in the request cannot be found.',
    ],
  ])('refuses %s, and nothing is received', (_, request, message) => {
    const { file, order, lineIds } = ordered();

    const response = runOne(file, request(order.txnId, lineIds[0] ?? ''));

    expect(response.attributes.statusSeverity).toBe('Error');
    expect(response.attributes.statusMessage).toContain(message);
    expect(received(file)).toEqual(['0', '0']);
    expect(file.transactions()).toHaveLength(1);
  });

  it('refuses what came in by hand already', () => {
    const { file, order, lineIds } = ordered();
    file.receiveByHand({ number: 'PO-1' }, { item: 'FW-60F', count: '4' });

    const responses = run(
      file,
      itemReceiptAdd(linkedLine(order.txnId, lineIds[0] ?? '', '2')) +
        itemReceiptAdd(linkedLine(order.txnId, lineIds[0] ?? '', '1')),
    );

    expect(responses.map(statusOf)).toEqual(['3210 Error', '0 Info']);
  });

  it('refuses an order closed by hand, or links nothing with warning 570', () => {
    const { file, order, lineIds } = ordered();
    file.closePurchaseOrder({ number: 'PO-1' });
    const receipt = itemReceiptAdd(linkedLine(order.txnId, lineIds[0] ?? '', '1'));

    const refused = runOne(file, receipt);
    file.setCompany({ closedOrderLink: 'warn' });
    const warned = runOne(file, receipt);

    expect([refused, warned].map(statusOf)).toEqual(['3210 Error', '570 Warn']);
    expect(refused.attributes.statusMessage).toContain('because it has already been closed');
    expect(file.transactions({ type: 'ItemReceipt' })).toMatchObject([{ linkedTxnIds: [] }]);
    expect(received(file)).toEqual(['0', '0']);
  });
});

describe('PurchaseOrderMod', () => {
  it('closes by hand, with the present EditSequence only', () => {
    const { file, order } = ordered();

    const responses = run(file, closing(order, '1') + closing(order) + closing(order));

    expect(responses.map(statusOf)).toEqual(['3200 Error', '0 Info', '3200 Error']);
    expect(responses[0]?.attributes.statusMessage).toBe('The provided edit sequence "1" is out-of-date.');
    expect(file.transactions()).toMatchObject([{ manuallyClosed: true }]);
  });
});

describe('TxnDel', () => {
  it('deletes once; then it is 3120', () => {
    const { file, order } = ordered();

    const responses = run(file, deleting('PurchaseOrder', order.txnId).repeat(2));

    expect(responses.map(statusOf)).toEqual(['0 Info', '3120 Error']);
    expect([
      textAt(responses[0] ?? expect.fail(), 'TxnDelType'),
      textAt(responses[0] ?? expect.fail(), 'RefNumber'),
    ]).toEqual(['PurchaseOrder', 'PO-1']);
    expect(file.transactions()).toEqual([]);
  });

  it('refuses an order with receipts (3160); deleting the receipt takes back what came in', () => {
    const { file, order, lineIds } = ordered();
    const receipt =
      textAt(runOne(file, itemReceiptAdd(linkedLine(order.txnId, lineIds[0] ?? '', '2'))), 'ItemReceiptRet', 'TxnID') ??
      '';

    const responses = run(file, deleting('PurchaseOrder', order.txnId) + deleting('ItemReceipt', receipt));

    expect(responses.map(statusOf)).toEqual(['3160 Error', '0 Info']);
    expect(received(file)).toEqual(['0', '0']);
    expect(statusOf(runOne(file, deleting('PurchaseOrder', order.txnId)))).toBe('0 Info');
  });

  it('refuses a locked one with 3176', () => {
    const { file, order } = ordered();
    file.lock(order.txnId);

    expect(statusOf(runOne(file, deleting('PurchaseOrder', order.txnId)))).toBe('3176 Error');
  });
});
