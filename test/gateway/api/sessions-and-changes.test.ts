import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendChanges } from '../../../store/changes.js';
import { inTransaction } from '../../../store/database.js';
import { appendHistory } from '../../../store/history.js';
import { itemIds } from '../../../store/items.js';
import { findSession, insertSession, saveSession } from '../../../store/sessions.js';
import { type Harness, INVOICE, startWithConnection } from './harness.js';

let harness: Harness;
let itemId: number;
beforeAll(async () => {
  harness = await startWithConnection();
  await harness.call('PUT', '/connections/other', { displayName: 'x', username: 'other', password: 'secret of other' });
  await harness.call('PUT', '/connections/acme/invoices/i', INVOICE);
  itemId = (await itemIds(harness.database, 'acme', 'invoices', ['i']))[0]?.id ?? 0;
  for (const [id, at] of [
    ['s1', '2026-01-05T10:00:00.000Z'],
    ['s2', '2026-01-06T10:00:00.000Z'],
  ] as const) {
    await inTransaction(harness.database, async (tx) => {
      const session = await insertSession(tx, {
        id,
        connectionId: 'acme',
        ticketHash: Buffer.from(id),
        at,
        planned: 3,
      });
      if (id === 's1')
        await saveSession(tx, {
          ...session,
          state: 'failed',
          endedAt: at,
          recordsSent: 3,
          recordsSucceeded: 1,
          recordsFailed: 2,
          lastError: 'x',
        });
    });
  }
});
afterAll(() => harness.close());

const get = (path: string, connection = 'acme') => harness.call('GET', `/connections/${connection}/${path}`);

describe('sessions', () => {
  it('are listed newest first, in pages', async () => {
    const { items, total } = (await get('sessions')).json();
    expect(total).toBe(2);
    expect(items).toEqual([
      {
        id: 's2',
        startedAt: '2026-01-06T10:00:00.000Z',
        endedAt: null,
        state: 'open',
        recordsSent: 0,
        recordsSucceeded: 0,
        recordsFailed: 0,
        lastError: null,
      },
      {
        id: 's1',
        startedAt: '2026-01-05T10:00:00.000Z',
        endedAt: '2026-01-05T10:00:00.000Z',
        state: 'failed',
        recordsSent: 3,
        recordsSucceeded: 1,
        recordsFailed: 2,
        lastError: 'x',
      },
    ]);
    expect((await get('sessions?page=2&pageSize=1')).json().items).toEqual([items[1]]);
    expect((await get('sessions/s1')).json()).toEqual(items[1]);
  });

  it('belong to their connection', async () => {
    expect(await findSession(harness.database, 's1')).toBeDefined();
    expect((await get('sessions/s1', 'other')).statusCode).toBe(404);
    expect((await get('sessions', 'other')).json()).toEqual({ items: [], total: 0 });
  });
});

it("shows an item's history, with what is known of each line and nothing else", async () => {
  const at = '2026-01-05T10:00:00.000Z';
  await inTransaction(harness.database, (tx) =>
    appendHistory(tx, [
      { itemId, at, event: 'setReady', by: 'Jane' },
      { itemId, at, event: 'refused', sessionId: 's1', messageSetId: 'm', statusCode: 3140, message: 'no', hint: 'do' },
    ]),
  );
  expect((await get('invoices/i/history')).json()).toEqual({
    entries: [
      { at, event: 'setReady', by: 'Jane' },
      { at, event: 'refused', sessionId: 's1', statusCode: 3140, message: 'no', hint: 'do' },
    ],
  });
});

describe('changes', () => {
  it('are empty at first, and the cursor stays', async () => {
    expect((await get('changes', 'other')).json()).toEqual({ changes: [], next: '0' });
    expect((await get('changes?after=', 'other')).json()).toEqual({ changes: [], next: '0' });
    expect((await get('changes?after=77', 'other')).json()).toEqual({ changes: [], next: '77' });
  });

  it('come once each, a thousand a page, oldest first', async () => {
    const at = '2026-01-05T10:00:00.000Z';
    const changes = Array.from({ length: 1_001 }, (_, index) => ({
      type: 'paidDate' as const,
      value: `v${index}`,
      at,
    }));
    await inTransaction(harness.database, (tx) =>
      appendChanges(tx, { id: itemId, connectionId: 'acme' }, [
        { type: 'transferred', value: at, at, reason: 'why' },
        ...changes,
      ]),
    );
    const first = (await get('changes')).json();
    expect(first.changes).toHaveLength(1_000);
    expect(first.changes[0]).toEqual({
      cursor: expect.stringMatching(/^\d+$/),
      at,
      kind: 'invoices',
      id: 'i',
      type: 'transferred',
      value: at,
      reason: 'why',
    });
    expect(first.changes[1]).not.toHaveProperty('reason');
    expect(first.next).toBe(first.changes.at(-1).cursor);
    const second = (await get(`changes?after=${first.next}`)).json();
    expect(second.changes.map(({ value }: { value: string }) => value)).toEqual(['v999', 'v1000']);
    expect((await get(`changes?after=${second.next}`)).json()).toEqual({ changes: [], next: second.next });
  });

  it.each(['x', '-1', '1.5', '99999999999999999999'])('refuses the cursor %s', async (after) => {
    const reply = await get(`changes?after=${after}`);
    expect([reply.statusCode, reply.json().errors[0].field]).toEqual([400, 'after']);
  });
});
