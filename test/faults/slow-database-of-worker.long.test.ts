import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddressedEvents } from '../../store/item-events.js';
import { signalItems } from '../../temporal/signals.js';
import { runRelay } from '../../worker/relay.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { LockHolder } from './lock-holder.js';
import { anotherGateway, readyInvoices, relayed } from './scenario.js';

let product: Product;
let quiet: Awaited<ReturnType<typeof anotherGateway>>;
let holder: LockHolder;
const untold: AddressedEvents[] = [];
beforeAll(async () => {
  product = await startProduct();
  // The test itself tells the workflows, when it has taken the lock.
  quiet = await anotherGateway(product, {
    tellItems: (events) => untold.push(...events),
    tellSession: () => undefined,
  });
  holder = await LockHolder.of(product.databaseUrl);
});
afterAll(async () => {
  await holder.stop();
  await quiet.close();
  await product.stop();
});

const statusOf = async ({ rest }: TestConnection): Promise<string> =>
  (await rest('GET', '/invoices/I1')).body.transferStatus;

describe('the worker waits for a lock of PostgreSQL', () => {
  it('and its backend is terminated, twice: the activity is tried again until the status stands', async () => {
    const connection = await testConnection(quiet.product, 'terminated');
    await readyInvoices(connection, 1);

    await holder.whileLocked(`select from items where connection_id = '${connection.id}' for update`, async () => {
      await signalItems(product.signals, untold);
      await holder.terminateWaiting();
      await holder.terminateWaiting();
    });

    await expect.poll(() => statusOf(connection), { timeout: 20_000 }).toBe('Pending');
    await relayed(product, connection);
  });

  it('and the backend of its relay is terminated: the relay says so, goes on, and ends the lost session', async () => {
    const connection = await testConnection(quiet.product, 'silent');
    await readyInvoices(connection, 1);
    expect(await connection.session({ misbehave: [{ do: 'loseResponse', at: 1 }] })).toMatchObject({ outcome: 'died' });
    const said: string[] = [];
    const say = (_context: unknown, text?: string): void => void said.push(text ?? '');
    const stopping = new AbortController();
    const { database, signals } = product;
    // Two minutes later.
    const now = (): string => new Date(Date.now() + 120_000).toISOString();
    const log = { warn: say, info: (text: string) => void said.push(text) };
    let running: Promise<void> | undefined;

    await holder.whileLocked(`select from connections where id = '${connection.id}' for update`, async () => {
      running = runRelay(
        { database, signals, log, delivers: false, now, everyMs: 20, staleAfterMs: 0 },
        stopping.signal,
      );
      await holder.terminateWaiting();
      await expect.poll(() => said, { timeout: 10_000 }).toEqual(['the relay cannot work; it goes on trying']);
    });

    await expect.poll(() => said, { timeout: 20_000 }).toContain('the relay works again');
    stopping.abort();
    await running;
    const { body } = await connection.rest('GET', '/sessions');
    expect(body.items).toMatchObject([{ state: 'lost' }]);
    await relayed(product, connection);
  });
});
