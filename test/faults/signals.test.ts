import { NativeConnection } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSignals } from '../../gateway/signals.js';
import { eventsAfter } from '../../store/item-events.js';
import { itemIds, readItems } from '../../store/items.js';
import { sessionEventsAfter } from '../../store/sessions.js';
import { signalItem, signalSession } from '../../temporal/signals.js';
import { createWorker } from '../../worker/create-worker.js';
import { itemWorkflowId, sessionWorkflowId } from '../../workflows/messages.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { testTemporal } from '../helpers/services.js';
import { invoice } from '../stories/snapshots.js';
import { expectExactlyOnce, oursIn } from './exactly-once.js';
import { anotherGateway, readyInvoices, readyOfEveryKind, relayed } from './scenario.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const behind = async (connection: TestConnection): Promise<number> => {
  const { rows } = await product.database.query(
    'select count(*)::int as count from items where connection_id = $1 and last_seq > applied_seq',
    [connection.id],
  );
  return rows[0].count;
};

describe('Temporal is away', () => {
  it('the gateway goes on: sessions transfer, nothing goes twice, and the relay tells it all later', async () => {
    const silent = await anotherGateway(product);
    const connection = await testConnection(silent.product, 'away');
    await readyOfEveryKind(connection);
    expect(await connection.session()).toMatchObject({ outcome: 'done' });
    const { rows } = await product.database.query(
      'select distinct outcome, applied_seq from items where connection_id = $1',
      [connection.id],
    );
    expect(rows).toEqual([{ outcome: 'none', applied_seq: 0 }]);
    expect(await behind(connection)).toBe(4);
    const again = await connection.session();
    expect(oursIn(connection.company)).toHaveLength(6);
    expect(['done', 'nothingToDo']).toContain(again.outcome);

    await relayed(product, connection);
    await expectExactlyOnce(product, connection, { transferred: 4 });
    await silent.close();
  });

  it('the gateway judges by what it accepted, not by what is shown', async () => {
    const silent = await anotherGateway(product);
    const connection = await testConnection(silent.product, 'judged');
    const { rest } = connection;
    await readyInvoices(connection, 3);
    await rest('POST', '/invoices/not-ready', { ids: ['I2'] });
    await connection.session();
    const { status, body } = await rest('POST', '/invoices/ready', { ids: ['I1', 'I2'] });
    expect(status).toBe(202);
    expect(body.results).toMatchObject([
      { id: 'I1', ok: false },
      { id: 'I2', ok: true },
    ]);
    await connection.session();
    await relayed(product, connection);
    await expectExactlyOnce(product, connection, { transferred: 3 });
    await silent.close();
  });

  it('a gateway that dies between its commit and its signal: the next one has forgotten nothing', async () => {
    const dying = await anotherGateway(product);
    const connection = await testConnection(dying.product, 'dying');
    await readyInvoices(connection, 2);
    await connection.session({ misbehave: [{ do: 'loseResponse' }] });
    await dying.close();
    const next = await testConnection(product, 'dying', { company: connection.company });
    expect(await next.session()).toMatchObject({ outcome: 'done' });
    await relayed(product, next);
    await expectExactlyOnce(product, next, { transferred: 2 });
  });
});

describe('the worker is away', () => {
  it('what happened meanwhile is applied when it is back', async () => {
    const taskQueue = `${product.taskQueue}-late`;
    const signals = { client: product.client, taskQueue };
    const gateway = await anotherGateway(product, createSignals(signals, { warn: () => undefined }));
    const connection = await testConnection(gateway.product, 'late-worker');
    await readyInvoices(connection, 3);
    await connection.session({ misbehave: [{ do: 'loseResponse' }] });
    await connection.session();
    expect(await behind(connection)).toBe(3);

    const { address, namespace } = testTemporal();
    const native = await NativeConnection.connect({ address });
    const { database } = product;
    const now = (): string => new Date().toISOString();
    const activities = { database, signals, psa: undefined, now, log: { info: () => undefined } };
    const worker = await createWorker({ connection: native, namespace, taskQueue, activities });
    await worker.runUntil(() => connection.settled());
    await expectExactlyOnce(product, connection, { transferred: 3 });
    await native.close();
    await gateway.close();
  });
});

describe('signals', () => {
  it('twice, old ones, and in the wrong order change nothing', async () => {
    const silent = await anotherGateway(product);
    const connection = await testConnection(silent.product, 'shuffled');
    await readyInvoices(connection, 2);
    await connection.session({ misbehave: [{ do: 'loseResponse' }] });
    await connection.session();
    const [found] = await itemIds(product.database, connection.id, 'invoices', ['I1']);
    const [item] = await readItems(product.database, [found?.id ?? 0]);
    if (item === undefined) throw new Error('the invoice is not there');
    const events = await eventsAfter(product.database, item.id, 0);
    expect(events.length).toBeGreaterThan(2);
    const target = { client: product.client, taskQueue: product.taskQueue };
    for (const each of [
      events.slice(-1),
      events,
      events.slice(1, 2),
      events.slice(0, 1),
      [...events].reverse(),
      events,
    ])
      await signalItem(target, { item, events: each });

    await relayed(product, connection);

    const shown = await readItems(product.database, [item.id]);
    expect(shown[0]?.state).toMatchObject({ outcome: 'transferred', ready: false, appliedSeq: item.lastSeq });
    const { rows } = await product.database.query(
      `select count(*)::int as count from changes where item_id = $1 and type = 'transferred'`,
      [item.id],
    );
    expect(rows).toEqual([{ count: 1 }]);
    await expectExactlyOnce(product, connection, { transferred: 2 });
    await silent.close();
  });

  it('of a session, the last first: the workflow fetches what it misses', async () => {
    const silent = await anotherGateway(product);
    const connection = await testConnection(silent.product, 'last-first');
    await readyInvoices(connection, 2);
    await connection.session();
    const { rows } = await product.database.query('select id from sessions where connection_id = $1', [connection.id]);
    const sessionId = String(rows[0].id);
    const events = await sessionEventsAfter(product.database, sessionId, 0);
    const target = { client: product.client, taskQueue: product.taskQueue };
    for (const each of [events.slice(-1), events.slice(0, 1), events])
      await signalSession(target, { sessionId, connectionId: connection.id }, each);
    await connection.settled();
    await expectExactlyOnce(product, connection, { transferred: 2 });
    await silent.close();
  });

  it('of a session that come when it is over: its workflow is begun again and ends at once', async () => {
    const connection = await testConnection(product, 'too-late');
    await readyInvoices(connection, 2);
    await connection.session();
    await connection.settled();
    const { rows } = await product.database.query('select id from sessions where connection_id = $1', [connection.id]);
    const session = { sessionId: String(rows[0].id), connectionId: connection.id };
    const workflow = product.client.workflow.getHandle(sessionWorkflowId(session));
    const summary = await workflow.result();
    const { runId } = await workflow.describe();
    const [first] = await sessionEventsAfter(product.database, session.sessionId, 0);
    if (first === undefined) throw new Error('the session has no events');

    await signalSession({ client: product.client, taskQueue: product.taskQueue }, session, [first]);

    expect((await workflow.describe()).runId, 'a run of its own').not.toBe(runId);
    expect(await workflow.result()).toBe(summary);
    await expectExactlyOnce(product, connection, { transferred: 2 });
  });

  it('of events that a restored database does not have: the run ends and says so', async () => {
    const connection = await testConnection(product, 'ahead');
    await connection.rest('PUT', '/invoices/I1', invoice());
    const [found] = await itemIds(product.database, connection.id, 'invoices', ['I1']);
    const [item] = await readItems(product.database, [found?.id ?? 0]);
    if (item === undefined) throw new Error('the invoice is not there');
    const event = { type: 'setNotReady', seq: 5, at: new Date().toISOString() } as const;

    await signalItem({ client: product.client, taskQueue: product.taskQueue }, { item, events: [event] });

    const ended = product.client.workflow.getHandle(itemWorkflowId(item)).result();
    await expect(ended).rejects.toMatchObject({
      cause: { type: 'ahead', message: expect.stringContaining('does not have the events 5') },
    });
  });
});
