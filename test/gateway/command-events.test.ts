import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countedAt } from '../helpers/counted-at.js';
import { keptLog } from '../helpers/log-lines.js';
import { type Gateway, putConnection, startGateway } from './qbwc/gateway.js';

const { log, take } = keptLog();
let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({}, log);
});
afterAll(() => gateway.close());

const INFO = 30;
const ANY_ID = expect.stringMatching(/^[\da-f-]{36}$/);

const rest = (path: string, body: object): Promise<Response> =>
  fetch(`${gateway.url}/api/v1/connections/${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer a-token-of-the-soap-tests', 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('a command of the PSA is one line, and counts', () => {
  const given = (command: string, facts: object) => ({
    level: INFO,
    event: 'commandGiven',
    command,
    connectionId: 'events-commands',
    kind: 'invoices',
    items: 1,
    refused: 0,
    via: 'api',
    by: null,
    ...facts,
  });

  it('ready, not ready, clear error and a move to another company file', async () => {
    await putConnection(gateway, 'events-commands', { invoices: 2 });
    take();
    const before = await countedAt(gateway.url, ['via="api"']);

    await rest('events-commands/invoices/ready', { ids: ['I1', 'nobody'] });
    await rest('events-commands/invoices/not-ready', { ids: ['I1'] });
    await rest('events-commands/invoices/I1/clear-error', { reason: 'a long reason' });
    const move = { confirm: 'events-commands', reason: 'a new year', by: 'Ada' };
    await rest('events-commands/move-to-new-file', { ...move, confirm: 'not the name' });
    await rest('events-commands/move-to-new-file', move);

    expect(take()).toEqual([
      given('ready', {
        items: 2,
        refused: 1,
        msg: 'command given: ready for 2 invoices of events-commands, by the PSA (api), 1 refused',
      }),
      given('notReady', { msg: 'command given: notReady for 1 invoice of events-commands, by the PSA (api)' }),
      given('clearError', {
        refused: 1,
        msg: 'command given: clearError for 1 invoice of events-commands, by the PSA (api), 1 refused',
      }),
      {
        level: INFO,
        event: 'connectionMoved',
        connectionId: 'events-commands',
        fromFileId: ANY_ID,
        toFileId: ANY_ID,
        via: 'api',
        by: 'Ada',
        msg: expect.stringMatching(
          /^connection moved: events-commands from FileID \{[\da-f-]{36}\} to \{[\da-f-]{36}\}, by Ada \(api\)$/,
        ),
      },
    ]);
    const after = await countedAt(gateway.url, ['via="api"']);
    for (const name of [
      'commands_given_total{command="ready",via="api"}',
      'commands_given_total{command="clearError",via="api"}',
      'connections_moved_total{via="api"}',
    ])
      expect((after[name] ?? 0) - (before[name] ?? 0), name).toBe(1);
  });
});
