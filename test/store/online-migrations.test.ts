import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, openDatabase } from '../../store/database.js';
import { type LockPatience, migrate } from '../../store/migrate.js';
import { LockHolder } from '../faults/lock-holder.js';
import { testDatabase } from '../helpers/services.js';
import { migrationFolder } from './migrations.js';

const PROGRAM = fileURLToPath(new URL('./migrate-program.ts', import.meta.url));
const BRIEF: LockPatience = { lockMs: 50, pauseMs: 20, giveUpAfterMs: 60_000 };
const LAMPS = `create table lamps (id int primary key, watts int);
insert into lamps select n, n % 7 from generate_series(1, 1000) n;`;
const INDEX = `-- Lamps are looked for by their power.
-- step: the index by power
create index concurrently if not exists lamps_by_watts on lamps (watts);
`;

let databaseUrl: string;
let database: Database;
let undo: (() => unknown)[];
beforeEach(async () => {
  ({ databaseUrl } = await testDatabase({ empty: true }));
  database = openDatabase(databaseUrl);
  undo = [() => database.end()];
});
afterEach(async () => {
  for (const step of undo.reverse()) await step();
});

/** The migrations of a test; the first makes the table. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const { folder, remove } = migrationFolder({ '000001.sql': LAMPS, ...files });
  undo.push(remove);
  return folder;
}

async function holderOfLocks(): Promise<LockHolder> {
  const holder = await LockHolder.of(databaseUrl);
  undo.push(() => holder.stop());
  return holder;
}

const indexes = async (): Promise<unknown[]> =>
  (await database.query(`select indisvalid from pg_index where indexrelid = to_regclass('lamps_by_watts')`)).rows;
const names = async (): Promise<string[]> =>
  (await database.query<{ name: string }>('select name from migrations order by name')).rows.map(({ name }) => name);

describe('a migration', () => {
  it('may take longer than any query, on the server and for us', async () => {
    const sql = `create table patience as select current_setting('statement_timeout') as ms; select pg_sleep(1)`;
    const folder = folderWith({ '000002.sql': sql });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    undo.push(() => vi.useRealTimers());

    const migrating = migrate(databaseUrl, { folder });
    const asleep = `select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
    while ((await database.query(asleep)).rowCount === 0);
    vi.advanceTimersByTime(24 * 3_600_000);

    expect(await migrating).toEqual(['000001.sql', '000002.sql']);
    expect((await database.query('select ms from patience')).rows).toEqual([{ ms: '0' }]);
  });

  it('of a table in use lets others pass, and is tried again until it is free', async () => {
    await migrate(databaseUrl, { folder: folderWith({}) });
    const folder = folderWith({ '000002.sql': 'alter table lamps add column colour text' });
    const holder = await holderOfLocks();
    const said: string[] = [];

    const migrating = await holder.whileLocked('select from lamps limit 1', async () => {
      const promise = migrate(databaseUrl, { folder, patience: BRIEF, say: (line) => said.push(line) });
      await holder.waiting();
      // Queued behind whoever wants the table for itself.
      const { rows } = await database.query('select count(*)::int as count from lamps');
      expect(rows).toEqual([{ count: 1_000 }]);
      await expect.poll(() => said, { timeout: 10_000 }).toHaveLength(1);
      return { promise };
    });

    expect(await migrating.promise).toEqual(['000002.sql']);
    expect(said).toEqual([expect.stringMatching(/^000002\.sql: others use the table/), 'applied 000002.sql']);
    await database.query('select colour from lamps');
  });

  it('of a table that is never free ends with what to do, and leaves nothing behind', async () => {
    const files = { '000002.sql': 'alter table lamps add column colour text; alter table lamps add column size int' };
    await migrate(databaseUrl, { folder: folderWith({}) });
    const folder = folderWith(files);
    const holder = await holderOfLocks();

    await holder.whileLocked('select from lamps limit 1', () =>
      expect(migrate(databaseUrl, { folder, patience: { ...BRIEF, giveUpAfterMs: 200 } })).rejects.toThrow(
        /^000002\.sql: found the table in use for 0\.2 s.*pg_stat_activity/,
      ),
    );

    expect(await names()).toEqual(['000001.sql']);
    expect(await migrate(databaseUrl, { folder })).toEqual(['000002.sql']);
  });
});

describe('the steps of a migration', () => {
  it('build an index, and fill a column in pieces', async () => {
    const folder = folderWith({
      '000002.online.sql': `${INDEX}
-- repeat: the colour, some lamps at a time
update lamps set watts = -1 where id in (select id from lamps where watts >= 0 order by id limit 300);
`,
    });

    expect(await migrate(databaseUrl, { folder })).toEqual(['000001.sql', '000002.online.sql']);

    expect(await indexes()).toEqual([{ indisvalid: true }]);
    const { rows } = await database.query(
      'select count(distinct xmin::text)::int as pieces, max(watts) as max from lamps',
    );
    expect(rows).toEqual([{ pieces: 4, max: -1 }]);
    expect(await migrate(databaseUrl, { folder })).toEqual([]);
  });

  it('go on after a row that somebody holds for longer than a lock is waited for', async () => {
    await migrate(databaseUrl, { folder: folderWith({}) });
    const folder = folderWith({ '000002.online.sql': '-- repeat: off\nupdate lamps set watts = -1 where watts >= 0;' });
    const holder = await holderOfLocks();
    const said: string[] = [];

    const migrating = await holder.whileLocked('select from lamps where id = 500 for update', async () => {
      const promise = migrate(databaseUrl, { folder, patience: BRIEF, say: (line) => said.push(line) });
      await expect.poll(() => said, { timeout: 10_000 }).toHaveLength(1);
      return { promise };
    });

    expect(await migrating.promise).toEqual(['000002.online.sql']);
    expect((await database.query('select from lamps where watts >= 0')).rowCount).toBe(0);
  });

  it('let others write, and are begun again by another process when theirs was killed at an index', async () => {
    await migrate(databaseUrl, { folder: folderWith({}) });
    const folder = folderWith({ '000002.online.sql': INDEX });
    const holder = await holderOfLocks();
    const said: string[] = [];

    const migrating = await holder.whileLocked('update lamps set watts = 0 where id = 1', async () => {
      const program = fork(PROGRAM, [databaseUrl, folder], { execArgv: ['--import', 'tsx'] });
      const ended = once(program, 'exit');
      await holder.waiting();
      const promise = migrate(databaseUrl, { folder, say: (line) => said.push(line) });
      await expect.poll(() => said, { timeout: 10_000 }).toEqual([expect.stringContaining('waiting for it')]);
      await database.query('update lamps set watts = 3 where id = 2');
      program.kill('SIGKILL');
      await ended;
      // Its backend notices that nobody is there any more; what it leaves is a half-built index.
      const building = `select from pg_stat_activity
        where datname = current_database() and state = 'active' and query ~ '^create index'`;
      await expect.poll(async () => (await database.query(building)).rowCount, { timeout: 20_000 }).toBe(0);
      expect(await indexes()).toEqual([{ indisvalid: false }]);
      return { promise };
    });

    expect(await migrating.promise).toEqual(['000002.online.sql']);
    expect(await indexes()).toEqual([{ indisvalid: true }]);
    expect(await names()).toEqual(['000001.sql', '000002.online.sql']);
  });

  it('are taken once when several processes come at once', async () => {
    const folder = folderWith({ '000002.online.sql': INDEX, '000003.sql': 'create table shades (id int)' });

    const programs = Array.from({ length: 3 }, () =>
      fork(PROGRAM, [databaseUrl, folder], { execArgv: ['--import', 'tsx'] }),
    );
    const codes = await Promise.all(programs.map(async (program) => (await once(program, 'exit'))[0]));

    expect(codes).toEqual([0, 0, 0]);
    expect(await names()).toEqual(['000001.sql', '000002.online.sql', '000003.sql']);
    expect(await indexes()).toEqual([{ indisvalid: true }]);
  });

  it.each([
    ['select 1;', '-- step: WHAT'],
    ['select 1;\n-- step: two\nselect 2;', 'comments and then statements'],
    ['-- step: two\nselect 1; select 2;', 'one statement in "two"'],
    ['-- step: index\ncreate index concurrently lamps_by_watts on lamps (watts);', 'if not exists'],
  ])('are refused where they are not of their form: %j', async (sql, expected) => {
    const folder = folderWith({ '000002.online.sql': sql });

    await expect(migrate(databaseUrl, { folder })).rejects.toThrow(expected);
  });
});
