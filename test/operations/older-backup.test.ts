import { afterAll, expect, it } from 'vitest';
import { adopt } from '../../operations/disaster/run-adopt.js';
import type { Tools } from '../../operations/disaster/with-product.js';
import { expectExactlyOnce, ledgerOf, oursIn } from '../faults/exactly-once.js';
import type { Product } from '../helpers/product.js';
import { invoice, orderLine, purchaseOrder, timeEntry, timesheet } from '../stories/snapshots.js';
import { listen, requestsIn } from '../stories/story.js';
import { backupOf, connectionIn, enqueue, newPlace, productIn, statusOf } from './products.js';

let product: Product | undefined;
afterAll(() => product?.stop());

const sheet = timesheet({ entries: [timeEntry(), timeEntry({ id: 'e2' })] });
const received = (count: string) => purchaseOrder({ lines: [orderLine({ received: count })] });

const toolsOf = ({ database, client, taskQueue }: Product): { tools: Tools; said: string[] } => {
  const said: string[] = [];
  const signals = { client, taskQueue, lostAfterMs: 600_000 };
  return { said, tools: { database, signals, delivers: false, say: (line) => said.push(line) } };
};

it("yesterday's backup is restored: what QuickBooks has since is adopted, what it has not is sent, each record once", async () => {
  const place = await newPlace();
  const first = await productIn(place);
  const one = await connectionIn(first, 'backup');
  await enqueue(one, 'invoices', 'before', invoice());
  await enqueue(one, 'purchase-orders', 'P1', purchaseOrder());
  await one.session();
  await enqueue(one, 'invoices', 'ready', invoice({ number: '1002' }));
  await enqueue(one, 'invoices', 'twice', invoice({ number: '1003' }));
  await one.rest('PUT', '/timesheets/T1', sheet);
  await enqueue(one, 'invoices', 'lost', invoice({ number: '1004' }));
  await enqueue(one, 'invoices', 'waits', invoice({ number: '1006', customer: { name: 'Nobody Knows' } }));
  await one.session({ misbehave: [{ do: 'dieBeforeCommit' }] });
  await one.settled();
  await first.stop();
  const backup = await backupOf(place.databaseUrl);

  // The day after the backup.
  const second = await productIn(place);
  const two = await connectionIn(second, 'backup', one.company);
  expect(await two.session()).toMatchObject({ outcome: 'done' });
  await enqueue(two, 'timesheets', 'T1', sheet);
  await enqueue(two, 'invoices', 'later', invoice({ number: '1005' }));
  await two.rest('PUT', '/purchase-orders/P1', received('2'));
  await two.session();
  await two.rest('PUT', '/purchase-orders/P1', received('5'));
  await two.session();
  // One is Pending and known to Temporal only, one has gone on there.
  await enqueue(two, 'invoices', 'unsent', invoice({ number: '1007' }));
  await two.rest('POST', '/invoices/not-ready', { ids: ['waits'] });
  await two.rest('POST', '/invoices/ready', { ids: ['waits'] });
  await two.settled();
  await second.stop();
  const there = oursIn(one.company).map(({ txnId }) => txnId);
  expect(there).toHaveLength(10);

  // The backup is restored; Temporal is ahead of it. The PSA tells again what it knows.
  product = await productIn({ ...place, databaseUrl: backup });
  const { tools, said } = toolsOf(product);
  const connection = await connectionIn(product, 'backup', one.company);
  const options = { connection: connection.id, apply: false, cancel: false, wait: false };
  await adopt(tools, options);
  expect(said.join('\n')).toMatch(/[1-9]\d* that are ahead of the database, or do not answer, were ended/);
  await connection.rest('PUT', '/purchase-orders/P1', received('5'));
  await enqueue(connection, 'invoices', 'later', invoice({ number: '1005' }));
  await enqueue(connection, 'invoices', 'unsent', invoice({ number: '1007' }));
  await connection.settled();
  const ledger = await ledgerOf(product, connection.id);

  const looking = listen();
  expect(await connection.session({ misbehave: looking.misbehave })).toMatchObject({ outcome: 'done' });

  expect(looking.sets.flatMap(requestsIn).every((name) => name.endsWith('Query'))).toBe(true);
  expect(await ledgerOf(product, connection.id)).toEqual(ledger);
  expect(await connection.session()).toMatchObject({ outcome: 'nothingToDo' });
  said.length = 0;
  await adopt(tools, options);
  const report = said.join('\n');
  expect(report).toMatch(/Would be adopted: QuickBooks has \(8\)/);
  expect(report).toMatch(/purchase order PO-1 \(P1\), receipt\/a\/2 as /);
  expect(report).toMatch(/Would be sent: ready, and QuickBooks has not \(2\)/);
  expect(oursIn(connection.company).map(({ txnId }) => txnId)).toEqual(there);

  connection.company.addCustomer({ name: 'Nobody Knows' });
  await adopt(tools, { ...options, apply: true });
  const adopting = listen();
  expect(await connection.session({ misbehave: adopting.misbehave })).toMatchObject({ outcome: 'done' });
  await connection.settled();

  expect(adopting.sets.flatMap(requestsIn).filter((name) => name.endsWith('Add'))).toEqual([
    'InvoiceAdd',
    'InvoiceAdd',
  ]);
  expect(oursIn(connection.company).map(({ txnId }) => txnId)).toEqual(expect.arrayContaining(there));
  expect(oursIn(connection.company)).toHaveLength(12);
  for (const id of ['before', 'ready', 'twice', 'lost', 'waits', 'later', 'unsent'])
    expect(await statusOf(connection, 'invoices', id), id).toBe('Transferred');
  expect(await statusOf(connection, 'timesheets', 'T1')).toBe('Transferred');
  expect(await statusOf(connection, 'purchase-orders', 'P1')).toBe('Transferred');
  await expectExactlyOnce(product, connection);

  // And all goes on as ever: more is received, and sent once.
  await connection.rest('PUT', '/purchase-orders/P1', received('7'));
  expect(await connection.session()).toMatchObject({ outcome: 'done' });
  await expectExactlyOnce(product, connection);
  expect(oursIn(connection.company)).toHaveLength(13);
}, 240_000);

it('the search can be canceled: nothing was changed, and the connection sends again', async () => {
  product ??= await productIn(await newPlace());
  const { tools, said } = toolsOf(product);
  const connection = await connectionIn(product, 'canceled');
  await enqueue(connection, 'invoices', 'I1', invoice());
  const options = { connection: connection.id, apply: false, cancel: false, wait: false };
  await adopt(tools, options);
  await connection.session();
  expect(oursIn(connection.company)).toEqual([]);

  await adopt(tools, { ...options, cancel: true });
  expect(said.at(-1)).toMatch(/the connection sends again/);
  await expect(adopt(tools, { ...options, cancel: true })).rejects.toThrow(/nothing to cancel/);
  expect(await connection.session()).toMatchObject({ outcome: 'done' });
  await expectExactlyOnce(product, connection, { transferred: 1 });
}, 60_000);
