import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** One `import`, `export … from` or `import()`; `to` from the project's folder when it is a file of ours. */
export type Import = { to: string; isOurs: boolean; typeOnly: boolean };

export type SourceFile = { file: string; folder: string; text: string; lines: number; imports: readonly Import[] };

const IGNORED = new Set(['node_modules', 'dist', 'coverage']);
const STATEMENT = /^\s*(?:import|export)\s(?<type>type\s)?[^;'"]*?from\s*['"](?<from>[^'"]+)['"]/gm;
const BARE = /^\s*import\s*['"](?<from>[^'"]+)['"]|\bimport\(\s*['"](?<call>[^'"]+)['"]\s*\)/gm;

function importOf(file: string, specifier: string, typeOnly: boolean): Import {
  const isOurs = specifier.startsWith('.');
  const to = isOurs ? path.posix.join(path.posix.dirname(file), specifier) : specifier;
  return { to, isOurs, typeOnly };
}

/** All that a file imports; what stands in comments is left out. */
export function importsOf(file: string, text: string): Import[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const statements = [...code.matchAll(STATEMENT)].map(({ groups }) =>
    importOf(file, groups?.from ?? '', groups?.type !== undefined),
  );
  const bare = [...code.matchAll(BARE)].map(({ groups }) => importOf(file, groups?.from ?? groups?.call ?? '', false));
  return [...statements, ...bare];
}

function read(file: string): SourceFile {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  const folder = file.includes('/') ? file.slice(0, file.indexOf('/')) : '';
  return { file, folder, text, lines: text.trimEnd().split('\n').length, imports: importsOf(file, text) };
}

/** Every program file of ours, by its path from the project's folder. */
export function sourceFiles(): SourceFile[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && !IGNORED.has(entry.name))
    .flatMap((entry) => {
      if (!entry.isDirectory()) return [entry.name];
      const inside = readdirSync(path.join(ROOT, entry.name), { recursive: true, encoding: 'utf8' });
      return inside.map((name) => `${entry.name}/${name.replaceAll(path.sep, '/')}`);
    })
    .filter((file) => /\.(?:ts|mts|mjs|js)$/.test(file))
    .sort()
    .map(read);
}
