import { afterAll, expect, it } from 'vitest';
import { rebuildWorkflows } from '../../temporal/rebuild.js';
import { setNotReady } from '../../transfers/items/commands.js';
import { expectExactlyOnce } from '../faults/exactly-once.js';
import type { Product } from '../helpers/product.js';
import { invoice, refusedInvoice } from '../stories/snapshots.js';
import { connectionIn, emptyTemporal, enqueue, newPlace, productIn, statusOf } from './products.js';

let product: Product | undefined;
afterAll(() => product?.stop());

const workflowId = (connectionId: string, id: string): string => `${connectionId}/invoices/${id}`;

it('Temporal lost everything: one command rebuilds its workflows from PostgreSQL, and everything goes on', async () => {
  const place = await newPlace();
  const before = await productIn(place);
  const former = await connectionIn(before, 'lost');
  await enqueue(former, 'invoices', 'done', invoice());
  await enqueue(former, 'invoices', 'failed', refusedInvoice({ number: '1002' }));
  await former.session();
  await enqueue(former, 'invoices', 'ready', invoice({ number: '1003' }));
  await enqueue(former, 'invoices', 'held', invoice({ number: '1004' }));
  await former.session({ misbehave: [{ do: 'loseResponse' }] });
  await former.settled();
  await before.stop();

  product = await productIn({ ...place, temporal: emptyTemporal(place.temporal) });
  const { database, client, taskQueue } = product;
  const connection = await connectionIn(product, 'lost', former.company);
  const at = new Date().toISOString();
  await setNotReady(database, { connectionId: connection.id, kind: 'invoices', psaIds: ['held'], at });
  const lines: string[] = [];
  const rebuild = (dryRun: boolean) =>
    rebuildWorkflows({
      database,
      signals: { client, taskQueue, lostAfterMs: 600_000 },
      dryRun,
      delivers: false,
      log: (line) => lines.push(line),
    });
  const statusInTemporal = async (id: string): Promise<unknown> => {
    const { status, searchAttributes } = await client.workflow.getHandle(workflowId(connection.id, id)).describe();
    return [status.name, searchAttributes.TransferStatus];
  };

  expect(await rebuild(true)).toEqual({ healthy: 0, ended: 0, items: 3, sessions: 1, deliveries: 0 });
  await expect(statusInTemporal('ready')).rejects.toThrow(/not found/i);
  expect(await rebuild(false)).toEqual({ healthy: 0, ended: 0, items: 3, sessions: 1, deliveries: 0 });
  expect(lines).toContain('3 items begun or told');

  await connection.settled();
  await expect.poll(() => statusInTemporal('ready')).toEqual(['RUNNING', ['Pending']]);
  await expect.poll(() => statusInTemporal('failed')).toEqual(['RUNNING', ['Pending/Failed']]);
  await expect
    .poll(() => rebuild(false), { timeout: 20_000 })
    .toMatchObject({ healthy: 4, ended: 0, items: 0, sessions: 0 });

  connection.company.addCustomer({ name: 'Nobody Knows' });
  expect(await connection.session()).toMatchObject({ outcome: 'done' });
  // What recovery learned of it was still the former refusal.
  expect(await connection.session()).toMatchObject({ outcome: 'done' });
  await connection.settled();
  for (const id of ['done', 'failed', 'ready', 'held'])
    expect(await statusOf(connection, 'invoices', id)).toBe('Transferred');
  await expect.poll(() => statusInTemporal('ready')).toEqual(['COMPLETED', ['Transferred']]);
  await expectExactlyOnce(product, connection, { transferred: 4 });
}, 180_000);
