import { describe, expect, it } from 'vitest';
import {
  deletableByHand,
  deletionOutstanding,
  isDeletionByHand,
  isLeftBehind,
  type LedgerRecord,
  plan,
  type RecordState,
  receivedAlready,
} from '../../domain/record-plan.js';
import { anExpenseReport, anInvoice, aPurchaseOrder, aRecord, aTimesheet } from './items.js';

const keys = (...args: Parameters<typeof plan>): string[] => plan(...args).map((record) => record.key);
const po = (changes: Partial<LedgerRecord> = {}): LedgerRecord =>
  aRecord({ type: 'PurchaseOrderAdd', txnId: '2C-1', lines: { a: '2D-1', b: '2E-1' }, ...changes });
const received = (a: string, b = '0') =>
  aPurchaseOrder({
    lines: [
      { id: 'a', product: 'FW-60F', quantity: '2', unitCost: '450.00', received: a },
      { id: 'b', product: 'Patch cable', quantity: '10', unitCost: '4.25', received: b },
    ],
  });
const receipt = (key: string, quantity: string, changes: Partial<LedgerRecord> = {}): LedgerRecord =>
  aRecord({ key, type: 'ItemReceiptAdd', quantity, ...changes });

describe('records still to send', () => {
  it.each<[RecordState, string[]]>([
    ['sent', []],
    ['added', []],
    ['unknown', []],
    ['refused', ['addition']],
    ['notProcessed', ['addition']],
  ])('an invoice whose record is %s still needs %j', (state, expected) => {
    expect(keys(anInvoice(), [aRecord({ state })], 1)).toEqual(expected);
  });

  it('a new generation makes all records anew', () => {
    expect(keys(anInvoice(), [aRecord({})], 2)).toEqual(['addition']);
    expect(keys(aTimesheet(), [aRecord({ key: 'entry/1', type: 'TimeTrackingAdd' })], 2)).toEqual([
      'entry/1',
      'entry/2',
    ]);
  });

  it('nothing is built on a purchase order in a company file that the connection has left, and it is not deleted', () => {
    const order = po({ elsewhere: true });
    expect(keys(received('2'), [order], 1)).toEqual([]);
    expect(keys(aPurchaseOrder({ status: 'Canceled' }), [order], 1)).toEqual([]);
    expect(deletionOutstanding([order])).toBe(false);
    expect([isLeftBehind([order], 1), isLeftBehind([order], 2), isLeftBehind([po()], 1)]).toEqual([true, false, false]);
    expect(keys(aPurchaseOrder({ status: 'Canceled' }), [order, po({ generation: 2, txnId: '2C-2' })], 2)).toEqual([
      'deletion',
    ]);
  });

  it('S6: a timesheet resends only the entries that QuickBooks does not have', () => {
    const ledger = [
      aRecord({ key: 'entry/1', type: 'TimeTrackingAdd' }),
      aRecord({ key: 'entry/2', type: 'TimeTrackingAdd', state: 'refused' }),
    ];
    expect(keys(aTimesheet(), ledger, 1)).toEqual(['entry/2']);
  });

  it('an expense report is one bill, built from its reimbursable items', () => {
    expect(plan(anExpenseReport(), [], 1)).toEqual([{ key: 'bill', type: 'BillAdd', generation: 1, lineIds: ['1'] }]);
  });

  it('receipts wait for the purchase order, and for its lines', () => {
    expect(keys(received('1'), [], 1)).toEqual(['addition']);
    expect(keys(received('1'), [po({ state: 'sent' })], 1)).toEqual([]);
    expect(keys(received('1'), [po({ needsDetails: true })], 1)).toEqual([]);
    expect(plan(received('1'), [po()], 1)).toEqual([
      {
        key: 'receipt/a/0',
        type: 'ItemReceiptAdd',
        generation: 1,
        lineIds: ['a'],
        quantity: '1',
        link: { txnId: '2C-1', txnLineId: '2D-1' },
      },
    ]);
  });

  it('S18: only the new quantity is sent, in flight counted as sent', () => {
    const ledger = [po(), receipt('receipt/a/0', '0.5')];
    expect(plan(received('2', '10'), ledger, 1)).toMatchObject([
      { key: 'receipt/a/0.5', quantity: '1.5' },
      { key: 'receipt/b/0', quantity: '10' },
    ]);
    expect(keys(received('2'), [po(), receipt('receipt/a/0', '2', { state: 'sent' })], 1)).toEqual([]);
  });

  it('S18: a line id that begins like another, with slashes, is its own', () => {
    const line = (id: string, received: string) => ({ id, product: id, quantity: '9', unitCost: '1', received });
    const lines = { '1': '2D-1', '1/2': '2E-1', '1/2/0': '2F-1' };
    const ledger = [
      po({ lines }),
      receipt('receipt/1/2/0', '3'),
      receipt('receipt/1/2/0/0', '0.5'),
      receipt('receipt/1/2/0/0.5', '1'),
    ];
    const order = aPurchaseOrder({ lines: [line('1', '4'), line('1/2', '4'), line('1/2/0', '4')] });
    expect(plan(order, ledger, 1)).toMatchObject([
      { key: 'receipt/1/0', quantity: '4' },
      { key: 'receipt/1/2/3', lineIds: ['1/2'], quantity: '1' },
      { key: 'receipt/1/2/0/1.5', lineIds: ['1/2/0'], quantity: '2.5' },
    ]);
  });

  it('a refused receipt gives way to one for the new difference', () => {
    expect(plan(received('2'), [po(), receipt('receipt/a/0', '1', { state: 'refused' })], 1)).toMatchObject([
      { key: 'receipt/a/0', quantity: '2' },
    ]);
  });

  it('a lower received quantity sends nothing', () => {
    expect(keys(received('1'), [po(), receipt('receipt/a/0', '2')], 1)).toEqual([]);
  });

  it('no receipt follows on a line while nobody can tell of one, other lines go on', () => {
    const unknown = receipt('receipt/a/0', '2', { state: 'unknown' });
    expect(keys(received('5', '1'), [po(), unknown], 1)).toEqual(['receipt/b/0']);
    const ofTheFormer = [po({ generation: 2 }), { ...unknown, generation: 1 }];
    expect(keys(received('5'), ofTheFormer, 2)).toEqual(['receipt/a/0']);
  });

  it.each<[string, string, [key: string, quantity: string][]]>([
    ['as much as it leaves open', '5', [['receipt/a/0', '2']]],
    ['no more than was received', '4', [['receipt/a/0', '1']]],
    ['nothing when no more was received than QuickBooks has', '3', []],
    [
      'and what was received since by itself',
      '7.5',
      [
        ['receipt/a/0', '2'],
        ['receipt/a/5', '2.5'],
      ],
    ],
  ])('a hole that a receipt left before a later one is filled: %s', (_, quantity, expected) => {
    const ledger = [po(), receipt('receipt/a/0', '2', { state: 'notProcessed' }), receipt('receipt/a/2', '3')];
    const planned = plan(received(quantity), ledger, 1);
    expect(planned.map((record) => [record.key, 'quantity' in record && record.quantity])).toEqual(expected);
  });

  it('a hole that was filled in part is filled from there; what covers the same quantity counts once', () => {
    const ledger = [po(), receipt('receipt/a/3', '1'), receipt('receipt/a/0', '1')];
    expect(plan(received('4'), ledger, 1)).toMatchObject([{ key: 'receipt/a/1', quantity: '2' }]);
    expect(receivedAlready('a', 1, ledger)).toBe('2');
    expect(receivedAlready('a', 1, [...ledger, receipt('receipt/a/0.5', '1')])).toBe('2.5');
  });

  it('S19: a cancellation deletes the purchase orders of all generations and drops unsent receipts', () => {
    const canceled = aPurchaseOrder({ status: 'Canceled' });
    const ledger = [po(), po({ generation: 2, txnId: '3C-1' })];
    expect(plan(canceled, ledger, 2)).toMatchObject([
      { key: 'deletion', generation: 1, txnId: '2C-1' },
      { key: 'deletion', generation: 2, txnId: '3C-1' },
    ]);
    expect(keys(canceled, [po({ state: 'deleted' })], 1)).toEqual([]);
    expect(keys(canceled, [], 1)).toEqual([]);
    expect(deletionOutstanding(ledger)).toBe(true);
    expect(deletionOutstanding([po({ state: 'deleted' })])).toBe(false);
  });

  it('S19: nothing is deleted by a TxnID that is not confirmed; what nobody knows the TxnID of is for people to delete', () => {
    const canceled = aPurchaseOrder({ status: 'Canceled' });
    const [bare, unnamed] = [po({ needsDetails: true }), po({ txnId: null })];
    expect([keys(canceled, [bare], 1), deletionOutstanding([bare]), deletableByHand([bare])]).toEqual([[], true, []]);
    expect([keys(canceled, [unnamed], 1), deletionOutstanding([unnamed])]).toEqual([[], false]);
    expect(deletableByHand([unnamed])).toEqual([unnamed]);
    const asked = aRecord({ key: 'deletion', type: 'TxnDel', state: 'unknown', txnId: null });
    expect(deletableByHand([unnamed, asked])).toEqual([]);
    expect([isDeletionByHand(asked), isDeletionByHand({ ...asked, txnId: '2C-1' })]).toEqual([true, false]);
  });

  it('a refused deletion is tried again, one on its way is not', () => {
    const canceled = aPurchaseOrder({ status: 'Canceled' });
    const deletion = (state: RecordState) => aRecord({ key: 'deletion', type: 'TxnDel', state });
    expect(keys(canceled, [po(), deletion('refused')], 1)).toEqual(['deletion']);
    expect(keys(canceled, [po(), deletion('sent')], 1)).toEqual([]);
  });
});
