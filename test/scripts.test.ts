import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './helpers/source-files.js';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const scripts: Readonly<Record<string, string>> = JSON.parse(read('package.json')).scripts;
const SETUP = 'node launcher/setup.mjs';
const PAGES = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'docs/operators.md',
  'docs/testing.md',
  'docs/migrations.md',
];

describe('the scripts of package.json', () => {
  it('are few', () => {
    expect(Object.keys(scripts).length).toBeLessThanOrEqual(24);
  });

  it.each(Object.keys(scripts))('%s works on a fresh clone: it begins with the set-up', (name) => {
    expect(scripts[`pre${name}`] ?? scripts[name]).toMatch(new RegExp(`^${SETUP}( |$)`));
  });

  it('build what they run from dist/', () => {
    const unbuilt = Object.entries(scripts).filter(
      ([, line]) => / dist\//.test(line) && !/ --build .*dist\//.test(line),
    );

    expect(unbuilt).toEqual([]);
  });

  it.each(PAGES)('are there when %s names them', (page) => {
    const named = [...read(page).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].map(([, run, own]) => run ?? own);

    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !(String(name) in scripts))).toEqual([]);
  });
});
