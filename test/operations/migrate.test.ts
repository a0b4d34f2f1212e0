import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { testDatabase } from '../helpers/services.js';

type Ended = { code: number; stdout: string; stderr: string };

function run(databaseUrl: string | undefined): Promise<Ended> {
  const command = promisify(execFile)(process.execPath, ['--import', 'tsx', 'operations/migrate.ts'], {
    env: childEnvironment({ DATABASE_URL: databaseUrl, DATA_DIR: '/nonexistent' }),
  });
  return command.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ended) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  );
}

describe('npm run migrate', () => {
  it('says which migrations it has applied, and then that nothing is to do', async () => {
    const { databaseUrl } = await testDatabase({ empty: true });

    expect(await run(databaseUrl)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^(applied \S+\.sql\n)+$/) });
    expect(await run(databaseUrl)).toEqual({
      code: 0,
      stdout: 'nothing to do: the database has the newest schema\n',
      stderr: '',
    });
  });

  it.each([
    ['no database', undefined, /found no DATABASE_URL and no running postgres/],
    ['a database that does not answer', 'postgres://nobody@127.0.0.1:1/none', /PostgreSQL does not answer.*Check/],
  ])('says in one line what is wrong with %s', async (_what, databaseUrl, expected) => {
    const { code, stdout, stderr } = await run(databaseUrl);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(expected);
    expect(stderr).toMatch(/^migrate: .*\n$/);
  });
});
