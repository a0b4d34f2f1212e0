import { execFile, spawn } from 'node:child_process';
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
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { ROOT } from '../helpers/source-files.js';

/** Stands in for tsc: says so, writes one file, takes a moment, writes another. */
const TSC = `
const { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const out = process.argv[process.argv.indexOf('--outDir') + 1];
appendFileSync('calls', 'tsc\\n');
mkdirSync(out + '/worker', { recursive: true });
writeFileSync(out + '/worker/first.js', '');
const text = readFileSync('worker/main.ts', 'utf8');
if (text === 'wrong') {
  console.log('worker/main.ts(1,1): error TS1: wrong');
  process.exitCode = 2;
}
const program = 'process.stdout.write(' + text + ' + process.argv.slice(2))';
setTimeout(() => writeFileSync(out + '/worker/main.js', program), 300);
`;

/** Stands in for the bundler of Temporal. */
const BUNDLER = `
export class DefaultLogger {}
export const bundleWorkflowCode = async ({ workflowsPath }) => ({ code: '// bundle of ' + workflowsPath });
`;

describe('the build', () => {
  let project: string;

  const file = (name: string): string => path.join(project, name);
  function write(name: string, text: string): void {
    mkdirSync(path.dirname(file(name)), { recursive: true });
    writeFileSync(file(name), text);
  }

  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-build-'));
    cpSync(path.join(ROOT, 'launcher/setup'), file('launcher/setup'), { recursive: true });
    copyFileSync(path.join(ROOT, 'launcher/setup.mjs'), file('launcher/setup.mjs'));
    const lock = JSON.stringify({ packages: {} });
    write('package.json', '{ "name": "p", "version": "7.0.0", "type": "module", "scripts": {} }');
    write('package-lock.json', lock);
    write('node_modules/.package-lock.json', lock);
    write('node_modules/typescript/bin/tsc', TSC);
    write('node_modules/typescript/package.json', '{ "type": "commonjs" }');
    write('node_modules/@temporalio/worker/package.json', '{ "type": "module", "exports": "./index.js" }');
    write('node_modules/@temporalio/worker/index.js', BUNDLER);
    write('tsconfig.json', '{}');
    write('tsconfig.build.json', '{ "include": ["worker", "launcher"] }');
    write('worker/main.ts', '"one"');
    write('worker/migrations/000001.sql', 'select 1');
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  const setup = (...args: readonly string[]) =>
    promisify(execFile)(process.execPath, ['launcher/setup.mjs', '--build', ...args], {
      cwd: project,
      env: childEnvironment({ DATA_DIR: undefined }),
    }).catch((error: { stdout: string; stderr: string; code: number }) => error);
  const builds = (): number =>
    existsSync(file('calls')) ? readFileSync(file('calls'), 'utf8').trim().split('\n').length : 0;

  it('makes programs, workflow code and what is no TypeScript, knows its version, and then does nothing', async () => {
    await setup();
    const again = await setup();

    expect(readdirSync(file('dist')).sort()).toEqual(['.build-stamp', 'package.json', 'worker', 'workflow-bundle.js']);
    expect(readFileSync(file('dist/worker/migrations/000001.sql'), 'utf8')).toBe('select 1');
    expect(readFileSync(file('dist/workflow-bundle.js'), 'utf8')).toBe(`// bundle of ${file('workflows/index.ts')}`);
    expect(JSON.parse(readFileSync(file('dist/package.json'), 'utf8'))).toMatchObject({
      version: '7.0.0',
      type: 'module',
    });
    expect(again).toMatchObject({ stdout: '', stderr: '' });
    expect(builds()).toBe(1);
  });

  it('runs the program that is named after it, with its arguments, as the sources are now', async () => {
    const first = await setup('dist/worker/main.js', 'a', '--temporal=always');
    write('worker/main.ts', '"two"');
    const second = await setup('dist/worker/main.js');

    expect([first.stdout, second.stdout]).toEqual(['onea,--temporal=always', 'two']);
    expect(builds()).toBe(2);
  });

  it.each(['worker/migrations/000002.sql', 'package.json', 'tsconfig.json'])(
    'is stale when %s changes',
    async (name) => {
      await setup();
      write(name, '{ "name": "p", "version": "7.0.1", "type": "module" }');
      await setup();

      expect(builds()).toBe(2);
    },
  );

  it('keeps the former product when the sources are wrong, says what tsc says, and runs nothing', async () => {
    await setup();
    write('worker/main.ts', 'wrong');
    const failed = await setup('dist/worker/main.js');

    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toMatch(/tsc ended with 2; .*\nworker\/main\.ts\(1,1\): error TS1: wrong/);
    expect(readFileSync(file('dist/worker/main.js'), 'utf8')).toContain('"one"');
  });

  it('is made once when two ask at once, and after a kill -9 of a third', async () => {
    const killed = spawn(process.execPath, ['launcher/setup.mjs', '--build'], {
      cwd: project,
      stdio: 'ignore',
      detached: true,
    });
    await expect.poll(builds, { interval: 5 }).toBe(1);
    process.kill(-(killed.pid ?? 0), 'SIGKILL');
    await once(killed, 'exit');
    expect(existsSync(file('dist'))).toBe(false);

    const [one, two] = await Promise.all([setup('dist/worker/main.js'), setup('dist/worker/main.js')]);

    expect([one.stdout, two.stdout]).toEqual(['one', 'one']);
    expect(builds()).toBe(2);
    expect(existsSync(file('.build'))).toBe(false);
  });
});
