import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProjectState } from '../../activities/project-state.js';
import { type CausedChange, INITIAL_STATE, type LifecycleState } from '../../domain/lifecycle-state.js';
import { changesAfter } from '../../store/changes.js';
import { DEFAULT_SETTINGS, putConnection } from '../../store/connections.js';
import { type Database, inTransaction, openDatabase } from '../../store/database.js';
import { insertItem } from '../../store/items.js';
import { anInvoice } from '../domain/items.js';
import { testDatabase } from '../helpers/services.js';

const AT = ['2026-01-05T14:03:00.000Z', '2026-01-06T14:03:00.000Z'] as const;
const told = (seq: number, at: string): CausedChange => ({ type: 'transferred', value: at, at, seq });
const state = (appliedSeq: number): LifecycleState => ({
  ...INITIAL_STATE,
  outcome: 'transferred',
  transferredAt: AT[0],
  begun: true,
  appliedSeq,
});

describe('the projection of an item', () => {
  let database: Database;
  let itemId: number;

  beforeAll(async () => {
    database = openDatabase((await testDatabase()).databaseUrl, { max: 2 });
    const connection = { id: 'c', displayName: 'c', username: 'c', passwordHash: '', companyFile: '' };
    itemId = await inTransaction(database, async (tx) => {
      await putConnection(tx, { ...connection, runEveryMinutes: null, settings: DEFAULT_SETTINGS });
      const item = { connectionId: 'c', psaId: 'x', number: 'INV-1', psaRevision: null, ...anInvoice() };
      const made = (await insertItem(tx, item)) ?? 0;
      await tx.query('update items set last_seq = 9 where id = $1', [made]);
      return made;
    });
  });
  afterAll(() => database.end());

  // The completion of a workflow task may be lost after its local activity has written; the task is then done again,
  // with whatever signals have come since.
  it('tells a change once, also when a lost task is done again together with newer events', async () => {
    const log = { info: () => undefined };
    const project = createProjectState({
      database,
      psa: undefined,
      now: () => AT[1],
      signals: undefined as never,
      log,
    });

    await project({ itemId, state: state(3), changes: [told(3, AT[0])] });
    await project({ itemId, state: state(3), changes: [told(3, AT[0])] });
    await project({ itemId, state: state(7), changes: [told(3, AT[0]), told(6, AT[1])] });

    const changes = await changesAfter(database, 'c', 0, 10);
    expect(changes.map(({ at }) => at)).toEqual(AT);
  });
});
