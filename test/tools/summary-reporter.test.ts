import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/source-files.js';

describe('the summary of a test run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-reporter-'));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    const reporter = path.join(ROOT, 'test/helpers/summary-reporter.ts');
    const config = `import { SummaryReporter } from '${reporter}';
      export default { test: { reporters: ['default', new SummaryReporter()], globalSetup: SETUP } };`;
    writeFileSync(path.join(folder, 'vitest.config.ts'), config.replace('SETUP', '[]'));
    writeFileSync(path.join(folder, 'broken-setup.ts'), "export function setup() { throw new Error('no server'); }");
    const broken = config.replace('SETUP', "['broken-setup.ts']");
    writeFileSync(path.join(folder, 'broken.config.ts'), broken);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function run(tests: Record<string, string>, config = 'vitest.config.ts') {
    for (const [name, text] of Object.entries(tests)) {
      writeFileSync(
        path.join(folder, `${name}.test.ts`),
        `import { expect, describe, it, beforeAll } from 'vitest';\n${text}`,
      );
    }
    const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
    const child = spawn(process.execPath, [vitest, 'run', '--config', config], { cwd: folder });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const code = await new Promise((resolve) => child.once('close', resolve));
    const lines = output.trimEnd().split('\n');
    return { code, last: lines.at(-1), failures: lines.filter((line) => line.startsWith('failed: ')) };
  }

  const GOOD = "it('a', () => {}); it('b', () => {});";

  it.each([
    ['all pass', { good: GOOD }, '2 passed, 0 failed', 0, []],
    [
      'one fails',
      { good: GOOD, bad: "describe('the', () => { it('c', () => expect(1).toBe(2)); });" },
      '2 passed, 1 failed',
      1,
      ['failed: bad.test.ts > the > c: expected 1 to be 2 // Object.is equality'],
    ],
    [
      'a file imports what is missing',
      { good: GOOD, bad: "import '../tools/missing.js';" },
      '2 passed, 1 failed',
      1,
      [expect.stringMatching(/^failed: bad.test.ts: .*missing.js/)],
    ],
    [
      'a file does not load',
      { good: GOOD, bad: "throw new Error('it cannot load\\nand more');" },
      '2 passed, 1 failed',
      1,
      ['failed: bad.test.ts: it cannot load'],
    ],
    [
      'a hook throws',
      { bad: "describe('the', () => { beforeAll(() => { throw new Error('no ground'); }); it('c', () => {}); });" },
      '0 passed, 1 failed',
      1,
      ['failed: bad.test.ts > the: no ground'],
    ],
    [
      'a promise is rejected outside',
      { good: "it('a', () => { Promise.reject(new Error('x')); });" },
      '1 passed, 1 failed',
      1,
      ['failed: outside of tests: x'],
    ],
    ['there is no test', {}, '0 passed, 1 failed', 1, ['failed: the run: it ended with exit code 1, see above']],
  ])('is its last line, after what failed, when %s', async (_name, tests, last, code, failures) => {
    expect(await run(tests)).toEqual({ code, last, failures });
  });

  it('is its last line when the global setup fails', async () => {
    expect(await run({ good: GOOD }, 'broken.config.ts')).toEqual({
      code: 1,
      last: '0 passed, 1 failed',
      failures: ['failed: the run: it ended with exit code 1, see above'],
    });
  });
});
