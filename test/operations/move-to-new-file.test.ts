import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CompanyFile, openInMemoryCompanyFile, parseQwc } from '../../simulator/simulator.js';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice, orderLine, purchaseOrder, timeEntry, timesheet } from '../stories/snapshots.js';
import { beginStory, listen, requestsIn, type Story } from '../stories/story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const move = (story: Story, changes: object = {}, name = '') =>
  story.rest('POST', '/move-to-new-file', { confirm: name, reason: 'New year, new file.', by: 'Jane', ...changes });

/** A company file that the connection's .qwc file, downloaded now, was added to. */
async function newFile({ rest }: Story): Promise<CompanyFile> {
  const { ownerId, fileId } = parseQwc((await rest('GET', '/qwc')).body as string);
  const company = openInMemoryCompanyFile();
  company.writeFileId(ownerId, fileId);
  return company;
}

it('what is transferred stays in the old file, what waits goes to the new one, and the old one is refused', async () => {
  const story = await beginStory(product, 'move');
  await story.enqueue('invoices', 'old', invoice());
  await story.enqueue('purchase-orders', 'old', purchaseOrder());
  await story.run();
  await story.enqueue('invoices', 'new', invoice({ number: '1002' }));
  const former = (await story.rest('GET', '')).body.fileId;

  const moved = await move(story, {}, 'move');

  expect(moved).toMatchObject({ status: 200, body: { displayName: 'move' } });
  expect(moved.body.fileId).not.toBe(former);
  const refused = await story.session();
  expect(refused).toMatchObject({ outcome: 'serverError' });
  expect(refused.lastError).toContain(former);
  expect(refused.lastError).toContain(moved.body.fileId);
  expect(story.company.transactions()).toHaveLength(2);
  await story.settled();

  const company = await newFile(story);
  const { sets, misbehave } = listen();
  expect(await story.session({ company, misbehave })).toMatchObject({ outcome: 'done' });
  await story.settled();
  expect(sets.map(requestsIn)).toEqual([['InvoiceAdd']]);
  expect(company.transactions().map(({ refNumber }) => refNumber)).toEqual(['1002']);
  expect(await story.get('invoices', 'new')).toMatchObject({ transferStatus: 'Transferred' });
  expect(await story.get('invoices', 'old')).toMatchObject({ transferStatus: 'Transferred' });

  // Days later only the new file's invoice is asked about.
  product.clock.offsetMs = 2 * 86_400_000;
  const later = listen();
  await story.session({ company, misbehave: later.misbehave });
  product.clock.offsetMs = 0;
  await story.settled();
  expect(later.sets.map(requestsIn)).toEqual([['InvoiceQuery']]);
  const [asked] = later.sets;
  expect(asked?.match(/<TxnID>/g)).toHaveLength(1);
  expect(asked).toContain(company.transactions()[0]?.txnId);
});

it('a purchase order in the old file gets nothing any more; people are told, and may have it made anew', async () => {
  const story = await beginStory(product, 'move-orders');
  await story.enqueue('purchase-orders', 'P1', purchaseOrder());
  await story.enqueue('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2' }));
  await story.run();
  await story.put('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '3' })] }));
  await move(story, {}, 'move-orders');
  await story.settled();
  const company = await newFile(story);

  expect(await story.get('purchase-orders', 'P1')).toMatchObject({
    transferStatus: 'Transferred',
    needsResync: true,
    ready: false,
    eligible: false,
    reason: expect.stringContaining('company file that this connection has left'),
  });
  expect(await story.ready('purchase-orders', ['P1'])).toMatchObject([{ ok: false }]);
  await story.put('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2', status: 'Canceled' }));
  expect(await story.get('purchase-orders', 'P2')).toMatchObject({ transferStatus: 'Transferred', ready: false });
  for (const id of ['P1', 'P2'])
    expect(await story.history('purchase-orders', id)).toContainEqual(expect.objectContaining({ event: 'leftBehind' }));
  expect(await story.session({ company })).toMatchObject({ outcome: 'nothingToDo' });
  await story.put('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '4' })] }));
  expect((await story.get('purchase-orders', 'P1')).ready).toBe(false);

  const again = purchaseOrder({ externalPoNumber: '', lines: [orderLine({ received: '4' })] });
  await story.put('purchase-orders', 'P1', again);
  expect(await story.ready('purchase-orders', ['P1'])).toMatchObject([{ ok: true }]);
  await story.session({ company });
  await story.settled();
  expect(company.transactions().map(({ type }) => type)).toEqual(['PurchaseOrder', 'ItemReceipt']);
  expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', needsResync: false });
});

it('an item that is partly in the old file has its rest sent to the new one, each record once', async () => {
  const story = await beginStory(product, 'move-part');
  const entries = [timeEntry(), timeEntry({ id: 'e2', customer: 'Nobody Knows' })];
  await story.enqueue('timesheets', 'T1', timesheet({ entries }));
  await story.run();
  await move(story, {}, 'move-part');
  const company = await newFile(story);
  company.addCustomer({ name: 'Nobody Knows' });

  await story.session({ company });
  await story.settled();

  expect(await story.get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
  expect([story.company.transactions().length, company.transactions().length]).toEqual([1, 1]);
});

it('a connection goes back to a former file by its FileID, which no other connection can take', async () => {
  const story = await beginStory(product, 'move-back');
  const other = await beginStory(product, 'move-other');
  const { fileId } = (await story.rest('GET', '')).body;
  await story.enqueue('purchase-orders', 'P1', purchaseOrder());
  await story.run();
  await move(story, {}, 'move-back');

  expect(await move(other, { fileId }, 'move-other')).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining(`a file of the connection "${story.id}"`) },
  });
  expect(await move(story, { fileId: fileId.toUpperCase() }, 'move-back')).toMatchObject({
    status: 200,
    body: { fileId },
  });
  expect((await move(story, { fileId }, 'move-back')).status).toBe(409);
  await story.put('purchase-orders', 'P1', purchaseOrder({ lines: [orderLine({ received: '4' })] }));
  await story.run();
  expect(story.company.transactions().map(({ type }) => type)).toEqual(['PurchaseOrder', 'ItemReceipt']);
});

it('an invoice that is transferred anew is asked about in the new file', async () => {
  const story = await beginStory(product, 'move-anew');
  await story.enqueue('invoices', 'I1', invoice());
  await story.run();
  await move(story, {}, 'move-anew');
  const company = await newFile(story);
  await story.ready('invoices', ['I1'], { retransfer: true });
  await story.session({ company });
  company.payInvoice({ number: '1001' }, { date: '2026-02-01' });

  product.clock.offsetMs = 2 * 3_600_000;
  await story.session({ company });
  product.clock.offsetMs = 0;

  expect(await story.changes('paidDate')).toMatchObject([{ value: '2026-02-01' }]);
});

it('is refused without the name, while a session is open, and while an outcome is unknown', async () => {
  const story = await beginStory(product, 'move-refused');
  const { fileId } = (await story.rest('GET', '')).body;

  const wrong = await move(story, {}, 'another');
  expect(wrong).toMatchObject({ status: 409, body: { detail: expect.stringContaining('expected the name') } });
  expect((await move(story, { reason: '' }, 'move-refused')).status).toBe(400);

  await story.enqueue('invoices', 'I1', invoice());
  await story.session({ misbehave: [{ do: 'loseResponse' }] });
  expect(await move(story, {}, 'move-refused')).toMatchObject({
    status: 409,
    body: { detail: expect.stringMatching(/a session is open.*run the Web Connector with the old company file/s) },
  });
  expect((await story.rest('GET', '')).body.fileId).toBe(fileId);

  await story.run();
  expect((await move(story, {}, 'move-refused')).status).toBe(200);
});
