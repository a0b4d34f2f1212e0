import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../helpers/source-files.js';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, name]) => name ?? '');

const PAGE = read('docs/operators.md');
const EVENTS = read('observability/events.ts');

it('docs/operators.md has a row for each event that is told, and for no other', () => {
  const told = found(EVENTS, /^export function (\w+)\(log: (?:Event|Warning)Log, (?:facts|\{[^}]*\}): [A-Z]/gm);
  const table = PAGE.split('| `event` |')[1]?.split('\n\n')[0] ?? '';

  expect(told.length).toBeGreaterThan(5);
  expect(found(table, /^\| `(\w+)`/gm).toSorted()).toEqual(told.toSorted());
});

it.each([
  ['counters', read('observability/counters.ts'), /name: '(\w+)'/g],
  ['reasons of refusal', EVENTS.split('const REFUSALS')[1]?.split('}')[0] ?? '', /^ {2}(\w+):/gm],
  ['codes of sessions', read('domain/session-errors.ts'), /^ {2}\| '(\w+)'/gm],
])('docs/operators.md names all %s', (_what, text, pattern) => {
  const names = found(text, pattern);

  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !PAGE.includes(`\`${name}\``) && !PAGE.includes(`\`${name}{`))).toEqual([]);
});
