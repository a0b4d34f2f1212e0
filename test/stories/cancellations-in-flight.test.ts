import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../helpers/product.js';
import { beginSession } from './session-by-hand.js';
import { orderLine, purchaseOrder, refusedOrder } from './snapshots.js';
import { beginStory, listen, requestsIn, type Story } from './story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

const CANCELED = { status: 'Canceled' };
const orders = ({ company }: Story) => company.transactions({ type: 'PurchaseOrder' });

describe('S19: a purchase order that is canceled while it is on its way', () => {
  it('S19: and succeeds is deleted again, in the same session', async () => {
    const story = await beginStory(product, 's19-in-flight');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    const session = await beginSession(product, story);
    const addition = await session.ask();

    await story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));
    await session.answer(addition);
    await session.finish();
    await story.run();

    expect(orders(story)).toEqual([]);
    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Transferred', ready: false });
    expect(await story.changes('deleted')).toHaveLength(1);
  });

  it('S19: and is not processed, because another was refused before it, is Not Transferred', async () => {
    const story = await beginStory(product, 's19-in-flight-unprocessed');
    await story.enqueue('purchase-orders', 'P1', refusedOrder());
    await story.enqueue('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2' }));
    const session = await beginSession(product, story);
    const additions = await session.ask();

    await story.put('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2', ...CANCELED }));
    await session.answer(additions);
    await session.finish();

    expect(requestsIn(additions)).toEqual(['PurchaseOrderAdd', 'PurchaseOrderAdd']);
    expect(await story.get('purchase-orders', 'P2')).toMatchObject({ transferStatus: 'Not Transferred', ready: false });
    expect(await story.changes()).toEqual([]);
  });

  it('S19: and is refused leaves the queue', async () => {
    const story = await beginStory(product, 's19-in-flight-refused');
    await story.enqueue('purchase-orders', 'P1', refusedOrder());
    const session = await beginSession(product, story);
    const addition = await session.ask();

    await story.put('purchase-orders', 'P1', refusedOrder(CANCELED));
    await session.answer(addition);
    await session.finish();

    expect(await story.get('purchase-orders', 'P1')).toMatchObject({ transferStatus: 'Pending/Failed', ready: false });
    expect(await story.run()).toMatchObject({ outcome: 'nothingToDo' });
  });
});

describe('S19: a purchase order that is canceled at the moment at which it is claimed', () => {
  /** Another transaction cancels P1 after the step of deletions has found none: the claim waits behind it for its row. */
  async function canceledInTheClaim(story: Story, ask: () => Promise<string>): Promise<string> {
    const { database } = product;
    const waiting = async (): Promise<number> => {
      const { rows } = await database.query(
        `select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows[0].count;
    };
    const holder = await database.connect();
    await holder.query('begin');
    await holder.query(`select from items where connection_id = $1 and psa_id = 'P1' for update`, [story.id]);
    const canceled = story.put('purchase-orders', 'P1', purchaseOrder(CANCELED));
    await expect.poll(waiting).toBe(1);
    const asked = ask();
    await expect.poll(waiting).toBe(2);
    await holder.query('commit');
    holder.release();
    await canceled;
    return asked;
  }

  const received = { lines: [orderLine({ received: '2' })] };

  it.each([
    ['the others go without it', [['PurchaseOrderAdd'], ['PurchaseOrderQuery'], ['TxnDel']]],
    ['nothing else is there', [['HostQuery'], ['PurchaseOrderQuery'], ['TxnDel']]],
  ] as const)('S19: is asked about before it is deleted: %s', async (others, expected) => {
    const isAlone = others !== 'the others go without it';
    const story = await beginStory(product, isAlone ? 's19-claimed-alone' : 's19-claimed');
    await story.enqueue('purchase-orders', 'P1', purchaseOrder());
    await story.run();
    await story.put('purchase-orders', 'P1', purchaseOrder(received));
    if (!isAlone) await story.enqueue('purchase-orders', 'P2', purchaseOrder({ number: 'PO-2' }));
    const session = await beginSession(product, story);

    const sets = [await canceledInTheClaim(story, session.ask)];
    while ((await session.answer(sets.at(-1) ?? '')) < 100) sets.push(await session.ask());
    await session.finish();
    const next = listen();
    await story.run(next.misbehave);

    expect([...sets, ...next.sets].map(requestsIn)).toEqual(expected);
    expect(orders(story)).toHaveLength(isAlone ? 0 : 1);
  });
});
