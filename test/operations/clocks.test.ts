import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { staleEvents } from '../../store/item-events.js';
import { endLost } from '../../transfers/session/lost-session.js';
import { expectExactlyOnce } from '../faults/exactly-once.js';
import { type Product, startProduct } from '../helpers/product.js';
import { invoice } from '../stories/snapshots.js';
import { beginStory, listen, requestsIn } from '../stories/story.js';

const DAY = 86_400_000;

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterEach(() => {
  product.clock.offsetMs = 0;
});
afterAll(() => product.stop());

const nowOf = (offsetMs: number): string => new Date(Date.now() + offsetMs).toISOString();

describe('a clock that was put back by a day', () => {
  it('does not keep items, recovery or statuses from going on', async () => {
    const story = await beginStory(product, 'clock-items');
    await story.enqueue('invoices', 'I1', invoice());
    await story.session({ misbehave: [{ do: 'loseResponse' }] });
    product.clock.offsetMs = -DAY;

    await story.enqueue('invoices', 'I2', invoice({ number: '1002' }));
    expect(await story.run()).toMatchObject({ outcome: 'done' });

    for (const id of ['I1', 'I2'])
      expect(await story.get('invoices', id)).toMatchObject({ transferStatus: 'Transferred' });
    await expectExactlyOnce(product, story, { transferred: 2 });
  });

  it('does not keep paid dates from being asked', async () => {
    const story = await beginStory(product, 'clock-paid');
    await story.enqueue('invoices', 'I1', invoice());
    await story.run();
    product.clock.offsetMs = 2 * 3_600_000;
    await story.run();
    story.company.payInvoice({ number: '1001' }, { date: '2026-02-01' });

    product.clock.offsetMs = -DAY;
    const { sets, misbehave } = listen();
    await story.run(misbehave);

    expect(sets.map(requestsIn)).toEqual([['InvoiceQuery'], ['InvoiceQuery']]);
    expect(await story.changes('paidDate')).toMatchObject([{ value: '2026-02-01' }]);
  });

  it('asks for no paid date for ever when it is put back in the middle of a session', async () => {
    const story = await beginStory(product, 'clock-session');
    await story.enqueue('invoices', 'I1', invoice());
    await story.run();
    product.clock.offsetMs = 2 * 3_600_000;
    const edit = (): void => {
      product.clock.offsetMs = -DAY;
    };
    const saveItems = { do: 'edit', at: 'InvoiceQuery', edit } as const;

    const session = await story.run([saveItems]);

    expect(session).toMatchObject({ outcome: 'done' });
    expect(session.messageSets).toBeLessThanOrEqual(3);
  });

  it('does not keep the relay from telling what was not told, once a minute', async () => {
    const story = await beginStory(product, 'clock-relay');
    await story.put('invoices', 'I1', invoice());
    const at = nowOf(-1_000);
    await product.database.query(
      `insert into item_events (item_id, seq, at, type, payload) select id, last_seq + 1, $2, 'setReady', '{"retransfer": false}' from items where connection_id = $1`,
      [story.id, at],
    );
    await product.database.query(
      'update items set last_seq = last_seq + 1, last_event_at = $2, relayed_at = $2 where connection_id = $1',
      [story.id, at],
    );
    const told = async (offsetMs: number): Promise<number> =>
      (await staleEvents(product.database, nowOf(offsetMs), 5_000, 100)).filter(
        ({ item }) => item.connectionId === story.id,
      ).length;

    expect([await told(0), await told(-DAY), await told(-DAY + 1_000), await told(-DAY + 70_000)]).toEqual([
      0, 1, 0, 1,
    ]);

    product.clock.offsetMs = -DAY + 200_000;
    await product.relay();
    await story.settled();
    expect(await story.get('invoices', 'I1')).toMatchObject({ transferStatus: 'Pending' });
  });

  it('does not keep a session that nobody calls any more open', async () => {
    const story = await beginStory(product, 'clock-lost');
    await story.enqueue('invoices', 'I1', invoice());
    await story.session({ misbehave: [{ do: 'loseResponse' }] });
    const [open] = (await story.rest('GET', '/sessions')).body.items;

    await endLost(product.database, {
      sessionId: open.id,
      connectionId: story.id,
      now: nowOf(-DAY),
      lostAfterMs: 60_000,
    });

    expect((await story.rest('GET', `/sessions/${open.id}`)).body).toMatchObject({ state: 'lost' });
    expect(await story.session()).toMatchObject({ outcome: 'done' });
    await product.relay();
    await expectExactlyOnce(product, story, { transferred: 1 });
  });

  it('frees no recovery state before its day is over', async () => {
    const story = await beginStory(product, 'clock-free');
    await story.enqueue('invoices', 'I1', invoice());
    await story.session({ misbehave: [{ do: 'loseResponse' }] });
    await story.run();
    product.clock.offsetMs = -DAY;
    await story.enqueue('invoices', 'I2', invoice({ number: '1002' }));
    const { sets, misbehave } = listen();

    await story.run(misbehave);

    expect(sets[0]).not.toContain('oldMessageSetID');
  });
});
