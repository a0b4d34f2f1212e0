import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockConnectionOfTicket } from '../../../store/connections.js';
import { inTransaction } from '../../../store/database.js';
import { signalItem } from '../../../temporal/signals.js';
import { itemWorkflowId } from '../../../workflows/messages.js';
import { type Product, startProduct } from '../../helpers/product.js';
import { invoice, timeEntry, timesheet } from '../../stories/snapshots.js';
import { beginStory } from '../../stories/story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

describe('what the fault harness has found', () => {
  it('asks again for names whose answer was lost', async () => {
    const settings = { missing: { customers: 'create' } };
    const { enqueue, run, get, company } = await beginStory(product, 'found-names', { settings });
    await enqueue('invoices', 'I1', invoice({ customer: { name: 'Brand New Customer' } }));

    await run([{ do: 'loseResponse', at: 'CustomerQuery' }]);
    await run();

    expect(company.find('Brand New Customer')).toBeDefined();
    expect(await get('invoices', 'I1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('sends both records of an item again when a search finds neither', async () => {
    const { enqueue, run, get, company } = await beginStory(product, 'found-by-key');
    const entries = [timeEntry({ notes: 'first' }), timeEntry({ id: 'e2', notes: 'second' })];
    await enqueue('timesheets', 'T1', timesheet({ entries }));

    for (let session = 1; session <= 3; session += 1) await run([{ do: 'dieBeforeCommit', at: 'TimeTrackingAdd' }]);
    await run();

    expect(company.transactions({ type: 'TimeTracking' }).map(({ memo }) => memo)).toEqual(['first', 'second']);
    expect(await get('timesheets', 'T1')).toMatchObject({ transferStatus: 'Transferred' });
  });

  it('lets rows that refer to a connection be written while a call of its session works', async () => {
    const { id, enqueue, session } = await beginStory(product, 'found-lock');
    await enqueue('invoices', 'I1', invoice());
    await session({ misbehave: [{ do: 'loseResponse' }] });
    const { rows } = await product.database.query('select ticket_hash from sessions where connection_id = $1', [id]);

    const isFree = await inTransaction(product.database, async (tx) => {
      await lockConnectionOfTicket(tx, rows[0].ticket_hash);
      const asked = await product.database.query('select id from connections where id = $1 for key share skip locked', [
        id,
      ]);
      return asked.rowCount === 1;
    });

    expect(isFree).toBe(true);
  });

  it('S28: shows the status also of a run that a late signal began and that finds nothing to do', async () => {
    const { id: connectionId, enqueue, run: runSession } = await beginStory(product, 'found-search');
    await enqueue('invoices', 'I1', invoice());
    await runSession();
    const { rows } = await product.database.query('select id from items where connection_id = $1', [connectionId]);
    const workflowId = itemWorkflowId({ connectionId, kind: 'invoices', psaId: 'I1' });
    const handle = product.client.workflow.getHandle(workflowId);
    await handle.result();
    const { runId: former } = await handle.describe();
    const item = { id: Number(rows[0].id), connectionId, kind: 'invoices', psaId: 'I1', number: '1001' } as const;
    const event = { type: 'setReady', seq: 1, at: new Date().toISOString(), retransfer: false } as const;

    await signalItem({ client: product.client, taskQueue: product.taskQueue }, { item, events: [event] });
    await handle.result();

    const run = await handle.describe();
    const status = run.typedSearchAttributes.getAll().find(({ key }) => key.name === 'TransferStatus');
    expect(run.runId).not.toBe(former);
    expect(status?.value).toBe('Transferred');
  });
});
