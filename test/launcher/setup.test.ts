import { execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment } from '../../config/env.js';
import { ROOT } from '../helpers/source-files.js';

const LOCK = JSON.stringify({
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/mac': { version: '1.0.0', optional: true },
  },
});

/** Stands in for npm: says so, takes a moment, installs what the lock file asks for. */
const NPM = `#!/bin/sh
PATH=/usr/bin:/bin
echo "npm $*" >> "$PROJECT/calls"
sleep 0.3
mkdir -p "$PROJECT/node_modules"
echo '{"packages":{"node_modules/a":{"version":"1.0.0"}}}' > "$PROJECT/node_modules/.package-lock.json"
`;

/** Stands in for Go: "installs" a program after some lines of progress. */
const GO = `#!/bin/sh
PATH=/usr/bin:/bin
case "$1" in
  version) echo go ;;
  env) printf '\\n%s\\n' "$PROJECT/go" ;;
  install)
    echo "go $*" >> "$PROJECT/calls"
    echo "go: downloading go.temporal.io/server" >&2
    mkdir -p "$PROJECT/go/bin" && printf '#!/bin/sh\\n' > "$PROJECT/go/bin/temporal" && chmod +x "$PROJECT/go/bin/temporal" ;;
esac
`;

/** Stands in for Temporal's SDK: "downloads" as the text says. */
const SDK = (text: string) => `
import { appendFileSync, writeFileSync } from 'node:fs';
export const TestWorkflowEnvironment = {
  async createLocal({ server: { executable: { downloadDir } } }) {
    appendFileSync('calls', 'download\\n');
    const program = downloadDir + '/temporal-sdk-typescript-1.24.0';
    ${text}
    return { teardown: async () => undefined };
  },
};
`;
const ARRIVES = `writeFileSync(program, '#!/bin/sh', { mode: 0o755 });`;
const HANGS = `writeFileSync(program + '.downloading', '');
    await new Promise((resolve) => setTimeout(resolve, 60_000));`;

describe('setup', () => {
  let project: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(() => {
    project = mkdtempSync(path.join(tmpdir(), 'psa-quickbooks-setup-'));
    cpSync(path.join(ROOT, 'launcher/setup'), path.join(project, 'launcher/setup'), { recursive: true });
    copyFileSync(path.join(ROOT, 'launcher/setup.mjs'), path.join(project, 'launcher/setup.mjs'));
    writeFileSync(path.join(project, 'package-lock.json'), LOCK);
    mkdirSync(path.join(project, 'bin'));
    program('npm', NPM);
    env = childEnvironment({
      // Nothing of this machine's own: it may have Go or Temporal.
      PATH: path.join(project, 'bin'),
      PROJECT: project,
      HOME: project,
      GOPATH: undefined,
      GOBIN: undefined,
      DATA_DIR: undefined,
      TEMPORAL_ADDRESS: undefined,
    });
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  function program(name: string, text: string): void {
    const file = path.join(project, 'bin', name);
    writeFileSync(file, text);
    chmodSync(file, 0o755);
  }

  function sdk(text: string): void {
    const folder = path.join(project, 'node_modules/@temporalio/testing');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module", "exports": "./index.js" }');
    writeFileSync(path.join(folder, 'index.js'), SDK(text));
  }

  async function setup(args: readonly string[] = [], changes: NodeJS.ProcessEnv = {}) {
    const run = promisify(execFile)(process.execPath, ['launcher/setup.mjs', ...args], {
      cwd: project,
      env: { ...env, ...changes },
    });
    return run.catch((error: { stdout: string; stderr: string; code: number }) => error);
  }

  function calls(): string[] {
    try {
      return readFileSync(path.join(project, 'calls'), 'utf8').trim().split('\n');
    } catch {
      return [];
    }
  }

  it('installs the packages of a fresh clone, without install scripts, and then does nothing', async () => {
    const first = await setup();
    const second = await setup();

    expect(calls()).toEqual([expect.stringMatching(/^npm ci --ignore-scripts /)]);
    expect(first.stderr).toMatch(/installing npm packages: done after/);
    expect(second).toMatchObject({ stdout: '', stderr: '' });
  });

  it('installs again when the lock file asks for something else', async () => {
    await setup();
    writeFileSync(path.join(project, 'package-lock.json'), LOCK.replace('1.0.0', '1.0.1'));
    await setup();

    expect(calls()).toHaveLength(2);
  });

  it('leaves packages alone that were installed without it', async () => {
    mkdirSync(path.join(project, 'node_modules'));
    writeFileSync(path.join(project, 'node_modules/.package-lock.json'), LOCK);
    await setup();

    expect(calls()).toEqual([]);
  });

  it('installs once when two run at once, and after a kill -9 of a third', async () => {
    // With its npm, which would otherwise finish the installation by itself.
    const killed = spawn(process.execPath, ['launcher/setup.mjs'], {
      cwd: project,
      env,
      stdio: 'ignore',
      detached: true,
    });
    await expect.poll(calls, { interval: 5 }).toHaveLength(1);
    process.kill(-(killed.pid ?? 0), 'SIGKILL');
    await new Promise((resolve) => killed.once('exit', resolve));
    rmSync(path.join(project, 'node_modules'), { recursive: true, force: true });
    await Promise.all([setup(), setup()]);

    expect(calls()).toHaveLength(2);
  });

  it('downloads Temporal where there is none, in seconds and without Go', async () => {
    program('go', GO);
    sdk(ARRIVES);
    const first = await setup(['--temporal']);
    const printed = await setup(['--print-temporal']);

    expect(calls()).toEqual([expect.stringMatching(/^npm ci/), 'download']);
    expect(first.stderr).toMatch(/downloading Temporal: done after/);
    expect(printed.stdout).toBe(`${path.join(project, '.data/bin/temporal-sdk-typescript-1.24.0')}\n`);
  });

  it('builds Temporal with Go where no download comes, showing its progress', async () => {
    program('go', GO);
    sdk(`throw new Error('no such host');`);
    const first = await setup(['--temporal']);
    const printed = await setup(['--print-temporal']);

    expect(calls().slice(1)).toEqual(['download', 'go install -v github.com/temporalio/cli/cmd/temporal@v1.5.1']);
    expect(first.stderr).toMatch(/downloading Temporal: FAILED after .*building Temporal with Go .*: done after/s);
    expect(printed.stdout).toBe(`${path.join(project, 'go/bin/temporal')}\n`);
  });

  it('takes the Temporal that Go has built before, without a download', async () => {
    program('go', GO);
    sdk(ARRIVES);
    mkdirSync(path.join(project, 'go/bin'), { recursive: true });
    writeFileSync(path.join(project, 'go/bin/temporal'), '#!/bin/sh\n', { mode: 0o755 });

    expect((await setup(['--print-temporal'])).stdout).toBe(`${path.join(project, 'go/bin/temporal')}\n`);
    expect(calls()).toEqual([expect.stringMatching(/^npm ci/)]);
  });

  it('gives up a download of which no byte arrives, and what one before left half done is no program', async () => {
    program('go', GO);
    sdk(HANGS);
    mkdirSync(path.join(project, '.data/bin'), { recursive: true });
    const half = path.join(project, '.data/bin/temporal-sdk-typescript-1.23.0.downloading');
    writeFileSync(half, 'half', { mode: 0o755 });
    const text = `
      const { getTemporal } = await import('./launcher/setup/temporal.mjs');
      const { env } = process;
      console.log(await getTemporal({ env, dataDir: env.PROJECT + '/.data', firstByteMs: 1_500 }));`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', text], { cwd: project, env });
    const { stdout, stderr } = await run;

    expect(stderr).toMatch(/downloading Temporal: FAILED after/);
    expect(stdout).toBe(`${path.join(project, 'go/bin/temporal')}\n`);
    expect(existsSync(half)).toBe(false);
  });

  it('tells what is wrong with the configuration before it builds Temporal', async () => {
    program('go', GO);
    copyFileSync(path.join(ROOT, 'package.json'), path.join(project, 'package.json'));
    cpSync(path.join(ROOT, 'config'), path.join(project, 'config'), { recursive: true });
    mkdirSync(path.join(project, 'node_modules'));
    for (const name of ['tsx', 'zod'])
      symlinkSync(path.join(ROOT, 'node_modules', name), path.join(project, 'node_modules', name));
    const refused = await setup(['--temporal'], { PORT: '0', LOG_LEVEL: 'loud' });

    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toMatch(
      /^setup: the configuration is wrong in 2 place\(s\):\n {2}PORT: .*\n {2}LOG_LEVEL: /m,
    );
    expect(calls()).toEqual([expect.stringMatching(/^npm ci/)]);

    await setup(['--temporal'], { PORT: '8081' });
    expect(calls()[1]).toMatch(/^go install/);
  });

  it('needs no Temporal when TEMPORAL_ADDRESS names a server', async () => {
    program('go', GO);
    await setup(['--temporal'], { TEMPORAL_ADDRESS: 'temporal:7233' });

    expect(calls()).toHaveLength(1);
  });

  it('takes the Temporal on PATH', async () => {
    program('temporal', '#!/bin/sh\n');

    expect((await setup(['--print-temporal'])).stdout).toBe(`${path.join(project, 'bin/temporal')}\n`);
  });

  it('says how to get Temporal when nothing works', async () => {
    const failed = await setup(['--temporal']);

    expect(failed).toMatchObject({ code: 1 });
    expect(failed.stderr).toMatch(
      /found no temporal program on PATH \(the download failed: .*; Go is not installed\); install it/,
    );
  });

  it('says what npm said when that fails', async () => {
    program('npm', '#!/bin/sh\necho "npm error 404 not found" >&2\nexit 1\n');
    const failed = await setup();

    expect(failed).toMatchObject({ code: 1 });
    expect(failed.stderr).toMatch(/npm ci ended with 1; .*\nnpm error 404 not found/);
  });
});
