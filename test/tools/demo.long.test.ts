import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { ITEM_KINDS, KIND_LABEL } from '../../domain/kinds.js';
import { TRANSFER_STATUSES } from '../../domain/transfer-status.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-of-demo-test-'));
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Run = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

/** `npm run demo` without its set-up; whatever it starts has the mark in its environment. */
function demo(args: readonly string[], mark: string): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tools/demo.ts', ...args], {
    // Where a real database, Temporal or PSA is named, it is left alone.
    env: childEnvironment({
      TMPDIR: folder,
      DEMO_MARK: mark,
      DATABASE_URL: 'postgres://real:real@127.0.0.1:1/real',
      TEMPORAL_ADDRESS: '127.0.0.1:1',
      PSA_WEBHOOK_URL: 'http://127.0.0.1:1/',
      PSA_WEBHOOK_SECRET: 'secret of a real PSA',
    }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  return { child, output: () => output, ended: new Promise((resolve) => child.once('close', resolve)) };
}

/** The processes that have a mark in their environment (Linux; elsewhere none are found). */
function processesWith(mark: string): string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`DEMO_MARK=${mark}\0`);
    } catch {
      return false;
    }
  });
}

/** What the demos that run have written down of their Temporals: it has told of them already. */
const temporals = () => foldersLeft().filter((name) => existsSync(path.join(folder, name, 'run', 'temporal.json')));

const foldersLeft = () => readdirSync(folder).filter((name) => name.startsWith('psa-quickbooks-demo-'));

const ROW = new RegExp(
  `^(${Object.values(KIND_LABEL).join('|')}) {2,}(\\S+) {2,}(${TRANSFER_STATUSES.toReversed().join('|')})(?: |$)(.*)`,
);

describe('npm run demo', () => {
  it('shows every kind in every status, keeps what it sent, and leaves nothing', { timeout: 180_000 }, async () => {
    const transcript = path.join(folder, 'transcript');
    const { output, ended } = demo(['--transcript', transcript], 'whole');

    expect(await ended, output()).toBe(0);
    expect(processesWith('whole')).toEqual([]);
    expect(foldersLeft()).toEqual([]);

    const table = output().split('== What happened')[1] ?? '';
    const rows = table.split('\n').flatMap((line) => {
      const [, kind, number, status, rest] = ROW.exec(line) ?? [];
      return kind === undefined ? [] : [{ kind, number, status, rest }];
    });
    const statuses = Object.fromEntries(rows.map(({ number, status }) => [number, status]));
    for (const kind of ITEM_KINDS) {
      const shown = rows.filter((row) => row.kind === KIND_LABEL[kind]).map(({ status }) => status);
      expect(new Set(shown), kind).toEqual(new Set(TRANSFER_STATUSES));
    }
    expect(statuses).toMatchObject({
      '5003-5120': 'Transferred',
      '5202': 'Transferred',
      '5204': 'Not Transferred',
      '5207': 'Pending/Failed',
      '5301': 'Pending',
      'PO-701': 'Transferred',
      'PO-703': 'Pending/Failed',
      'T-902': 'Not Transferred',
      'T-903': 'Transferred',
      'ER-803': 'Pending/Failed',
      'ER-805': 'Pending',
    });
    expect(rows.find(({ number }) => number === 'PO-706')?.rest).toMatch(
      /\d{4}-\d\d-\d\d \d\d:\d\d Pending .*Needs Resync/,
    );
    expect(output()).toContain('each exactly once');

    const files = readdirSync(transcript);
    const texts = files.map((name) => readFileSync(path.join(transcript, name), 'utf8'));
    expect(files.filter((name) => !/^\d{4}-(?:request|response)\.xml$/.test(name))).toEqual([]);
    expect(texts.map((text) => XMLValidator.validate(text)).filter((verdict) => verdict !== true)).toEqual([]);
    for (const type of ['InvoiceAdd', 'PurchaseOrderAdd', 'ItemReceiptAdd', 'TimeTrackingAdd', 'BillAdd', 'TxnDel'])
      expect(
        texts.some((text) => text.includes(`<${type}Rq`)),
        type,
      ).toBe(true);
  });

  it('ends at a signal with nothing left', { timeout: 60_000 }, async () => {
    const { child, output, ended } = demo([], 'stopped');
    await expect.poll(output, { timeout: 50_000 }).toContain('PostgreSQL, Temporal');
    child.kill('SIGINT');

    expect(await ended, output()).toBe(130);
    expect(processesWith('stopped')).toEqual([]);
    expect(foldersLeft()).toEqual([]);
  });

  it('goes on, and ends with nothing left, when nobody reads what it says', { timeout: 120_000 }, async () => {
    const { child, output, ended } = demo([], 'unread');
    await expect.poll(output, { timeout: 50_000 }).toContain('PostgreSQL, Temporal');
    child.stdout?.destroy();
    child.stderr?.destroy();
    await expect.poll(temporals, { timeout: 50_000 }).not.toEqual([]);
    child.kill('SIGINT');

    expect(await ended).toBe(130);
    expect(processesWith('unread')).toEqual([]);
    expect(foldersLeft()).toEqual([]);
  });

  it('says in one line what is wrong with its command line', async () => {
    const { output, ended } = demo(['--transcrpt', 'x'], 'wrong');

    expect(await ended).toBe(1);
    expect(output()).toMatch(/^npm run demo: Unknown option '--transcrpt'.*\n$/);
  });
});
