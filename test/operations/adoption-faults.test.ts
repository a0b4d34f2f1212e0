import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Misbehaviour } from '../../simulator/simulator.js';
import { armAdoption } from '../../transfers/connections/adoption.js';
import { expectExactlyOnce, ledgerOf, oursIn } from '../faults/exactly-once.js';
import { count, readyInvoices } from '../faults/scenario.js';
import { type Product, startProduct, type TestConnection, testConnection } from '../helpers/product.js';
import { beginSession } from '../stories/session-by-hand.js';
import { listen } from '../stories/story.js';

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product.stop());

/** What a search after a restore does before its report was read, and after. */
const arm = (connection: TestConnection, applies: boolean) =>
  armAdoption(product.database, {
    connectionId: connection.id,
    since: '2026-01-01',
    applies,
    at: new Date().toISOString(),
  });

/** QuickBooks throws whenever it is asked for the invoice I3. */
const throwsAtI3 = (hresult: string): Misbehaviour => ({
  do: 'hresult',
  hresult,
  at: ({ requestXml }) => requestXml.includes('<InvoiceQueryRq ') && requestXml.includes('<RefNumber>I3<'),
});

const verdicts = async ({ id }: TestConnection): Promise<Record<string, string>> => {
  const { rows } = await product.database.query(
    `select i.psa_id as id, f.verdict from adoption_findings f join items i on i.id = f.item_id where i.connection_id = $1`,
    [id],
  );
  return Object.fromEntries(rows.map(({ id: psaId, verdict }) => [psaId, verdict]));
};

describe('a search after a restore', () => {
  it('asks for fewer at a time where QuickBooks cannot read the questions; a single one that it cannot read is unclear', async () => {
    const connection = await testConnection(product, 'adopt-unreadable');
    await readyInvoices(connection, 8);
    await arm(connection, false);
    const { sets, misbehave } = listen();

    expect(await connection.session({ misbehave: [...misbehave, throwsAtI3('0x80040400')] })).toMatchObject({
      outcome: 'done',
    });

    expect(await verdicts(connection)).toEqual({
      ...Object.fromEntries(['I1', 'I2', 'I4', 'I5', 'I6', 'I7', 'I8'].map((id) => [id, 'absent'])),
      I3: 'unclear',
    });
    expect(sets.map((set) => count(set, 'InvoiceQuery'))).toEqual([8, 4, 2, 4, 2, 1, 1, 2, 2, 0]);

    await arm(connection, true);
    expect(await connection.session({ misbehave: [throwsAtI3('0x80040400')] })).toMatchObject({ outcome: 'done' });
    await expectExactlyOnce(product, connection, { transferred: 7 });
    expect((await ledgerOf(product, connection.id)).find(({ psaId }) => psaId === 'I3')).toMatchObject({
      state: 'unknown',
    });
  });

  it('goes on with fewer in the next session where QuickBooks throws something else, and gives up one record at last', async () => {
    const connection = await testConnection(product, 'adopt-thrown');
    await readyInvoices(connection, 4);
    await arm(connection, false);

    const outcomes: string[] = [];
    for (let session = 0; session < 5; session += 1)
      outcomes.push((await connection.session({ misbehave: [throwsAtI3('0x80040402')] })).outcome);

    expect(outcomes).toEqual(['serverError', 'serverError', 'serverError', 'done', 'nothingToDo']);
    expect(await verdicts(connection)).toEqual({ I1: 'absent', I2: 'absent', I3: 'unclear', I4: 'absent' });
  });

  it('begun while a session halves a rejected set: the halves are not sent after it, and no record is there twice', async () => {
    const connection = await testConnection(product, 'adopt-halves');
    await readyInvoices(connection, 2);
    const session = await beginSession(product, connection);
    await session.ask();
    await session.refuse('0x80040400');

    await arm(connection, true);
    await session.finish();

    await expectExactlyOnce(product, connection, { transferred: 2 });
    expect(oursIn(connection.company)).toHaveLength(2);
  });
});
