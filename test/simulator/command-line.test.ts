import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompanyFile } from '../../simulator/simulator.js';
import { parseQwc } from '../../simulator/web-connector/qwc-file.js';
import { invoiceAdd, messageSet } from './requests.js';
import { type Received, type Reply, ScriptedServer, sending } from './scripted-server.js';

const main = join(import.meta.dirname, '../../simulator/main.ts');
const qwc = `<?xml version="1.0"?><QBWCXML><AppName>Transfers</AppName><AppID></AppID><AppURL>https://psa.example/qbwc</AppURL>
<AppDescription>x</AppDescription><AppSupport>https://psa.example/help</AppSupport><UserName>acme</UserName>
<OwnerID>{11111111-2222-3333-4444-555555555555}</OwnerID><FileID>{aaaaaaaa-2222-3333-4444-555555555555}</FileID>
<QBType>QBFS</QBType><Scheduler><RunEveryNMinutes>15</RunEveryNMinutes></Scheduler></QBWCXML>`;
const sets = ['S1', 'S2'].map((id) => messageSet(invoiceAdd(), `newMessageSetID="${id}" onError="stopOnError"`));

let folder = '';
let company = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  company = join(folder, 'sample.company');
  writeFileSync(join(folder, 'app.qwc'), qwc);
  (await openCompanyFile(company)).close();
});
afterAll(() => rmSync(folder, { recursive: true }));

type Ended = {
  readonly code: number | null;
  readonly signal: string | null;
  readonly out: string;
  readonly error: string;
};

function simulator(...words: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...words]);
  let [out, error] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    error += chunk.toString();
  });
  return new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out, error })));
}

/** Runs sessions by their schedule, and ends the simulator once it has said a text. */
async function untilSaid(
  text: string,
  answer: (call: Received) => Reply,
  ...words: readonly string[]
): Promise<string> {
  const server = new ScriptedServer(answer);
  const url = await server.listen();
  const own = ['--qwc', join(folder, 'app.qwc'), '--url', url, '--password', 'p', '--company', company];
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...own, ...words]);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (out.includes(text)) child.kill('SIGTERM');
  });
  await new Promise((resolve) => child.on('close', resolve));
  await server.close();
  return out;
}

async function session(answer: (call: Received) => Reply, ...words: readonly string[]): Promise<Ended> {
  const server = new ScriptedServer(answer);
  const url = await server.listen();
  const ended = await simulator(
    '--qwc',
    join(folder, 'app.qwc'),
    '--url',
    url,
    '--password',
    'p',
    '--company',
    company,
    '--once',
    ...words,
  );
  await server.close();
  return ended;
}

describe('the command line', () => {
  it('runs a session, dies on demand, and goes on from what is on the disk', { timeout: 30_000 }, async () => {
    const died = await session(sending(sets), '--misbehave', 'die-after-commit@2');
    const again = await session(sending(sets));
    const file = await openCompanyFile(company);

    expect(died.signal).toBe('SIGKILL');
    expect(again).toMatchObject({ code: 0, error: '' });
    expect(again.out).toMatch(/authenticate +\d/);
    expect(again.out).toContain('1 InvoiceAdd');
    expect(again.out).toMatch(/Session closed well \(2 message set\(s\), 2 round trip\(s\), \d+ ms\): good bye\n$/);
    expect(file.transactions().map(({ refNumber }) => refNumber)).toEqual(['1', '2']);
    file.close();
  });

  it('edits and shows a company file between sessions', { timeout: 30_000 }, async () => {
    const customer = await simulator(
      '--company',
      company,
      'edit',
      'add-customer',
      '--name',
      'Shell Co',
      '--email',
      'a@shell.example',
    );
    const unknown = await simulator('--company', company, 'edit', 'pay-invoice', '--number', '4711');
    const shown = await simulator('--company', company, 'show', 'lists', '--json');

    expect(customer).toMatchObject({ code: 0, out: 'added customer Shell Co\n' });
    expect(unknown).toMatchObject({ code: 1, error: 'simulator: no Invoice number 4711 in this company file\n' });
    expect(JSON.parse(shown.out).lists).toContainEqual(
      expect.objectContaining({ name: 'Shell Co', email: 'a@shell.example' }),
    );
  });

  it.each([
    ['no --password', ['--qwc', 'app.qwc', '--company', 'x'], 2, '--password is missing'],
    ['an unknown option', ['--colour', 'red'], 2, "Unknown option '--colour'"],
    [
      'a .qwc file that is not there',
      ['--qwc', 'nowhere.qwc', '--password', 'p', '--company', 'x'],
      2,
      'nowhere.qwc: there is no such file',
    ],
    ['an unknown edit', ['--company', 'sample.company', 'edit', 'fly'], 2, '"fly" is no edit'],
    [
      'a company file to look at that is not there',
      ['--company', 'simple.company', 'show'],
      2,
      'simple.company: there is no such company file; a session makes a new one',
    ],
  ])('says in one line what is wrong: %s', { timeout: 30_000 }, async (_, words, code, message) => {
    const ended = await simulator(...words.map((word) => (word.endsWith('.company') ? join(folder, word) : word)));

    expect(ended.code).toBe(code);
    expect(ended.error).toContain(message);
    expect(existsSync(join(folder, 'simple.company'))).toBe(false);
  });

  it('runs by its schedule as authenticate says: later, and not more often', { timeout: 30_000 }, async () => {
    const usual = sending(sets.slice(0, 1));
    const answer = (call: Received): Reply =>
      call.operation === 'authenticate'
        ? '<string>t</string><string/><string>1</string><string>77</string>'
        : usual(call);

    const out = await untilSaid('in 77 s', answer, '--every', '0.1');

    expect(out).toMatch(
      /Session postponed by the server .*\nThe next session begins in 1 s\.\n(?:.*\n)*Session closed well .*\nThe next session begins in 77 s\.\n$/,
    );
  });

  it('exits with 1 and a hint when the server refuses or is not there', { timeout: 30_000 }, async () => {
    const refused = await session((call) => (call.operation === 'authenticate' ? '<string/><string>nvu</string>' : ''));
    const gone = await session(sending(sets), '--url', 'http://127.0.0.1:9/');

    expect(refused).toMatchObject({ code: 1, error: expect.stringContaining('check --password for the user "acme"') });
    expect(gone).toMatchObject({ code: 1, error: expect.stringContaining('is the server running') });
  });
});

describe('a .qwc file', () => {
  it('with an address that QBWC refuses is warned of when --url says another', { timeout: 30_000 }, async () => {
    const file = join(folder, 'address.qwc');
    writeFileSync(file, qwc.replaceAll('https://psa.example', 'http://10.0.0.1'));

    const ended = await session(sending(sets), '--qwc', file);
    const refused = await simulator('--qwc', file, '--password', 'p', '--company', company, '--once');

    expect(ended).toMatchObject({
      code: 0,
      error: expect.stringMatching(/^Warning: .*address\.qwc: QBWC1010: AppURL/),
    });
    expect(refused).toMatchObject({ code: 2, error: expect.stringContaining('QBWC1010: AppURL must be https') });
  });

  it('is read in any order, with its schedule', () => {
    expect(parseQwc(qwc)).toMatchObject({ userName: 'acme', appUrl: 'https://psa.example/qbwc', everySeconds: 900 });
  });

  it.each([
    ['http on a host', qwc.replace('https://psa.example/qbwc', 'http://psa.example/qbwc'), 'QBWC1010'],
    ['an address for a host', qwc.replace('https://psa.example/qbwc', 'https://10.0.0.1/qbwc'), 'QBWC1001'],
    ['an address for its help', qwc.replace('https://psa.example/help', 'https://10.0.0.1/help'), 'QBWC1002'],
    ['AppSupport elsewhere', qwc.replace('https://psa.example/help', 'https://other.example/help'), 'QBWC1000'],
    ['no UserName', qwc.replace('<UserName>acme</UserName>', ''), 'lacks UserName'],
    ['a FileID without braces', qwc.replace(/\{(aaaaaaaa[^}]*)\}/, '$1'), 'FileID is no GUID'],
    ['another QBType', qwc.replace('QBFS', 'QBO'), 'QBWC1065'],
    ['an unescaped ampersand', qwc.replace('Transfers', 'A & B'), '&'],
  ])('is refused with %s', (_, text, message) => {
    expect(() => parseQwc(text)).toThrow(message);
  });
});
