import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const names = (text: string, pattern: RegExp): string[] =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? ''))].sort();

/** `npm run screenshots` writes what is shown, and nothing is shown that it does not write. */
it('README and docs/operators.md show every picture that there is, and no other', () => {
  const there = readdirSync(new URL('../../docs/', import.meta.url))
    .filter((name) => name.endsWith('.png'))
    .sort();
  const shown = names(read('README.md') + read('docs/operators.md'), /\]\((?:docs\/)?([\w-]+\.png)\)/g);
  const taken = names(read('tools/screenshots/take.ts'), /'(console-[\w-]+)'/g).map((name) => `${name}.png`);

  expect(shown).toEqual(there);
  expect(taken).toEqual(there);
});
