import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { hashPassword } from '../../gateway/shared/password.js';
import { freePort } from '../../launcher/embedded/free-port.js';
import { nodeArgs, ROOT } from '../../launcher/project.js';
import { PROGRAMS, type ProgramName } from '../../launcher/start/programs.js';
import { type Database, openDatabase } from '../../store/database.js';
import { insertUser } from '../../store/users.js';
import { stepMassCommand, storeMassCommand } from '../../transfers/items/mass-commands.js';
import { takeUpMassCommands } from '../../worker/mass-commands.js';
import { type ConsoleHarness, startWithConnection } from '../console/harness.js';
import { INVOICE } from '../gateway/api/harness.js';
import { testDatabase, testTemporal } from '../helpers/services.js';

const log = { info: () => undefined, warn: () => undefined };

type Named = { number: string; ready: boolean; commands: number };

/** Each invoice: whether it is ready, and how often it was set so. */
async function invoices(database: Database, ids: readonly string[]): Promise<Named[]> {
  const { rows } = await database.query<Named>(
    `select i.psa_id as number, coalesce(bool_or(e.type = 'setReady'), false) as ready, count(e.seq)::int as commands
     from items i left join item_events e on e.item_id = i.id and e.type = 'setReady'
     where i.psa_id = any($1) group by i.psa_id order by i.psa_id`,
    [ids],
  );
  return rows;
}
const onceEach = (ids: readonly string[]): Named[] =>
  [...ids].sort().map((number) => ({ number, ready: true, commands: 1 }));
const named = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(4, '0')}`);

describe('a command for many items', () => {
  let harness: ConsoleHarness;
  beforeAll(async () => {
    harness = await startWithConnection();
  });
  afterAll(() => harness.close());

  const put = (id: string) => harness.rest('PUT', `/invoices/${id}`, { ...INVOICE, number: id });
  const store = (psaIds: readonly string[], age: number) =>
    storeMassCommand(harness.database, {
      ...({ connectionId: 'acme', kind: 'invoices', verb: 'ready', retransferIds: [], userName: 'Ada' } as const),
      createdAt: new Date(Date.now() - age).toISOString(),
      psaIds,
    });
  const takeUp = (database = harness.database) =>
    takeUpMassCommands(
      { database, log, now: () => new Date().toISOString(), everyMs: 1, leftForMs: 5_000 },
      new AbortController().signal,
    );
  const endedAt = async (id: string): Promise<string | null> =>
    (await harness.database.query('select ended_at from bulk_actions where id = $1', [id])).rows[0]?.ended_at;

  it('is taken up where nobody works on it, and nowhere else', async () => {
    await Promise.all(['left', 'fresh', 'future'].map(put));
    const left = await store(['left', 'nobody'], 60_000);
    const fresh = await store(['fresh'], 0);
    const future = await store(['future'], -3_600_000);

    await takeUp();

    expect([await endedAt(left), await endedAt(fresh), await endedAt(future)]).toEqual([
      expect.any(String),
      null,
      expect.any(String),
    ]);
    expect(await invoices(harness.database, ['left', 'fresh'])).toEqual([
      { number: 'fresh', ready: false, commands: 0 },
      { number: 'left', ready: true, commands: 1 },
    ]);
    const { rows } = await harness.database.query(
      'select psa_id, ok, reason from bulk_action_items where bulk_id = $1 order by place',
      [left],
    );
    expect(rows).toEqual([
      { psa_id: 'left', ok: true, reason: null },
      { psa_id: 'nobody', ok: false, reason: expect.stringContaining('No invoice with this id') },
    ]);
  });

  it('is not taken up by a page that shows it', async () => {
    await put('shown');
    const id = await store(['shown'], 60_000);
    const viewer = await harness.as('viewer');

    expect((await viewer.get(`/console/c/acme/actions/run/${id}`)).body).toContain('it goes on');

    expect(await invoices(harness.database, ['shown'])).toEqual([{ number: 'shown', ready: false, commands: 0 }]);
    await takeUp();
    expect((await viewer.get(`/console/c/acme/actions/run/${id}`)).body).toContain(', ended');
  });

  it('is decided once for each item, however many step it at once', async () => {
    const ids = named('S', 450);
    for (let from = 0; from < ids.length; from += 50) await Promise.all(ids.slice(from, from + 50).map(put));
    const id = await store(ids, 60_000);
    const other = openDatabase(harness.databaseUrl);
    const byHand = async (): Promise<void> => {
      for (let step = 0; step < 6; step += 1) await stepMassCommand(other, id, new Date().toISOString());
    };

    await Promise.all([takeUp(), takeUp(other), byHand(), byHand()]);
    await byHand();

    await other.end();
    expect(await endedAt(id)).not.toBeNull();
    expect(await invoices(harness.database, ids)).toEqual(onceEach(ids));
  });
});

describe('a gateway that is killed in the middle of a command for many items', () => {
  let database: Database;
  let url: string;
  let env: NodeJS.ProcessEnv;
  const programs: ChildProcess[] = [];
  beforeAll(async () => {
    const { databaseUrl } = await testDatabase();
    database = openDatabase(databaseUrl);
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const { address, idPrefix } = testTemporal();
    env = childEnvironment({
      ...{
        API_TOKEN: 'a-token-that-nobody-can-guess-at-all',
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        LOG_LEVEL: 'warn',
      },
      // A namespace of its own: the programs of other tests poll the same task queue.
      ...{ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: `${idPrefix}mass` },
    });
  });
  afterAll(async () => {
    for (const program of programs) await kill(program);
    await database.end();
  });

  function start(name: ProgramName): ChildProcess {
    const program = spawn(process.execPath, nodeArgs(PROGRAMS[name]), { cwd: ROOT, env, stdio: 'ignore' });
    programs.push(program);
    return program;
  }
  async function kill(program: ChildProcess): Promise<void> {
    if (program.exitCode !== null || program.signalCode !== null) return;
    program.kill('SIGKILL');
    await once(program, 'exit');
  }

  const rest = async (path: string, body: object): Promise<void> => {
    const headers = {
      authorization: 'Bearer a-token-that-nobody-can-guess-at-all',
      'content-type': 'application/json',
    };
    const answer = await fetch(`${url}/api/v1/connections/acme${path}`, {
      ...{ method: 'PUT', headers, body: JSON.stringify(body) },
    });
    expect(answer.status, await answer.text()).toBeLessThan(300);
  };

  /** Signs an operator in, and gives the command with the console's form; nobody waits for its page. */
  async function setReadyByConsole(ids: readonly string[]): Promise<void> {
    const passwordHash = await hashPassword('a long password');
    await insertUser(database, { name: 'Ada', role: 'operator', passwordHash, at: new Date().toISOString() });
    const cookies = new Map<string, string>();
    const call = async (path: string, form?: URLSearchParams): Promise<string> => {
      const answer = await fetch(url + path, {
        headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
        redirect: 'manual',
        ...(form === undefined ? {} : { method: 'POST', body: form }),
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      return answer.text();
    };
    const csrfIn = (page: string): string => /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const form = new URLSearchParams({ name: 'Ada', password: 'a long password', next: '/console' });
    form.set('_csrf', csrfIn(await call('/console/sign-in')));
    await call('/console/sign-in', form);
    const command = new URLSearchParams({ verb: 'ready', back: '/console/c/acme/invoices' });
    command.set('_csrf', csrfIn(await call('/console/account')));
    for (const id of ids) command.append('id', id);
    // The gateway may be dead before it answers.
    call('/console/c/acme/actions/invoices/confirmed', command).catch(() => undefined);
  }

  it('leaves it to the relay, which finishes it with every item once and no page open', {
    timeout: 240_000,
  }, async () => {
    const ids = named('K', 450);
    const gateway = start('gateway');
    await expect
      .poll(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.status, { timeout: 100_000 })
      .toBe(200);
    await rest('', { displayName: 'Acme', username: 'acme', password: 'a long password' });
    for (let from = 0; from < ids.length; from += 50)
      await Promise.all(ids.slice(from, from + 50).map((id) => rest(`/invoices/${id}`, { ...INVOICE, number: id })));
    const progress = async (): Promise<number> =>
      (await database.query('select count(ok)::int as done from bulk_action_items')).rows[0].done;

    await setReadyByConsole(ids);
    // Without a worker nothing is applied, and the gateway waits for that after its first step.
    await expect.poll(progress, { timeout: 60_000, interval: 10 }).toBe(200);
    await kill(gateway);
    expect(await progress()).toBeLessThan(ids.length);
    start('worker');

    await expect.poll(progress, { timeout: 100_000, interval: 100 }).toBe(ids.length);
    const ended = async (): Promise<number> =>
      (await database.query('select count(ended_at)::int as ended from bulk_actions')).rows[0].ended;
    await expect.poll(ended, { timeout: 10_000 }).toBe(1);
    expect(await invoices(database, ids)).toEqual(onceEach(ids));
    const unapplied = async (): Promise<number> =>
      (await database.query('select count(*)::int as behind from items where last_seq > applied_seq')).rows[0].behind;
    await expect.poll(unapplied, { timeout: 100_000, interval: 100 }).toBe(0);
  });
});
