import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCompanyFile } from '../../simulator/simulator.js';

let folder = '';
let path = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'full-disk-'));
  path = join(folder, 'sample.company');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the writer where no file may be larger: as on a full disk, a write takes what fits, and the next one fails. */
function writeWithin(kilobytes: number, ...counts: readonly string[]): readonly string[] {
  const script = join(import.meta.dirname, 'full-disk-writer.ts');
  // Without the cache of tsx, which other tests share and this limit would cut off.
  const limited = `export TSX_DISABLE_CACHE=1; ulimit -f ${kilobytes}; exec "$@"`;
  const words = ['-c', limited, 'bash', process.execPath, '--import', 'tsx', script, path];
  return JSON.parse(execFileSync('bash', [...words, ...counts], { encoding: 'utf8' })) as string[];
}

describe('a disk that is full', { timeout: 60_000 }, () => {
  it('loses the set that does not fit, in whole, and no other', async () => {
    const said = writeWithin(64, '2', '200', '3');

    expect(said).toEqual([
      '2: kept',
      expect.stringMatching(/^200: .*sample\.company cannot be written \(EFBIG.*is the disk full\?$/),
      '3: kept',
      '5 invoices',
      'open: kept',
    ]);
    const again = await openCompanyFile(path);
    expect(again.transactions()).toHaveLength(5);
    expect(again.messageSets.map(({ id }) => id)).toEqual(['N2', 'N3']);
    again.close();
  });

  it('makes no company file that is cut off', async () => {
    const [opened] = writeWithin(4);

    expect(opened).toContain('cannot be written');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('leaves a company file as it was when it should be compacted', async () => {
    const file = await openCompanyFile(path, { durable: false });
    for (let at = 0; at < 1200; at += 1) file.setCustomer('Willow School', { email: `it${at}@willow.example` });
    file.close();
    const before = readFileSync(path);

    const [opened] = writeWithin(4);

    expect(opened).toContain('cannot be written');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(folder)).toEqual(['sample.company']);
    (await openCompanyFile(path)).close();
  });
});
