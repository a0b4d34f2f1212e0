import { afterAll, beforeAll, expect, it } from 'vitest';
import { keptLog } from '../helpers/log-lines.js';
import { invoice } from '../stories/snapshots.js';
import { type ConsoleHarness, startConsole } from './harness.js';

const { log, take } = keptLog();
let harness: ConsoleHarness;
beforeAll(async () => {
  harness = await startConsole({}, { appliedAfterMs: 0 }, log);
  await harness.rest('PUT', '', { displayName: 'Acme', username: 'acme', password: 'a long password' });
  for (const id of ['1', '2']) await harness.rest('PUT', `/invoices/${id}`, invoice({ number: id }));
});
afterAll(() => harness.close());

it('a command of a person is one line with the name, also one for many items', async () => {
  const operator = await harness.as('operator');
  const page = '/console/c/acme/invoices';
  await operator.get(page);
  take();
  await operator.post('/console/c/acme/actions/invoices/confirmed', { verb: 'ready', id: ['1', '2'], back: page });

  expect(take()).toEqual([
    {
      level: 30,
      event: 'commandGiven',
      command: 'ready',
      connectionId: 'acme',
      kind: 'invoices',
      items: 2,
      bulkActionId: expect.stringMatching(/^[\da-f-]{36}$/),
      via: 'console',
      by: 'operator1',
      msg: 'command given: ready for 2 invoices of acme, by operator1 (console)',
    },
  ]);
});
