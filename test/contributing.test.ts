import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, sourceFiles } from './helpers/source-files.js';

/** The rows of the table under a heading of docs/testing.md: what each of their cells names in backticks. */
function rowsUnder(heading: string): string[][][] {
  const text = readFileSync(path.join(ROOT, 'docs/testing.md'), 'utf8');
  const section = text.split(`\n${heading}\n`)[1]?.split(/\n#+ /)[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')),
    );
}

it.each([
  ['CONTRIBUTING.md', 60],
  ['ARCHITECTURE.md', 150],
])('%s stays short: at most %i lines', (page, most) => {
  const lines = readFileSync(path.join(ROOT, page), 'utf8').trimEnd().split('\n');

  expect(lines.length).toBeLessThanOrEqual(most);
});

describe('docs/testing.md says which test covers which file of transfers/', () => {
  const rows = rowsUnder('## Which test covers which file of `transfers/`');

  it('names every file, once', () => {
    const named = rows.flatMap(([covered = []]) => covered).map((file) => `transfers/${file}`);
    const there = sourceFiles()
      .filter(({ folder }) => folder === 'transfers')
      .map(({ file }) => file);

    expect(named.toSorted()).toEqual(there.toSorted());
  });

  it('names tests that exist, at least one for each', () => {
    const missing = rows
      .flatMap(([, tests = []]) => tests)
      .filter((file) => !existsSync(path.join(ROOT, 'test', file)));

    expect(rows.filter(([, tests = []]) => tests.length === 0)).toEqual([]);
    expect(missing).toEqual([]);
  });
});

describe('npm test', () => {
  it('tells every story: none has a number that is in long files alone', () => {
    const tests = sourceFiles().filter(({ file }) => file.endsWith('.test.ts'));
    const titles = (text: string): string[] => text.match(/^\s*(?:it|describe)\b.*$/gm) ?? [];
    const told = (files: typeof tests) =>
      new Set(files.flatMap(({ text }) => titles(text).flatMap((title) => title.match(/\bS\d+\b/g) ?? [])));
    const short = told(tests.filter(({ file }) => !file.endsWith('.long.test.ts')));

    expect(short.size).toBeGreaterThan(20);
    expect([...told(tests)].filter((story) => !short.has(story))).toEqual([]);
  });
});
