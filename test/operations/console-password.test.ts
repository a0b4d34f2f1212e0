import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { makeFirstAdmin } from '../../gateway/console/access/first-admin.js';
import { verifyPassword } from '../../gateway/shared/password.js';
import { startEmbedded } from '../../launcher/embedded/start-embedded.js';
import { openDatabase } from '../../store/database.js';
import { migrate } from '../../store/migrate.js';
import { findUserByName } from '../../store/users.js';
import { type ConsoleHarness, signedIn, startConsole } from '../console/harness.js';
import { testTemporal } from '../helpers/services.js';

type Ended = { code: number; stdout: string; stderr: string };

let harness: ConsoleHarness;
let dataDir: string;
beforeAll(async () => {
  harness = await startConsole();
  dataDir = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-password-'));
});
afterAll(async () => {
  await harness.close();
  rmSync(dataDir, { recursive: true, force: true });
});

function run(program: string, args: readonly string[], env: Record<string, string | undefined>): Promise<Ended> {
  const command = promisify(execFile)(process.execPath, ['--import', 'tsx', program, ...args], {
    env: childEnvironment({ DATABASE_URL: undefined, TEMPORAL_ADDRESS: undefined, DATA_DIR: dataDir, ...env }),
  });
  return command.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ended) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  );
}

const PROGRAM = 'operations/console-password.ts';
const passwordIn = (stdout: string): string => /^The new password of .*: (\S{16})\n$/.exec(stdout)?.[1] ?? '';

describe('npm run console-password', () => {
  it('gives a new password, with which the user signs in; who was signed in is not any more', async () => {
    const name = 'Ada';
    const former = await signedIn(harness, 'admin', name);

    const { code, stdout } = await run(PROGRAM, [name.toUpperCase()], { DATABASE_URL: harness.databaseUrl });

    expect(code).toBe(0);
    const browser = harness.browser();
    expect((await browser.signIn(name, `password of ${name}`)).statusCode).toBe(401);
    expect((await browser.signIn(name, passwordIn(stdout))).statusCode).toBe(303);
    expect((await former.get('/console/account')).statusCode).toBe(303);
    expect((await browser.get('/console/users')).body).toContain(
      `<td>(on the server)</td><td>set a new password of ${name} </td>`,
    );
  }, 60_000);

  it('finds the database of the `npm start` that runs', async () => {
    const embedded = await startEmbedded({ dataDir, temporalAddress: testTemporal().address, fastAndLoose: true });
    try {
      await migrate(embedded.databaseUrl);
      const database = openDatabase(embedded.databaseUrl);
      await makeFirstAdmin(database, new Date().toISOString());

      const { code, stdout, stderr } = await run(PROGRAM, ['admin'], {});

      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const stored = await findUserByName(database, 'admin');
      expect(await verifyPassword(passwordIn(stdout), stored?.passwordHash)).toBe(true);
      await database.end();
    } finally {
      await embedded.stop();
    }
  }, 60_000);

  it('says in one line what is wrong', async () => {
    await harness.as('viewer');
    const complaint = async (args: readonly string[], DATABASE_URL?: string): Promise<string> => {
      const { code, stderr } = await run(PROGRAM, args, { DATABASE_URL });
      expect(code).toBe(1);
      return stderr;
    };

    expect(await complaint([], harness.databaseUrl)).toMatch(/^console-password: found \[\], expected the name.*\n$/);
    expect(await complaint(['a', 'b'], harness.databaseUrl)).toMatch(/found \["a","b"\], expected/);
    expect(await complaint(['Nobody'], harness.databaseUrl)).toMatch(/found no user "Nobody", expected .*"viewer1"/);
    expect(await complaint(['admin'])).toMatch(
      /found no DATABASE_URL and no running postgres under .*; set DATABASE_URL/,
    );
    expect(await complaint(['admin'], 'postgres://a:secret@127.0.0.1:1/x')).toMatch(
      /^console-password: (?!.*secret).*check DATABASE_URL.*\n$/,
    );
  }, 120_000);

  it('refuses to leave a console in which no admin can sign in', async () => {
    await harness.database.query(`update users set disabled_at = now() where role = 'admin'`);

    const { code, stdout, stderr } = await run(PROGRAM, ['viewer1'], { DATABASE_URL: harness.databaseUrl });

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/"viewer1" is viewer, and no admin can sign in: set the password of an admin first/);
  }, 60_000);
});
