import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runWithProgress } from './progress.mjs';

/** @param {string} root */
function lockHash(root) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
}

/** @param {string} root */
function stampFile(root) {
  return path.join(root, 'node_modules', '.setup-stamp');
}

/**
 * Whether what npm says it has installed is what package-lock.json asks for (optional ones may be for other machines).
 *
 * @param {string} root
 */
function installedMatchesLock(root) {
  const file = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(file)) return false;
  const installed = JSON.parse(readFileSync(file, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([where, entry]) => {
    if (where === '') return true;
    const found = installed[where];
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
}

/** @param {string} root */
export function packagesAreInstalled(root) {
  const stamp = stampFile(root);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(root);
}

/**
 * Installs the packages of package-lock.json when they are missing or stale.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export async function installPackages(root, env) {
  if (packagesAreInstalled(root)) return;
  if (!installedMatchesLock(root)) {
    const { code, tail } = await runWithProgress({
      label: 'setup: installing npm packages',
      command: 'npm',
      // Nothing of ours needs an install script, and machines may refuse them.
      args: ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'],
      cwd: root,
      env,
    });
    if (code !== 0) throw new Error(`npm ci ended with ${code}; mend what it says and try again:\n${tail}`);
  }
  writeFileSync(stampFile(root), lockHash(root));
}
