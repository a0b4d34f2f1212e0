import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionResult } from '../../simulator/simulator.js';
import { type Database, openDatabase } from '../../store/database.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { expectExactlyOnce, oursIn } from './exactly-once.js';
import { anotherGateway, readyInvoices, readyOfEveryKind, relayed } from './scenario.js';

let product: Product;
let second: Awaited<ReturnType<typeof anotherGateway>>;
let pool: Database;
beforeAll(async () => {
  product = await startProduct();
  pool = openDatabase(String(product.database.options.connectionString));
  second = await anotherGateway({ ...product, database: pool });
});
afterAll(async () => {
  await second.close();
  await pool.end();
  await product.stop();
});

/** The same connection through both gateways, with one company file. */
async function throughBoth(name: string, settings: object = {}): Promise<[TestConnection, TestConnection]> {
  const one = await testConnection(product, name, { settings });
  return [one, await testConnection(second.product, name, { settings, company: one.company })];
}

const isOver = ({ outcome }: SessionResult): boolean => outcome === 'done' || outcome === 'nothingToDo';

describe('two gateways on one database', () => {
  it('claim at the same time and never send a record twice', async () => {
    const [one, other] = await throughBoth('both-claim', { maxRecords: 3 });
    await readyInvoices(one, 30);
    await readyOfEveryKind(other);
    for (let round = 0; round < 20; round += 1) {
      const results = await Promise.all([one.session(), other.session(), one.session()]);
      expect(results.filter(({ outcome }) => outcome === 'callFailed')).toEqual([]);
      if (results.every(isOver)) break;
    }
    await one.session();
    await relayed(product, one);
    await expectExactlyOnce(product, one, { transferred: 34 });
  });

  it('with lost answers on both sides', async () => {
    const [one, other] = await throughBoth('both-lose', { maxRecords: 4 });
    await readyInvoices(one, 12);
    for (let round = 1; round <= 3; round += 1) {
      await Promise.all([
        one.session({ misbehave: [{ do: 'loseResponse', at: round }] }),
        other.session({ misbehave: [{ do: 'cutResponse', at: round }] }),
      ]);
    }
    for (let round = 0; round < 5; round += 1) if (isOver(await other.session())) break;
    await one.session();
    await relayed(product, one);
    await expectExactlyOnce(product, one, { transferred: 12 });
  });

  it('a session that begins at one gateway goes on at the other', async () => {
    const [one, other] = await throughBoth('moves');
    await readyInvoices(one, 3);
    expect(await one.session({ misbehave: [{ do: 'dieAfterCommit' }] })).toMatchObject({ outcome: 'died' });
    expect(await other.session()).toMatchObject({ outcome: 'done' });
    await relayed(product, one);
    await expectExactlyOnce(product, one, { transferred: 3 });
  });

  it('people set items ready and not ready while sessions run: what is sent is sent once', async () => {
    const [one, other] = await throughBoth('people', { maxRecords: 2 });
    const ids = await readyInvoices(one, 16);
    let isRunning = true;
    const people = (async (): Promise<void> => {
      for (let turn = 0; isRunning; turn += 1) {
        const some = ids.filter((_, index) => index % 3 === turn % 3);
        const command = turn % 2 === 0 ? 'not-ready' : 'ready';
        expect((await other.rest('POST', `/invoices/${command}`, { ids: some })).status).toBeLessThan(300);
      }
    })();
    for (let round = 0; round < 3; round += 1) await one.session();
    isRunning = false;
    await people;
    await relayed(product, one);
    await expectExactlyOnce(product, one);
    await one.rest('POST', '/invoices/ready', { ids });
    await one.session();
    await relayed(product, one);
    await expectExactlyOnce(product, one, { transferred: 16 });
    expect(oursIn(one.company)).toHaveLength(16);
  });

  it('many sessions at once on one connection: none is left open', async () => {
    const [one, other] = await throughBoth('rush');
    await readyInvoices(one, 5);
    await Promise.all(Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? one : other).session()));
    await one.session();
    const { rows } = await product.database.query(
      'select count(*)::int as count from sessions where connection_id = $1 and ended_at is null',
      [one.id],
    );
    expect(rows).toEqual([{ count: 0 }]);
    await relayed(product, one);
    await expectExactlyOnce(product, one, { transferred: 5 });
  });
});
