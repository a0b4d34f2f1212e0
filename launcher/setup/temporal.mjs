import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runWithProgress } from './progress.mjs';

/** The last version that `go install` builds: later ones have a `replace` in their go.mod. */
const MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
/** A network that drops what it does not allow would keep us waiting for ever. */
const FIRST_BYTE_MS = 15_000;
/** How the SDK calls a file that is not complete. */
const INCOMPLETE = '.downloading';
const DOWNLOAD = fileURLToPath(new URL('./download-temporal.mjs', import.meta.url));
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
  const downloads = filesIn(downloadsOf(dataDir)).filter((file) => !file.endsWith(INCOMPLETE));
  const candidates = [
    ...(env.PATH ?? '')
      .split(path.delimiter)
      .filter(Boolean)
      .map((folder) => path.join(folder, PROGRAM)),
    ...(env.GOBIN ? [path.join(env.GOBIN, PROGRAM)] : []),
    path.join(goPath, 'bin', PROGRAM),
    ...downloads,
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

/** @param {string} dataDir */
const downloadsOf = (dataDir) => path.join(dataDir, 'bin');

/**
 * The temporal programs in a folder, complete or not.
 *
 * @param {string} folder
 */
function filesIn(folder) {
  try {
    const names = readdirSync(folder).filter((name) => name.startsWith('temporal'));
    return names.map((name) => path.join(folder, name));
  } catch {
    return [];
  }
}

/**
 * Fetches the program that the SDK itself would. Resolves to what went wrong.
 *
 * @param {{ env: NodeJS.ProcessEnv, dataDir: string, firstByteMs: number }} where
 * @returns {Promise<string>}
 */
async function download({ env, dataDir, firstByteMs }) {
  const folder = downloadsOf(dataDir);
  // Of a download that was killed; the SDK would wait for its end.
  for (const file of filesIn(folder)) if (file.endsWith(INCOMPLETE)) rmSync(file, { force: true });
  const { tail } = await runWithProgress({
    label: 'setup: downloading Temporal',
    command: process.execPath,
    args: [DOWNLOAD, folder],
    env,
    firstSign: {
      withinMs: firstByteMs,
      sign: () => filesIn(folder).some((file) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0),
      otherwise: `no byte arrived within ${firstByteMs / 1000} s`,
    },
  });
  return `the download failed: ${tail.split('\n').at(-1) || 'it left no program'}`;
}

/**
 * Builds the program with Go. Resolves to what went wrong.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string>}
 */
async function build(env) {
  if (spawnSync('go', ['version'], { env }).status !== 0) return 'Go is not installed';
  const { code, tail } = await runWithProgress({
    label: 'setup: building Temporal with Go (some minutes, once)',
    command: 'go',
    args: ['install', '-v', MODULE],
    env: { GOTOOLCHAIN: 'auto', ...env },
  });
  return `go install ended with ${code}: ${tail.split('\n').slice(-3).join(' | ')}`;
}

/**
 * Finds a `temporal` program, or gets one: by download, which takes seconds, else by Go, which takes minutes. Throws an
 * error that says how to get it.
 *
 * @param {{ env: NodeJS.ProcessEnv, dataDir: string, firstByteMs?: number }} where
 * @returns {Promise<string>}
 */
export async function getTemporal({ env, dataDir, firstByteMs = FIRST_BYTE_MS }) {
  const find = () => findTemporal({ env, dataDir });
  const failures = [];
  for (const get of [() => download({ env, dataDir, firstByteMs }), () => build(env)]) {
    const found = find();
    if (found !== undefined) return found;
    failures.push(await get());
  }
  const found = find();
  if (found !== undefined) return found;
  throw new Error(
    `found no temporal program on PATH (${failures.join('; ')}); install it (https://docs.temporal.io/cli, or Go and ` +
      `go install ${MODULE}), or set TEMPORAL_ADDRESS to a Temporal server that runs`,
  );
}
