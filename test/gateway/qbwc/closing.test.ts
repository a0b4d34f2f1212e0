import { expect, it } from 'vitest';
import { call, type Gateway, logIn, putConnection, startGateway } from './gateway.js';

it('a gateway that closes answers the call that is under way, and does not wait for its connection to grow old', async () => {
  const gateway: Gateway = await startGateway();
  const connection = await putConnection(gateway, 'closing');
  const ticket = await logIn(gateway, connection);
  const holder = await gateway.database.connect();
  await holder.query('begin');
  await holder.query(`select 1 from connections where id = 'closing' for update`);
  const underWay = call(gateway, 'closeConnection', { ticket });
  const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await expect.poll(async () => (await gateway.database.query(waiting)).rows.length, { timeout: 10_000 }).toBe(1);

  const started = performance.now();
  const closed = gateway.close();
  await holder.query('commit');
  holder.release();

  expect((await underWay).result).toBe('Nothing was left to transfer.');
  await closed;
  expect(performance.now() - started).toBeLessThan(10_000);
});
