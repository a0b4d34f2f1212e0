import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Released versions, of each of which there are histories and the sources of its worker. */
export const RELEASED = ['0.1.0', '0.2.0'] as const;

/** The worker of a released version, beside today's in one process: its own modules, today's packages. */
export type FormerRelease = {
  worker: typeof import('../../worker/create-worker.js');
  /** Opens a pool as that version did. */
  store: typeof import('../../store/database.js');
  remove(): void;
};

/**
 * Unpacks `test/releases/<version>.tar.gz`, the sources of everything that version's worker consists of (`git archive` of the
 * commit, never edited), to a folder from which today's node_modules are found.
 */
export async function formerRelease(version: string): Promise<FormerRelease> {
  const data = path.join(ROOT, '.data');
  mkdirSync(data, { recursive: true });
  const folder = mkdtempSync(path.join(data, 'release-'));
  execFileSync('tar', ['-xzf', path.join(ROOT, 'test', 'releases', `${version}.tar.gz`), '-C', folder]);
  const load = (file: string): Promise<never> =>
    import(/* @vite-ignore */ pathToFileURL(path.join(folder, version, file)).href) as Promise<never>;
  return {
    worker: await load('worker/create-worker.ts'),
    store: await load('store/database.ts'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
