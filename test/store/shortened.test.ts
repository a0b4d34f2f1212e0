import { afterAll, beforeAll, expect, it } from 'vitest';
import { cut, LONGEST_TEXT } from '../../domain/texts.js';
import { type Database, openDatabase } from '../../store/database.js';
import { shortened } from '../../store/shortened.js';
import { testDatabase } from '../helpers/services.js';

let database: Database;
beforeAll(async () => {
  database = openDatabase((await testDatabase()).databaseUrl);
});
afterAll(() => database.end());

it.each([
  null,
  '',
  'x'.repeat(LONGEST_TEXT),
  'x'.repeat(LONGEST_TEXT + 1),
  '\u{1f600}'.repeat(LONGEST_TEXT),
  `${'\u{1f600}'.repeat(LONGEST_TEXT - 1)}ab`,
])('PostgreSQL cuts like the domain: case %#', async (text) => {
  const { rows } = await database.query(`select ${shortened('given')} as short from (select $1::text as given) g`, [
    text,
  ]);

  expect(rows[0].short).toBe(text === null ? null : cut(text));
});
