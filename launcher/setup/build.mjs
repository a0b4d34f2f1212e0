import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runWithProgress } from './progress.mjs';

const CONFIGURATION = 'tsconfig.build.json';
/** What else decides what is built. */
const FILES = ['package.json', 'package-lock.json', 'tsconfig.json', CONFIGURATION];

/**
 * Every file of the folders that are built, by its path from `root`.
 *
 * @param {string} root
 * @returns {string[]}
 */
function sourcesOf(root) {
  const { include } = JSON.parse(readFileSync(path.join(root, CONFIGURATION), 'utf8'));
  return include.flatMap((/** @type {string} */ folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
      .sort(),
  );
}

/** @param {string} root */
function hashOf(root) {
  const hash = createHash('sha256');
  for (const file of [...FILES, ...sourcesOf(root)]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @param {string} dist */
const stampOf = (dist) => path.join(dist, '.build-stamp');

/**
 * Whether dist/ is what the sources say.
 *
 * @param {string} root
 */
export function isBuilt(root) {
  const stamp = stampOf(path.join(root, 'dist'));
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hashOf(root);
}

/**
 * What tsc does not make: the workflow code, which a worker from sources bundles anew at each start, and the files that
 * are no TypeScript. The launcher's own stay where they are: they run before anything is built.
 *
 * @param {string} root
 * @param {string} into
 */
async function complete(root, into) {
  const others = sourcesOf(root).filter((file) => !/\.ts$|^launcher\b/.test(file));
  for (const file of others) cpSync(path.join(root, file), path.join(into, file));
  const { name, version, type } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  writeFileSync(path.join(into, 'package.json'), JSON.stringify({ name, version, type, private: true }));

  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows', 'index.ts'),
    logger: new DefaultLogger('WARN'),
  });
  writeFileSync(path.join(into, 'workflow-bundle.js'), code);
}

/**
 * Builds the product into dist/ when it is stale. What is there is replaced when all is made: a build that is killed
 * leaves the former one, or none. One at a time: the caller sees to that.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export async function buildProduct(root, env) {
  if (isBuilt(root)) return;
  const hash = hashOf(root);
  const work = path.join(root, '.build');
  const made = path.join(work, 'new');
  const dist = path.join(root, 'dist');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { code, tail } = await runWithProgress({
    label: 'setup: building the product',
    command: process.execPath,
    args: [tsc, '-p', CONFIGURATION, '--outDir', made],
    cwd: root,
    env,
  });
  if (code !== 0) throw new Error(`tsc ended with ${code}; mend what it says and try again:\n${tail}`);
  await complete(root, made);
  writeFileSync(stampOf(made), hash);
  if (existsSync(dist)) renameSync(dist, path.join(work, 'old'));
  renameSync(made, dist);
  rmSync(work, { recursive: true, force: true });
}
