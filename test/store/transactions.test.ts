import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, inTransaction, openDatabase } from '../../store/database.js';
import { testDatabase } from '../helpers/services.js';

let database: Database;
beforeAll(async () => {
  database = openDatabase((await testDatabase()).databaseUrl);
  await database.query('create table lamps (id int primary key, is_lit boolean not null default false)');
  await database.query('insert into lamps (id) values (1), (2)');
});
afterAll(() => database.end());

const LIGHT = 'update lamps set is_lit = true where id = $1';

describe('a transaction', () => {
  it('that PostgreSQL ends because of a deadlock is run again, from its beginning', async () => {
    const tries = [0, 0];
    let inside = 0;
    let open = (): void => undefined;
    const bothInside = new Promise<void>((resolve) => {
      open = resolve;
    });
    const lightBoth = (who: 0 | 1, order: readonly [number, number]): Promise<void> =>
      inTransaction(database, async (tx) => {
        tries[who] = (tries[who] ?? 0) + 1;
        await tx.query(LIGHT, [order[0]]);
        inside += 1;
        if (inside === 2) open();
        await bothInside;
        await tx.query(LIGHT, [order[1]]);
      });

    await Promise.all([lightBoth(0, [1, 2]), lightBoth(1, [2, 1])]);

    expect(tries.toSorted((one, other) => one - other)).toEqual([1, 2]);
    const { rows } = await database.query('select is_lit from lamps order by id');
    expect(rows).toEqual([{ is_lit: true }, { is_lit: true }]);
  });

  it('that fails for another reason is not', async () => {
    let tries = 0;
    const failing = inTransaction(database, async (tx) => {
      tries += 1;
      await tx.query('select 1 / 0');
    });

    await expect(failing).rejects.toThrow('division by zero');
    expect(tries).toBe(1);
  });
});

it('a query is never given to parallel workers, which take longer to start than it does', async () => {
  const { rows } = await database.query(
    'explain select id from lamps where is_lit union all select -id from lamps where is_lit',
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('Append');
  expect(plan).not.toMatch(/Gather|Workers|Parallel/);
});
