import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedServices, startEmbedded } from '../../launcher/embedded/start-embedded.js';
import { type Database, openDatabase } from '../../store/database.js';
import { migrate } from '../../store/migrate.js';
import { call, type Gateway, putConnection, setReady, startGateway } from '../gateway/qbwc/gateway.js';
import { testTemporal } from '../helpers/services.js';
import { LockHolder } from './lock-holder.js';

/** A server of its own: after a kill -9 of one backend PostgreSQL ends all others, also those of other tests. */
let dataDir: string;
let embedded: EmbeddedServices;
let database: Database;
let gateway: Gateway;
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-killed-'));
  // Not fast and loose: that one loses what was committed just before a crash.
  embedded = await startEmbedded({ dataDir, temporalAddress: testTemporal().address });
  await migrate(embedded.databaseUrl);
  database = openDatabase(embedded.databaseUrl);
  gateway = await startGateway({ database });
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await database.end();
  await embedded.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** The answer to a call whose backend is killed while it waits for a lock. */
async function whileKilled<T>(lock: string, work: () => Promise<T>): Promise<T> {
  const holder = await LockHolder.of(embedded.databaseUrl);
  const answer = await holder.whileLocked(lock, async () => {
    const waiting = work();
    const [pid = 0] = await holder.waiting();
    process.kill(pid, 'SIGKILL');
    return waiting;
  });
  await holder.stop();
  return answer;
}

it('a backend is killed (kill -9) where a call waits: it fails, and all goes on when PostgreSQL is back', async () => {
  const connection = await putConnection(gateway, 'acme', { invoices: 1 });
  const names = { strUserName: connection.userName, strPassword: connection.password };

  const refused = await whileKilled(`select from items where psa_id = 'I1' for update`, () =>
    setReady(gateway, 'acme', ['I1']),
  );
  expect(refused.status).toBe(503);
  await expect
    .poll(async () => (await setReady(gateway, 'acme', ['I1'])).status, { timeout: 20_000 })
    .toBeLessThan(300);

  const busy = await whileKilled(`select from connections where id = 'acme' for update`, () =>
    call(gateway, 'authenticate', names),
  );
  expect(busy).toMatchObject({ status: 200, result: ['', 'busy'] });
  await expect
    .poll(async () => (await call(gateway, 'authenticate', names)).result, { timeout: 20_000 })
    .toEqual([expect.stringMatching(/./), '']);
});
