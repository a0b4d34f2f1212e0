import { spawnSync } from 'node:child_process';

const PROGRAM = `
  const { loadConfig } = await import('./config/config.ts');
  try {
    loadConfig();
  } catch (error) {
    process.stdout.write(error.message);
  }
`;

/**
 * Throws what is wrong with the configuration, in the words of the product: before a build of minutes, not after it. Where
 * this look fails for another reason, nothing is said: the product reads its configuration anew.
 *
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export function checkConfiguration(root, env) {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM];
  const { stdout } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  if (stdout) throw new Error(stdout);
}
