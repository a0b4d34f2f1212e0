import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { type Product, startProduct, testConnection } from '../helpers/product.js';
import { expectExactlyOnce, ledgerOf, oursIn } from './exactly-once.js';
import { count, historyOf, idOf, purchaseOrder, Requests, readyInvoices, readyOfEveryKind } from './scenario.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const WRITES = ['InvoiceAdd', 'PurchaseOrderAdd', 'TimeTrackingAdd', 'BillAdd'] as const;

describe('S29: an answer that is lost after QuickBooks committed', () => {
  it('the record is there once; its TxnID comes from ErrorRecovery, its number from a query', async () => {
    const connection = await testConnection(product, 'after-commit', { settings: { numbering: 'quickbooks' } });
    await readyInvoices(connection, 2);
    const requests = new Requests();
    const { folder: transcript } = requests;
    expect(await connection.session({ misbehave: [{ do: 'loseResponse' }], transcript })).toMatchObject({
      outcome: 'died',
    });
    expect(oursIn(connection.company)).toHaveLength(2);
    expect(await ledgerOf(product, connection.id)).toMatchObject([
      { state: 'sent', txnId: null },
      { state: 'sent', txnId: null },
    ]);

    expect(await connection.session({ transcript })).toMatchObject({ outcome: 'done', messageSets: 2 });

    const [lost, again, details] = requests.all();
    expect(again).toBe(lost);
    expect(details).toContain('<InvoiceQueryRq ');
    for (const { txnId, refNumber } of await ledgerOf(product, connection.id)) {
      expect(details).toContain(`<TxnID>${txnId}</TxnID>`);
      expect(refNumber).toMatch(/^\d+$/);
    }
    await expectExactlyOnce(product, connection, { transferred: 2 });
    requests.remove();
  });

  it('of a purchase order: its lines are learned before its receipts are sent', async () => {
    const connection = await testConnection(product, 'order-lines');
    const lines = [
      { id: 'L1', product: 'FW-60F', quantity: '4', unitCost: '480.00', received: '3' },
      { id: 'L2', product: 'Switch 24', quantity: '2', unitCost: '200.00', received: '1' },
    ];
    await connection.rest('PUT', '/purchase-orders/1', purchaseOrder({ status: 'Received Partial', lines }));
    await connection.rest('POST', '/purchase-orders/ready', { ids: ['1'] });
    await connection.session({ misbehave: [{ do: 'loseResponse', at: 'PurchaseOrderAdd' }] });
    await connection.session({ misbehave: [{ do: 'loseResponse', at: 'ItemReceiptAdd' }] });
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    const [order] = connection.company.transactions({ type: 'PurchaseOrder' });
    expect(order?.lines.map(({ received }) => Number(received))).toEqual([3, 1]);
    expect(connection.company.transactions({ type: 'ItemReceipt' })).toHaveLength(2);
    await expectExactlyOnce(product, connection, { transferred: 1 });
  });

  it('of every kind, one after the other', async () => {
    const connection = await testConnection(product, 'every-kind');
    await readyOfEveryKind(connection);
    for (const at of WRITES) {
      expect(await connection.session({ misbehave: [{ do: 'loseResponse', at }] })).toMatchObject({ outcome: 'died' });
    }
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    expect(oursIn(connection.company)).toHaveLength(6);
    await expectExactlyOnce(product, connection, { transferred: 4 });
  });

  it('again and again: the third session still learns it', async () => {
    const connection = await testConnection(product, 'thrice');
    await readyInvoices(connection, 3);
    await connection.session({ misbehave: [{ do: 'loseResponse' }] });
    await connection.session({ misbehave: [{ do: 'loseResponse' }] });
    expect(await connection.session()).toMatchObject({ outcome: 'done', messageSets: 2 });
    await expectExactlyOnce(product, connection, { transferred: 3 });
  });

  it('of the details query: it is simply asked anew', async () => {
    const connection = await testConnection(product, 'details-lost', { settings: { numbering: 'quickbooks' } });
    await readyInvoices(connection, 1);
    await connection.session({ misbehave: [{ do: 'loseResponse' }] });
    await connection.session({ misbehave: [{ do: 'loseResponse', at: 'InvoiceQuery' }] });
    const [record] = await ledgerOf(product, connection.id);
    expect(record).toMatchObject({ state: 'added', refNumber: null, needsDetails: true });
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 1 });
  });
});

describe('S29: a set that never reached QuickBooks', () => {
  it('is executed when the same bytes come again, and answered in full', async () => {
    const connection = await testConnection(product, 'before-commit');
    await readyInvoices(connection, 3);
    const requests = new Requests();
    const { folder: transcript } = requests;
    await connection.session({ misbehave: [{ do: 'dieBeforeCommit' }], transcript });
    expect(oursIn(connection.company)).toEqual([]);
    expect(await connection.session({ transcript })).toMatchObject({ outcome: 'done', messageSets: 1 });
    const [lost, again, ...others] = requests.all();
    expect(others).toEqual([]);
    expect(again).toBe(lost);
    expect(count(again ?? '', 'InvoiceAdd')).toBe(3);
    expect(connection.company.messageSets.map(({ id }) => id)).toEqual([idOf(again ?? '')]);
    await expectExactlyOnce(product, connection, { transferred: 3 });
    requests.remove();
  });

  it('of every kind, one after the other', async () => {
    const connection = await testConnection(product, 'every-kind-before');
    await readyOfEveryKind(connection);
    for (const at of WRITES) await connection.session({ misbehave: [{ do: 'dieBeforeCommit', at }] });
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 4 });
  });
});

const SPOILED: readonly [string, Misbehaviour, string][] = [
  ['cut off', { do: 'cutResponse' }, 'serverError'],
  ['text instead of XML', { do: 'answerText', text: 'QuickBooks is busy.' }, 'serverError'],
  ['nothing', { do: 'answerText', text: '' }, 'serverError'],
  ['an hresult after all was done', { do: 'hresult', hresult: '0x80040402', executed: true }, 'serverError'],
  ['an hresult before anything was done', { do: 'hresult', hresult: '0x80040414' }, 'serverError'],
  ['said twice', { do: 'duplicateAnswer' }, 'done'],
  ['not stored by QuickBooks (9005)', { do: 'cannotStore' }, 'done'],
];

describe('an answer that is', () => {
  it.each(SPOILED)('%s: each record is there once', async (name, misbehaviour, outcome) => {
    const connection = await testConnection(product, name.replaceAll(/[^a-z]+/g, '-'));
    await readyInvoices(connection, 4);
    const first = await connection.session({ misbehave: [misbehaviour] });
    expect(first.outcome).toBe(outcome);
    if (outcome !== 'done') {
      expect(first.lastError).toMatch(/.{20,}/);
      await expectExactlyOnce(product, connection, { open: true, transferred: 0 });
      expect(await connection.session()).toMatchObject({ outcome: 'done' });
    }
    await expectExactlyOnce(product, connection, { transferred: 4 });
    const outstanding = outcome === 'done' ? [] : ['sent'];
    expect(await historyOf(connection, 'invoices', 'I1')).toEqual(['setReady', ...outstanding, 'added']);
  });
});
