import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { runWithProgress } from './progress.mjs';

/** The last version that `go install` builds: later ones have a `replace` in their go.mod. */
const MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
const PROGRAM = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Where a `temporal` program may be: PATH, Go's folders, our own download. `go env` is asked only when nothing is found
 * without it, because it takes longer than all the rest.
 *
 * @param {{ env: NodeJS.ProcessEnv, dataDir: string }} where
 * @returns {string | undefined}
 */
export function findTemporal({ env, dataDir }) {
  const goPath = env.GOPATH?.split(path.delimiter)[0] || path.join(homedir(), 'go');
  const own = path.join(dataDir, 'bin');
  const downloads = (() => {
    try {
      return readdirSync(own).filter((name) => name.startsWith('temporal'));
    } catch {
      return [];
    }
  })();
  const candidates = [
    ...(env.PATH ?? '')
      .split(path.delimiter)
      .filter(Boolean)
      .map((folder) => path.join(folder, PROGRAM)),
    ...(env.GOBIN ? [path.join(env.GOBIN, PROGRAM)] : []),
    path.join(goPath, 'bin', PROGRAM),
    ...downloads.map((name) => path.join(own, name)),
  ];
  return (
    candidates.find(isProgram) ??
    goFolders(env)
      .map((folder) => path.join(folder, PROGRAM))
      .find(isProgram)
  );
}

/**
 * Go's folders for programs as Go itself says; none without Go.
 *
 * @param {NodeJS.ProcessEnv} env
 */
function goFolders(env) {
  const go = spawnSync('go', ['env', 'GOBIN', 'GOPATH'], { env, encoding: 'utf8' });
  if (go.status !== 0) return [];
  const [goBin = '', goPath = ''] = go.stdout.split('\n');
  return [goBin, ...goPath.split(path.delimiter).map((folder) => folder && path.join(folder, 'bin'))].filter(Boolean);
}

/**
 * Fetches the program that the SDK itself would: its ephemeral server is started once, for its download.
 *
 * @param {string} dataDir
 */
async function downloadWithSdk(dataDir) {
  const downloadDir = path.join(dataDir, 'bin');
  mkdirSync(downloadDir, { recursive: true });
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  process.stderr.write('setup: downloading Temporal from temporal.download …\n');
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir, ttl: '3650 days' } },
  });
  await environment.teardown();
}

/**
 * Finds a `temporal` program, or gets one; throws an error that says how to get it.
 *
 * @param {{ env: NodeJS.ProcessEnv, dataDir: string }} where
 * @returns {Promise<string>}
 */
export async function getTemporal({ env, dataDir }) {
  const found = findTemporal({ env, dataDir });
  if (found !== undefined) return found;
  const failures = [];
  if (spawnSync('go', ['version'], { env }).status === 0) {
    const { code, tail } = await runWithProgress({
      label: 'setup: building Temporal with Go (some minutes, once)',
      command: 'go',
      args: ['install', '-v', MODULE],
      env: { GOTOOLCHAIN: 'auto', ...env },
    });
    const built = findTemporal({ env, dataDir });
    if (built !== undefined) return built;
    failures.push(`go install ended with ${code}: ${tail.split('\n').slice(-3).join(' | ')}`);
  } else failures.push('Go is not installed');
  try {
    await downloadWithSdk(dataDir);
    const downloaded = findTemporal({ env, dataDir });
    if (downloaded !== undefined) return downloaded;
    failures.push('the download left no program');
  } catch (error) {
    failures.push(`the download failed: ${error instanceof Error ? error.message : String(error)}`);
  }
  throw new Error(
    `found no temporal program on PATH (${failures.join('; ')}); install it (https://docs.temporal.io/cli, or Go and ` +
      `go install ${MODULE}), or set TEMPORAL_ADDRESS to a Temporal server that runs`,
  );
}
