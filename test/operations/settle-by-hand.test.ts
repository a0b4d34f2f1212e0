import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerOf } from '../faults/exactly-once.js';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice, orderLine, purchaseOrder, timeEntry, timesheet } from '../stories/snapshots.js';
import { beginStory, listen, requestsIn } from '../stories/story.js';
import { answering, becomesUnknown, loseThrice } from './unknown.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const WORD = { key: 'addition', generation: 1, reason: 'Looked in QuickBooks.', by: 'Jane' };

describe('an outcome that nobody can tell', () => {
  it('names the candidates, and is adopted by the word of a person, once', async () => {
    const story = await beginStory(product, 'settle-there');
    await story.enqueue('invoices', 'I1', invoice());
    const [first, second] = await becomesUnknown(product, story, 'invoices');
    expect(await story.history('invoices', 'I1')).toContainEqual(
      expect.objectContaining({ event: 'outcomeUnknown', message: expect.stringContaining(`${first}, ${second}`) }),
    );
    const word = { ...WORD, inQuickBooks: true, txnId: second };

    const settled = await story.rest('POST', '/invoices/I1/settle', word);
    const again = await story.rest('POST', '/invoices/I1/settle', word);

    expect(settled).toMatchObject({ status: 200, body: { transferStatus: 'Transferred', ready: false } });
    expect(again).toEqual(settled);
    expect((await story.history('invoices', 'I1')).filter(({ event }) => event === 'settledByHand')).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/QuickBooks has it as .*Looked in QuickBooks\./) }),
    ]);
    expect(await story.changes('transferred')).toHaveLength(1);
    const { sets, misbehave } = listen();
    await story.run(misbehave);
    expect(sets[0]).toContain(`<TxnID>${second}</TxnID>`);
    expect(await ledgerOf(product, story.id)).toMatchObject([
      { state: 'added', txnId: second, refNumber: '1001', needsDetails: false },
    ]);
    expect(story.company.transactions()).toHaveLength(2);
  });

  it('is sent again, alone, when QuickBooks does not have it', async () => {
    const story = await beginStory(product, 'settle-not-there');
    await story.enqueue('invoices', 'I1', invoice());
    await becomesUnknown(product, story, 'invoices');
    story.company.deleteTransaction('Invoice', { number: '1001' });
    story.company.deleteTransaction('Invoice', { number: '1001' });
    await story.enqueue('invoices', 'I2', invoice({ number: '1002' }));

    const settled = await story.rest('POST', '/invoices/I1/settle', { ...WORD, inQuickBooks: false });
    const again = await story.rest('POST', '/invoices/I1/settle', { ...WORD, inQuickBooks: false });
    const { sets, misbehave } = listen();
    await story.run(misbehave);

    expect(settled).toMatchObject({
      status: 200,
      body: { transferStatus: 'Pending', reason: null, ready: true, records: [{ state: 'notProcessed' }] },
    });
    expect(again).toEqual(settled);
    expect(sets.map(requestsIn)).toEqual([['InvoiceAdd'], ['InvoiceAdd']]);
    expect(await story.get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(story.company.transactions().map(({ refNumber }) => refNumber)).toEqual(['1002', '1001']);
    expect((await story.rest('POST', '/invoices/I1/settle', { ...WORD, inQuickBooks: false })).status).toBe(409);
  });

  it('of a purchase order is judged when its lines are known, and its receipts follow', async () => {
    const story = await beginStory(product, 'settle-order');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '4' })] }));
    const [first] = await becomesUnknown(product, story, 'purchase-orders');

    const settled = await story.rest('POST', '/purchase-orders/P1/settle', {
      ...WORD,
      inQuickBooks: true,
      txnId: first,
    });
    const { sets, misbehave } = listen();
    await story.run(misbehave);

    expect(settled).toMatchObject({ status: 200, body: { transferStatus: 'Pending/Failed' } });
    expect(sets.map(requestsIn)).toEqual([['PurchaseOrderQuery'], ['ItemReceiptAdd']]);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred' });
    expect(await story.changes('externalPoNumber')).toMatchObject([{ value: 'PO-1' }]);
  });

  it('is not cleared as an error: an invoice stays Pending/Failed until it is settled', async () => {
    const story = await beginStory(product, 'settle-not-cleared');
    await story.enqueue('invoices', 'I1', invoice());
    const [first] = await becomesUnknown(product, story, 'invoices');
    const unknown = { transferStatus: 'Pending/Failed', reason: expect.stringMatching(/never said what became/) };

    const refused = await story.rest('POST', '/invoices/I1/clear-error', { reason: 'try again' });
    const included = await story.get('invoices', 'I1');
    await story.notReady('invoices', ['I1']);
    const corrected = await story.put('invoices', 'I1', invoice({ memo: 'corrected' }));

    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/settle it by hand/) } });
    expect(included).toMatchObject({ ...unknown, ready: true });
    expect(corrected).toMatchObject({ ...unknown, ready: false });
    const settled = await story.rest('POST', '/invoices/I1/settle', { ...WORD, inQuickBooks: true, txnId: first });
    expect(settled.body).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('of a purchase order is not forgotten when its External P.O. # is cleared, and its history says why', async () => {
    const story = await beginStory(product, 'settle-cleared-number');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await becomesUnknown(product, story, 'purchase-orders');

    const cleared = await story.put('purchase-orders', 'P1', purchaseOrder({ externalPoNumber: '' }));

    expect(cleared).toMatchObject({
      transferStatus: 'Pending/Failed',
      reason: expect.stringMatching(/never said what became/),
    });
    expect((await story.history('purchase-orders', 'P1')).at(-1)).toMatchObject({
      event: 'outcomeUnknown',
      message: expect.stringMatching(/External P\.O\. #.*Settle it by hand/),
    });
    expect(await story.run()).toMatchObject({ outcome: 'nothingToDo' });
  });

  it('leaves no error behind: what is held with only a part of it in QuickBooks says that', async () => {
    const story = await beginStory(product, 'settle-part');
    const entries = [timeEntry(), timeEntry({ id: 'e2', minutes: 30 })];
    await story.enqueue('timesheets', 'T1', timesheet({ entries }));
    await loseThrice(story, 'TimeTrackingAdd');
    await story.run([answering('TimeTrackingQuery', 1000, 1)]);
    await story.notReady('timesheets', ['T1']);
    const unknown = await story.get('timesheets', 'T1');

    const word = { key: 'entry/e1', generation: 1, inQuickBooks: false, reason: 'Looked.' };
    const settled = await story.rest('POST', '/timesheets/T1/settle', word);

    expect(unknown).toMatchObject({
      transferStatus: 'Pending/Failed',
      records: [{ state: 'unknown' }, { state: 'added' }],
    });
    expect(settled.body).toMatchObject({
      transferStatus: 'Pending/Failed',
      ready: false,
      reason: expect.stringMatching(/^set Not Ready with only a part/),
    });
  });

  it('is refused for what is known, for a transaction of another record, and without a reason', async () => {
    const story = await beginStory(product, 'settle-refused');
    await story.enqueue('invoices', 'I0', invoice({ number: '1000' }));
    await story.run();
    const [known] = (await story.get('invoices', 'I0')).records;
    const post = (id: string, body: object) => story.rest('POST', `/invoices/${id}/settle`, body);

    expect(await post('I0', { ...WORD, inQuickBooks: true })).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/is "added"; only one that is "unknown"/) },
    });
    expect((await post('I0', { ...WORD, key: 'bill', inQuickBooks: true })).status).toBe(404);
    expect((await post('I9', { ...WORD, inQuickBooks: true })).status).toBe(404);
    expect((await post('I0', { ...WORD, reason: ' ', inQuickBooks: true })).status).toBe(400);

    await story.enqueue('invoices', 'I1', invoice());
    for (const [row] of [await ledgerOf(product, story.id)]) expect(row).toMatchObject({ state: 'added' });
    await product.database.query(
      `insert into records (item_id, key, generation, type, state, external_guid, snapshot_version, line_ids, lookup, file_id)
       select i.id, 'addition', 1, 'InvoiceAdd', 'unknown', '{0}', 1, '[]', '{}', c.file_id
       from items i join connections c on c.id = i.connection_id where c.id = $1 and i.psa_id = 'I1'`,
      [story.id],
    );
    expect(await post('I1', { ...WORD, inQuickBooks: true, txnId: known.txnId })).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/is the record addition .* of the invoice 1000/) },
    });
    expect((await post('I1', { ...WORD, inQuickBooks: false, txnId: known.txnId })).status).toBe(400);
  });
});
