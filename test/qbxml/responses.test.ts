import { describe, expect, it } from 'vitest';
import { billAdd } from '../../qbxml/bill-add.js';
import { customerQuery } from '../../qbxml/customer-query.js';
import { parseMessageSet, type RequestAnswer } from '../../qbxml/envelope.js';
import { hostQuery } from '../../qbxml/host-query.js';
import { invoiceAdd } from '../../qbxml/invoice-add.js';
import { invoiceQuery } from '../../qbxml/invoice-query.js';
import { itemQuery } from '../../qbxml/item-query.js';
import { itemReceiptAdd } from '../../qbxml/item-receipt-add.js';
import { purchaseOrderAdd } from '../../qbxml/purchase-order-add.js';
import { purchaseOrderQuery } from '../../qbxml/purchase-order-query.js';
import { timeTrackingAdd } from '../../qbxml/time-tracking-add.js';
import { txnDel } from '../../qbxml/txn-del.js';
import { vendorQuery } from '../../qbxml/vendor-query.js';
import { responseFixture } from './fixtures.js';
import { GUID, thrownBy } from './samples.js';

const answersOf = (file: string) => {
  const { answers } = parseMessageSet(responseFixture(file));
  return (type: string): RequestAnswer => answers.find((each) => each.type === type) ?? expect.fail(`no ${type}`);
};
const added = answersOf('adds.response.xml');
const found = answersOf('queries.response.xml');

/** An answer written here, for what no fixture has. */
const answer = (xml: string): RequestAnswer =>
  parseMessageSet(`<QBXML><QBXMLMsgsRs>${xml}</QBXMLMsgsRs></QBXML>`).answers[0] ?? expect.fail('no answer');

describe('answers to additions', () => {
  it('reads an invoice', () => {
    expect(invoiceAdd.parse(added('InvoiceAdd'))).toEqual({
      txnId: '1A-1767600000',
      editSequence: '1767600000',
      timeModified: '2026-01-05T10:00:00-05:00',
      txnDate: '2026-01-05',
      refNumber: 'INV-10231',
      externalGuid: GUID,
      customerListId: '80000001-1',
      customerFullName: 'Northwind Clinic:Albany',
      isPaid: false,
      balanceRemaining: '175.50',
      subtotal: '175.50',
      linkedTxns: [],
      lines: [
        { txnLineId: '1C-1767600000', itemFullName: 'Services:Remote Support', quantity: '1.5', amount: '187.50' },
        { txnLineId: '1D-1767600000', itemFullName: 'Discount', quantity: undefined, amount: '-12.00' },
      ],
    });
  });

  it('reads a purchase order with its lines in order', () => {
    expect(purchaseOrderAdd.parse(added('PurchaseOrderAdd'))).toMatchObject({
      txnId: '2C-1767700000',
      refNumber: '4411',
      vendorFullName: 'Acme Distribution',
      isFullyReceived: false,
      isManuallyClosed: false,
      lines: [
        { txnLineId: '2E-1767700000', itemFullName: 'Firewall F-60', quantity: '2', receivedQuantity: '0' },
        { txnLineId: '2D-1767700000', itemFullName: undefined, receivedQuantity: undefined, isManuallyClosed: false },
      ],
    });
  });

  it('reads a receipt, a bill and a time entry', () => {
    expect(itemReceiptAdd.parse(added('ItemReceiptAdd'))).toMatchObject({
      txnId: '3C-1767800000',
      lines: [{ txnLineId: '3E-1767800000', itemFullName: 'Firewall F-60', quantity: '1' }],
    });
    expect(billAdd.parse(added('BillAdd'))).toMatchObject({
      txnId: '4C-1767900000',
      amountDue: '45.70',
      isPaid: false,
      lines: [{ accountFullName: 'Travel:Parking', amount: '48.20' }],
    });
    expect(timeTrackingAdd.parse(added('TimeTrackingAdd'))).toMatchObject({
      txnId: '5C-1768000000',
      refNumber: undefined,
      entityFullName: 'Jane Doe',
      duration: 'PT1H30M',
      billableStatus: 'Billable',
      externalGuid: GUID,
    });
  });

  it('reads a deletion', () => {
    expect(txnDel.parse(added('TxnDel'))).toEqual({
      txnDelType: 'PurchaseOrder',
      txnId: '2C-1767700000',
      timeDeleted: '2026-02-01T09:30:00-05:00',
      refNumber: '4411',
    });
  });

  it.each([invoiceAdd, purchaseOrderAdd, itemReceiptAdd, billAdd, timeTrackingAdd, txnDel])(
    'finds no record in a refusal of $type',
    ({ type, parse }) => {
      expect(parse(answer(`<${type}Rs statusCode="3140" statusSeverity="Error" statusMessage="no"/>`))).toBeUndefined();
    },
  );

  it('takes elements and values that no schema has', () => {
    const ret = invoiceAdd.parse(
      answer(
        '<InvoiceAddRs statusCode="0"><InvoiceRet><TxnID>1</TxnID><Hologram>x</Hologram><LinkedTxn><TxnID>2</TxnID><TxnType>Barter</TxnType><TxnDate>2026-01-01</TxnDate><Amount>1.00</Amount></LinkedTxn></InvoiceRet></InvoiceAddRs>',
      ),
    );

    expect(ret?.linkedTxns).toMatchObject([{ txnType: 'Barter', linkType: undefined }]);
  });

  it('finds a record without its id unreadable', () => {
    const broken = answer(
      '<InvoiceAddRs statusCode="0"><InvoiceRet><RefNumber>1</RefNumber></InvoiceRet></InvoiceAddRs>',
    );

    expect(thrownBy(() => invoiceAdd.parse(broken)).code).toBe('unreadable');
  });
});

describe('answers to queries', () => {
  it('reads whether and by what an invoice was paid, also beside a warning', () => {
    expect(invoiceQuery.parse(found('InvoiceQuery'))).toMatchObject([
      {
        txnId: '1A-1',
        customerListId: '80000001-1',
        refNumber: 'INV-1',
        isPaid: true,
        balanceRemaining: '0.00',
        externalGuid: undefined,
        linkedTxns: [
          {
            txnId: '6A-1',
            txnType: 'ReceivePayment',
            txnDate: '2026-02-01',
            refNumber: '1188',
            linkType: 'AMTTYPE',
            amount: '-100.00',
          },
          { txnId: '6B-1', txnType: 'CreditMemo', txnDate: '2026-02-10', refNumber: undefined },
        ],
      },
    ]);
  });

  it('reads what hangs on a purchase order', () => {
    expect(purchaseOrderQuery.parse(found('PurchaseOrderQuery'))).toMatchObject([
      {
        isFullyReceived: true,
        isManuallyClosed: true,
        linkedTxns: [{ txnId: '3C-1', txnType: 'ItemReceipt' }],
        lines: [],
      },
    ]);
  });

  it('reads list entries, inactive ones and items of every kind', () => {
    expect(customerQuery.parse(found('CustomerQuery'))).toEqual([
      {
        ret: 'CustomerRet',
        listId: '80000001-1',
        name: 'Albany',
        fullName: 'Northwind Clinic:Albany',
        isActive: false,
        email: 'ap@example.com',
        editSequence: '1767200000',
      },
    ]);
    expect(itemQuery.parse(found('ItemQuery')).map(({ ret, fullName }) => [ret, fullName])).toEqual([
      ['ItemServiceRet', 'Services:Remote Support'],
      ['ItemInventoryRet', 'Firewall F-60'],
    ]);
  });

  it('finds nothing where nothing matches', () => {
    expect(vendorQuery.parse(found('VendorQuery'))).toEqual([]);
  });

  it('reads which QuickBooks answers', () => {
    expect(hostQuery.parse(found('HostQuery'))).toEqual({
      productName: 'QuickBooks Enterprise Solutions 24.0',
      majorVersion: '34',
      minorVersion: '0',
      country: 'US',
      supportedQBXMLVersions: ['1.0', '13.0', '16.0'],
    });
  });
});
