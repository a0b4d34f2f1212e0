// Gets what a fresh clone lacks, before node_modules exists: hence plain JavaScript and no packages. Every pre* script
// of package.json runs it; when nothing is missing it does nothing, within some tens of milliseconds.
//   node launcher/setup.mjs                     npm packages
//   node launcher/setup.mjs --temporal          and a temporal program, unless TEMPORAL_ADDRESS names a server
//   node launcher/setup.mjs --temporal=always   and a temporal program
//   node launcher/setup.mjs --print-temporal    prints the path of the temporal program, which it gets when missing
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkConfiguration } from './setup/configuration.mjs';
import { withLock } from './setup/lock.mjs';
import { installPackages, packagesAreInstalled } from './setup/packages.mjs';
import { findTemporal, getTemporal } from './setup/temporal.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const env = process.env;
const where = { env, dataDir: path.resolve(env.DATA_DIR?.trim() || path.join(root, '.data')) };
const asked = new Set(process.argv.slice(2));
const print = asked.has('--print-temporal');
const wantsTemporal =
  print || asked.has('--temporal=always') || (asked.has('--temporal') && !env.TEMPORAL_ADDRESS?.trim());

try {
  if (!packagesAreInstalled(root) || (wantsTemporal && findTemporal(where) === undefined)) {
    await withLock(path.join(root, '.data', 'setup.lock'), async () => {
      await installPackages(root, env);
      // The other commands have a configuration of their own.
      if (asked.has('--temporal') && findTemporal(where) === undefined) checkConfiguration(root, env);
      if (wantsTemporal) await getTemporal(where);
    });
  }
  if (print) process.stdout.write(`${findTemporal(where)}\n`);
} catch (error) {
  process.stderr.write(`setup: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
