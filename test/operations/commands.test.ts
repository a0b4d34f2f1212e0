import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { reportLines } from '../../operations/disaster/adoption-report.js';
import type { AdoptionRun, ReportLine } from '../../store/adoption.js';
import { testDatabase, testTemporal } from '../helpers/services.js';

type Ended = { code: number; stdout: string; stderr: string };

let dataDir: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-commands-'));
  const [{ databaseUrl }, { address }] = [await testDatabase(), testTemporal()];
  env = childEnvironment({ DATA_DIR: dataDir, DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: address });
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const run = (script: string, args: readonly string[], changes: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', `operations/${script}.ts`, ...args], {
    env: { ...env, ...changes },
  }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: Ended) => ({ code: error.code, stdout: error.stdout, stderr: error.stderr }),
  );

describe('npm run rebuild-workflows', () => {
  it('says what it would do, and does nothing', async () => {
    const { code, stdout } = await run('rebuild-workflows', ['--dry-run']);
    expect(stdout).toMatch(/0 items, 0 sessions, 0 deliveries.*Nothing was changed/s);
    expect(code).toBe(0);
  }, 60_000);

  it('says what it misses where nothing runs', async () => {
    const { code, stderr } = await run('rebuild-workflows', [], { DATABASE_URL: '', TEMPORAL_ADDRESS: '' });
    expect(stderr).toMatch(
      /^rebuild-workflows: found no DATABASE_URL and no running postgres under .*set DATABASE_URL/,
    );
    expect(code).toBe(1);
  }, 60_000);
});

describe('npm run adopt-from-quickbooks', () => {
  it('refuses what it does not understand', async () => {
    expect((await run('adopt-from-quickbooks', [])).stderr).toMatch(/found no --connection/);
    expect((await run('adopt-from-quickbooks', ['--connection', 'nobody', '--no-wait'])).stderr).toMatch(
      /There is no connection "nobody"/,
    );
    const args = ['--connection', 'c', '--since', 'yesterday'];
    expect(await run('adopt-from-quickbooks', args)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/found --since yesterday, expected a day as YYYY-MM-DD/),
    });
  }, 120_000);

  it('reports what is adopted, sent and unclear, and counts what nobody reads', () => {
    const line = (changes: Partial<ReportLine>): ReportLine => ({
      ...{ verdict: 'found', kind: 'invoices', number: '1001', psaId: 'I1', key: 'addition', generation: 1 },
      ...{ ready: true, txnId: '1A-1', candidates: [] },
      ...changes,
    });
    const looked = { state: 'looked' } as AdoptionRun;
    const findings = [
      ...Array.from({ length: 201 }, () => line({})),
      line({ verdict: 'absent', generation: 2, txnId: null }),
      line({ verdict: 'absent', ready: false, txnId: null }),
      line({ verdict: 'unclear', candidates: ['1A-2', '1A-3'] }),
    ];

    const text = reportLines(looked, findings).join('\n');

    expect(text).toMatch(/Would be adopted: QuickBooks has \(201\):\n {2}invoice 1001 \(I1\), addition as 1A-1\n/);
    expect(text).toContain('and 1 more');
    expect(text).toMatch(/Would be sent.*\(1\):\n {2}invoice 1001 \(I1\), addition, generation 2\n/);
    expect(text).toMatch(/Unclear.*\(1\):\n.*may be 1A-2, 1A-3/);
    expect(text).toMatch(/not ready: 1, they stay/);
    expect(reportLines({ state: 'done' } as AdoptionRun, [])[0]).toBe('Adopted: QuickBooks has: nothing.');
  });
});
