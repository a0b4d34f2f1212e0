import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { childEnvironment } from '../../config/env.js';
import { verifyPassword } from '../../gateway/shared/password.js';
import { freePort } from '../../launcher/embedded/free-port.js';
import { whenReady } from '../../launcher/start/programs.js';
import { openDatabase } from '../../store/database.js';
import { findUserByName } from '../../store/users.js';
import { testDatabase, testTemporal } from '../helpers/services.js';
import { ROOT } from '../helpers/source-files.js';

type Ended = { code: number; stdout: string; stderr: string };

const TOKEN = 'the-token-of-the-image-that-nobody-guesses';
const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const lockSchema = z.object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) });
const composeSchema = z.object({
  services: z.record(z.string(), z.object({ command: z.array(z.string()).optional() })),
});
const { services } = composeSchema.parse(parse(read('docker-compose.yml'), { merge: true }));

/** The folder that the image has: what is built, and the packages that are not for development alone. */
let image: string;
let env: NodeJS.ProcessEnv;
let url: string;
let databaseUrl: string;
let programs: ChildProcess[] = [];
let output = '';

/** Links the packages that `npm ci --omit=dev` installs. */
function linkPackages(into: string): void {
  const { packages } = lockSchema.parse(JSON.parse(read('package-lock.json')));
  for (const [where, { dev = false }] of Object.entries(packages)) {
    const isOnTop = where.lastIndexOf('node_modules/') === 0;
    if (!isOnTop || dev || !existsSync(path.join(ROOT, where))) continue;
    mkdirSync(path.dirname(path.join(into, where)), { recursive: true });
    symlinkSync(path.join(ROOT, where), path.join(into, where));
  }
}

/** The program that compose runs in a service. */
function start(service: 'gateway' | 'worker'): ChildProcess {
  const [command = '', ...args] = services[service]?.command ?? [];
  const program = spawn(command === 'node' ? process.execPath : command, args, { cwd: image, env });
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (output += chunk));
  return program;
}

beforeAll(async () => {
  await promisify(execFile)(process.execPath, ['launcher/setup.mjs', '--build'], { cwd: ROOT });
  image = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-image-'));
  cpSync(path.join(ROOT, 'dist'), path.join(image, 'dist'), { recursive: true });
  copyFileSync(path.join(ROOT, 'package.json'), path.join(image, 'package.json'));
  linkPackages(image);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  ({ databaseUrl } = await testDatabase());
  const temporal = testTemporal();
  env = childEnvironment({
    ...{ API_TOKEN: TOKEN, PORT: String(port), HOST: undefined, PUBLIC_URL: undefined, DATA_DIR: undefined },
    ...{ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporal.address, LOG_LEVEL: 'warn' },
    // Its own: the programs of other tests poll the same task queue.
    TEMPORAL_NAMESPACE: `${temporal.idPrefix}image`,
  });
  const [gateway, worker] = [start('gateway'), start('worker')];
  programs = [gateway, worker];
  const running = (program: ChildProcess) => ({ hasEnded: () => program.exitCode !== null });
  await whenReady(url, { gateway: running(gateway), worker: running(worker) }, new AbortController().signal).catch(
    (cause: unknown) => {
      throw new Error(output, { cause });
    },
  );
}, 240_000);
afterAll(async () => {
  const running = programs.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  for (const program of running) program.kill('SIGTERM');
  await Promise.all(running.map((program) => once(program, 'exit')));
  rmSync(image, { recursive: true, force: true });
}, 60_000);

/** As `docker compose exec gateway node dist/operations/NAME.js …` does it. */
const operate = (name: string, args: readonly string[]): Promise<Ended> =>
  promisify(execFile)(process.execPath, [`dist/operations/${name}.js`, ...args], { cwd: image, env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ended) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  );

async function rest(method: string, address: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${TOKEN}`, ...(body ? { 'content-type': 'application/json' } : {}) };
  return fetch(`${url}${address}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
}

describe('the image', { timeout: 120_000 }, () => {
  it('has the product as it is built, and nothing to build or start it with', () => {
    expect(readdirSync(image).sort()).toEqual(['dist', 'node_modules', 'package.json']);
    expect(
      ['tsx', 'typescript', 'vitest'].filter((name) => existsSync(path.join(image, 'node_modules', name))),
    ).toEqual([]);
  });

  it('runs gateway and worker: pages, styles, its version, and workflows', async () => {
    const connection = { displayName: 'Image', username: 'image', password: 'a long password' };
    expect((await rest('PUT', '/api/v1/connections/image', connection)).ok).toBe(true);
    const snapshot = {
      ...{ number: '1001', date: '2026-01-05', customer: { name: 'Northwind Clinic' }, delivery: 'none' },
      ...{ total: '125.00', voided: false, lines: [{ item: 'Support', quantity: '1', rate: '125.00' }] },
    };
    expect((await rest('PUT', '/api/v1/connections/image/invoices/I1', snapshot)).status).toBe(200);
    const ready = await rest('POST', '/api/v1/connections/image/invoices/ready', { ids: ['I1'] });

    // Answered when the item's workflow has applied it.
    expect({ status: ready.status, body: await ready.json() }).toMatchObject({
      status: 200,
      body: { results: [{ ok: true, transferStatus: 'Pending' }] },
    });
    const signIn = await (await fetch(`${url}/console/sign-in`)).text();
    const style = /href="(\/console\/assets\/[^"]+\.css)"/.exec(signIn)?.[1] ?? '';
    expect((await fetch(url + style)).headers.get('content-type')).toMatch(/^text\/css/);
    expect(output).toMatch(/^(?:console: sign in as .*\n)?$/);
  });

  it('rebuilds workflows', async () => {
    const { code, stdout, stderr } = await operate('rebuild-workflows', []);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^1 running workflows are in order and stay\.$/m);
  });

  it('adopts from QuickBooks', async () => {
    const { code, stdout, stderr } = await operate('adopt-from-quickbooks', ['--connection', 'image', '--no-wait']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/Not everything has been asked yet: run the Web Connector/);
  });

  it('gives a user of the console a new password', async () => {
    const { code, stdout, stderr } = await operate('console-password', ['admin']);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const password = /^The new password of admin: (\S{16})\n$/.exec(stdout)?.[1] ?? '';
    const database = openDatabase(databaseUrl, { max: 1 });
    const stored = await findUserByName(database, 'admin');
    await database.end();
    expect(await verifyPassword(password, stored?.passwordHash)).toBe(true);
  });

  it.each(readdirSync(path.join(ROOT, 'operations')).filter((name) => name.endsWith('.ts')))(
    'has %s, which the page for operators says how to run',
    (name) => {
      expect(read('docs/operators.md')).toContain(
        `docker compose exec gateway node dist/operations/${path.parse(name).name}.js`,
      );
      expect(JSON.parse(read('package.json')).scripts).toHaveProperty(path.parse(name).name);
    },
  );
});
