// Gets what a fresh clone lacks, before node_modules exists: hence plain JavaScript and no packages. Every script of
// package.json begins with it; when nothing is missing it does nothing, within some tens of milliseconds.
//   node launcher/setup.mjs                     npm packages
//   node launcher/setup.mjs --build             and dist/, the product as JavaScript
//   node launcher/setup.mjs --temporal          and a temporal program, unless TEMPORAL_ADDRESS names a server
//   node launcher/setup.mjs --temporal=always   and a temporal program
//   node launcher/setup.mjs --print-temporal    prints the path of the temporal program, which it gets when missing
// A program after the options is then run in this very process, so that signals reach it:
//   node launcher/setup.mjs --temporal=always tools/demo.ts [ARGUMENTS]
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildProduct, isBuilt } from './setup/build.mjs';
import { checkConfiguration } from './setup/configuration.mjs';
import { withLock } from './setup/lock.mjs';
import { installPackages, packagesAreInstalled } from './setup/packages.mjs';
import { findTemporal, getTemporal } from './setup/temporal.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const env = process.env;
const where = { env, dataDir: path.resolve(env.DATA_DIR?.trim() || path.join(root, '.data')) };
const words = process.argv.slice(2);
const programAt = words.findIndex((word) => !word.startsWith('--'));
const [program, ...programArgs] = programAt < 0 ? [] : words.slice(programAt);
const asked = new Set(programAt < 0 ? words : words.slice(0, programAt));
const print = asked.has('--print-temporal');
const wantsBuild = asked.has('--build');
const wantsTemporal =
  print || asked.has('--temporal=always') || (asked.has('--temporal') && !env.TEMPORAL_ADDRESS?.trim());

const lacksTemporal = () => wantsTemporal && findTemporal(where) === undefined;
const lacksBuild = () => wantsBuild && !isBuilt(root);

async function setUp() {
  if (!packagesAreInstalled(root) || lacksTemporal() || lacksBuild()) {
    await withLock(path.join(root, '.data', 'setup.lock'), async () => {
      await installPackages(root, env);
      // The other commands have a configuration of their own.
      if (asked.has('--temporal') && lacksTemporal()) checkConfiguration(root, env);
      if (wantsBuild) await buildProduct(root, env);
      if (wantsTemporal) await getTemporal(where);
    });
  }
  if (print) process.stdout.write(`${findTemporal(where)}\n`);
}

const isSetUp = await setUp().then(
  () => true,
  (error) => {
    process.stderr.write(`setup: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
    return false;
  },
);

if (isSetUp && program !== undefined) {
  const file = path.join(root, program);
  process.argv = [process.execPath, file, ...programArgs];
  // Ours run from their sources, except what is built.
  if (file.endsWith('.ts')) await import('tsx');
  await import(pathToFileURL(file).href);
}
