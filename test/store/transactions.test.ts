import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, inTransaction, openDatabase, TIMEOUTS, type Transaction } from '../../store/database.js';
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

  it('fails with the error of the query that failed, also when one behind it is heard of first', async () => {
    const nested = async (tx: Transaction): Promise<void> => {
      await (async () => await tx.query('select 1 / 0'))();
    };

    const failing = inTransaction(database, (tx) => Promise.all([nested(tx), tx.query('select 1')]));

    await expect(failing).rejects.toThrow('division by zero');
  });

  it('of which a query failed that nobody looked at is not taken for kept', async () => {
    const failing = inTransaction(database, async (tx) => {
      await tx.query('update lamps set is_lit = false where id = 1');
      await tx.query('select 1 / 0').catch(() => undefined);
    });

    await expect(failing).rejects.toThrow('nothing of it is kept');
    const { rows } = await database.query('select is_lit from lamps where id = 1');
    expect(rows).toEqual([{ is_lit: true }]);
  });

  it("that is over takes no query: it would be somebody else's", async () => {
    const forgotten = await inTransaction(database, async (tx) => tx);

    await expect(forgotten.query(LIGHT, [1])).rejects.toThrow('came after its transaction');
  });
});

describe('a connection', () => {
  it('is given up by PostgreSQL before it is given up by us', async () => {
    const settings = ['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout'];
    const { rows } = await database.query<{ ms: number }>(
      `select setting::int as ms from unnest($1::text[]) with ordinality as s(name, place)
         join pg_settings using (name) order by place`,
      [settings],
    );

    expect(rows.map(({ ms }) => ms)).toEqual([TIMEOUTS.lockMs, TIMEOUTS.statementMs, 60_000]);
    expect(TIMEOUTS.lockMs).toBeLessThan(TIMEOUTS.statementMs);
    expect(TIMEOUTS.statementMs).toBeLessThan(TIMEOUTS.answerMs);
  });

  it('that dies ends nothing, whether it is in use or not, and is told of once', async () => {
    const told: string[] = [];
    const pool = openDatabase(String(database.options.connectionString), {
      onError: (error) => told.push(error.message),
    });
    const pid = async (client: Pick<Database, 'query'>): Promise<number> =>
      (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
    const used = await pool.connect();
    const usedPid = await pid(used);
    const idlePid = await pid(pool);
    expect(idlePid).not.toBe(usedPid);

    for (const each of [usedPid, idlePid]) await database.query('select pg_terminate_backend($1)', [each]);

    await expect.poll(() => told, { timeout: 10_000 }).toHaveLength(2);
    await expect(used.query('select 1')).rejects.toThrow('not queryable');
    used.release();
    await expect.poll(() => pool.totalCount, { timeout: 10_000 }).toBe(0);
    expect(await pid(pool)).toBeGreaterThan(0);
    await pool.end();
    expect(told).toHaveLength(2);
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
