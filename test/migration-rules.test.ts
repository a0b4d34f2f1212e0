import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Migration, migrationNames, readMigration } from '../store/migration-files.js';
import { ROOT } from './helpers/source-files.js';

const FOLDER = path.join(ROOT, 'store/migrations');
/** The last migration from before these rules. */
const BEFORE_THE_RULES = '000016.sql';

/** One row a company or a person: over before anybody notices. */
const SMALL = ['connections', 'users'];

/** What a large table is rewritten or read for under its lock, and how it is done instead (docs/migrations.md). */
const HEAVY: readonly (readonly [form: RegExp, what: string, instead: string])[] = [
  [/\bcreate\s+(?:unique\s+)?index\s+\w+\s+on\s+(\w+)/gi, 'an index', 'create index concurrently, as a step'],
  [/\balter\s+table\s+(\w+)[^;]*\bset\s+not\s+null\b/gi, 'set not null', 'a check that is validated as a step before'],
  [/\balter\s+table\s+(\w+)[^;]*\btype\b/gi, 'another type', 'a new column that is filled in pieces'],
  [/\balter\s+table\s+(\w+)[^;]*\bstored\b/gi, 'a stored generated column', 'a nullable one that is filled in pieces'],
  [/\balter\s+table\s+(\w+)[^;]*\bdefault\s+(?!now\b)\w+\(/gi, 'a default per row', 'a nullable one, filled in pieces'],
  [
    /\balter\s+table\s+(\w+)[^;]*\badd\s+(?:constraint|unique|check|foreign)\b(?![^;]*\bnot\s+valid\b)/gi,
    'a constraint',
    'one that is not valid, validated as a step',
  ],
  [/\bupdate\s+(\w+)\s+set\b/gi, 'an update of all rows', 'pieces, as a step "repeat"'],
  [/\bdelete\s+from\s+(\w+)/gi, 'a deletion', 'pieces, as a step "repeat"'],
];

/** What a migration does that holds the product up on a large database. */
function heavy(migration: Migration): string[] {
  const { name } = migration;
  if ('steps' in migration) {
    return migration.steps
      .filter(({ repeated, sql }) => repeated && !/\blimit\b/i.test(sql))
      .map(({ what }) => `${name}, ${what}: found no limit, expected one of some thousand rows a piece`);
  }
  const sql = migration.sql.replace(/--.*$/gm, '');
  const made = [...sql.matchAll(/\bcreate\s+(?:unlogged\s+)?table\s+(\w+)/gi)].map(([, table]) => table);
  return HEAVY.flatMap(([form, what, instead]) =>
    [...sql.matchAll(form)]
      .filter(([, table]) => !made.includes(table) && !SMALL.includes(table ?? ''))
      .map(([, table]) => `${name}: found ${what} on ${table}, expected ${instead}`),
  );
}

describe('the migrations', () => {
  it('hold nobody up, however many rows a table has', async () => {
    const names = (await migrationNames(FOLDER)).filter((name) => name > BEFORE_THE_RULES);
    const migrations = await Promise.all(names.map((name) => readMigration(FOLDER, name)));

    expect(migrations.flatMap(heavy)).toEqual([]);
  });

  it('have a number each', async () => {
    const numbers = (await migrationNames(FOLDER)).map((name) => name.slice(0, 6));

    expect(numbers).toEqual([...new Set(numbers)]);
  });
});

describe('the rules for migrations', () => {
  it.each([
    'create index a on items (number);',
    'create unique index a on items (number);',
    'alter table items alter column number set not null;',
    'alter table items alter column number type text;',
    'alter table items add column a text generated always as (lower(number)) stored;',
    'alter table items add column a uuid not null default gen_random_uuid();',
    "alter table items add constraint a check (number <> '');",
    "update items set number = '1';",
    'delete from items;',
  ])('refuse %s', (sql) => {
    expect(heavy({ name: '999999.sql', sql })).toEqual([expect.stringMatching(/found .+ on items, expected /)]);
  });

  it.each([
    'create table lamps (id int); create index a on lamps (id); update lamps set id = 1;',
    'alter table items add column a text, add column b boolean not null default false;',
    'alter table items add column a timestamptz not null default now();',
    "alter table items add constraint a check (number <> '') not valid;",
    '-- No update items set anything here.',
  ])('let pass %s', (sql) => {
    expect(heavy({ name: '999999.sql', sql })).toEqual([]);
  });

  it('want pieces that end', () => {
    const step = { what: 'all at once', sql: "update items set number = '1'", repeated: true, index: undefined };
    expect(heavy({ name: '999999.online.sql', steps: [step] })).toEqual([expect.stringContaining('found no limit')]);
  });
});
