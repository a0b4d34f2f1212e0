import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/source-files.js';

const SPECIFICATION = 'docs/specification.md';
const PROTOCOL = 'docs/protocol.md';

/** What people read, except for what a release left and for this file, which has to name what it forbids. */
const TEXT = /\.(?:ts|mjs|js|md|sql|sh|yml|css|txt)$|(?:^|\/)(?:Dockerfile|run)$/;
const IGNORED = new Set(['.git', '.data', 'node_modules', 'dist', 'coverage', 'histories', 'releases']);
const THIS = 'test/docs/references.test.ts';

/** Words with which texts point at a document that does not lie in the repository, or at its sections by number. */
const ELSEWHERE = [
  /\bdesign,? section\b/i,
  /\bfacts?[,:]? (?:section|")/i,
  / \(facts[,:] [a-z"]/,
  /\bthe design\b[^.]*\bsection\b/i,
  /\bwords of the design\b/i,
  /(?<!RFC \d+,? )\bsection \d/i,
  /\b(?:issue|finding|brief) \d/i,
];

const RULE = /<a id="([sp]\d+)"><\/a>\*\*([SP]\d+)\b/g;
const REFERENCE = { S: /\bS[1-9]\d?\b/g, P: /\bP[1-9]\d\d\b/g };
const QUOTED = /(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g;

type Text = { file: string; text: string };

function textsIn(folder: string): Text[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (IGNORED.has(entry.name) || file === THIS) return [];
    if (entry.isDirectory()) return textsIn(file);
    return TEXT.test(file) ? [{ file, text: readFileSync(path.join(ROOT, file), 'utf8') }] : [];
  });
}

const texts = textsIn('');
const textOf = (file: string): string => texts.find((each) => each.file === file)?.text ?? '';

/** The lines of all texts in which a check finds something, each with its place and what is wrong. */
const linesWhere = (find: (line: string, file: string) => readonly string[]): string[] =>
  texts.flatMap(({ file, text }) =>
    text.split('\n').flatMap((line, index) => find(line, file).map((problem) => `${file}:${index + 1}: ${problem}`)),
  );

type Rule = { name: string; id: string; isBuilt: boolean };

/** The rules of a page in their order; one is built, at least in part, unless it says that it is not. */
function rulesOf(page: string): Rule[] {
  const found = [...page.matchAll(RULE)];
  return found.map((match, place) => {
    const [, id = '', name = ''] = match;
    const rule = page.slice(match.index, found[place + 1]?.index);
    return { name, id, isBuilt: rule.includes('*Partly built') || !rule.includes('*Not built yet') };
  });
}

/** The numbers in what a test calls itself: quoted text with a space in it, which no id has. */
const namedIn = (text: string): string[] =>
  [...text.matchAll(QUOTED)].flatMap(([, , quoted = '']) =>
    quoted.includes(' ') ? (quoted.match(REFERENCE.S) ?? []) : [],
  );

const missingFile = (name: string, file: string): boolean =>
  ![path.posix.join(path.posix.dirname(file), name), name.replace(/^(?:\.\.?\/)+/, ''), `docs/${name}`].some((each) =>
    existsSync(path.join(ROOT, each)),
  );

describe.each([
  [SPECIFICATION, 'S' as const],
  [PROTOCOL, 'P' as const],
])('the rules of %s', (file, letter) => {
  const rules = rulesOf(textOf(file));
  const names = new Set(rules.map(({ name }) => name));

  it('have numbers of their own, in order, with the anchor that links to them', () => {
    const numbers = rules.map(({ name }) => Number(name.slice(1)));

    expect(rules.length).toBeGreaterThan(0);
    expect(numbers).toEqual([...new Set(numbers)].sort((left, right) => left - right));
    expect(rules.filter(({ name, id }) => id !== name.toLowerCase())).toEqual([]);
  });

  it('have a place there for every number that is used', () => {
    const unknown = linesWhere((line) =>
      (line.match(REFERENCE[letter]) ?? [])
        .filter((name) => !names.has(name))
        .map((name) => `found ${name}, expected a rule of ${file}; write it down there, or correct the number`),
    );

    expect(unknown).toEqual([]);
  });
});

describe('the specification', () => {
  const rules = rulesOf(textOf(SPECIFICATION));

  it('has no gap in its numbers', () => {
    expect(rules.map(({ name }) => name)).toEqual(rules.map((_, index) => `S${index + 1}`));
  });

  it('calls nothing built that no test names', () => {
    const named = new Set(
      texts
        .filter(({ file }) => file.startsWith('test/') && file.endsWith('.test.ts'))
        .flatMap(({ text }) => namedIn(text)),
    );
    const untested = rules.filter(({ name, isBuilt }) => isBuilt && !named.has(name));

    expect(
      untested.map(({ name }) => `${name}: found no test with its number, expected one; put it into the test's name`),
    ).toEqual([]);
  });
});

describe('no text points at a document that its reader does not have', () => {
  it('by name', () => {
    const missing = linesWhere((line, file) =>
      (line.match(/[\w./-]*\w\.md\b/g) ?? [])
        .filter((name) => missingFile(name, file))
        .map((name) => `found ${name}, expected a file of this repository`),
    );

    expect(missing).toEqual([]);
  });

  it('by section', () => {
    const elsewhere = linesWhere((line) =>
      ELSEWHERE.some((pattern) => pattern.test(line))
        ? [`found "${line.trim()}", expected a rule of ${SPECIFICATION} or ${PROTOCOL}, or a page of Intuit's guides`]
        : [],
    );

    expect(elsewhere).toEqual([]);
  });

  it('by the number of a decision', () => {
    const decided = new Set(Array.from(textOf('docs/decisions.md').matchAll(/^(\d+)\. /gm), ([, number]) => number));
    const unknown = linesWhere((line) =>
      Array.from(line.matchAll(/\bdecisions? (\d+)(?: and (\d+))?/gi), ([, first, second]) => [first, second])
        .flat()
        .filter((number) => number !== undefined && !decided.has(number))
        .map((number) => `found decision ${number}, expected one of docs/decisions.md`),
    );

    expect(unknown).toEqual([]);
  });
});

describe('the check of references', () => {
  it.each([
    ['a rule without a mark', '<a id="s1"></a>**S1 Once.** Always.', true],
    ['one that is not built', '<a id="s1"></a>**S1 Once.** Always.\n*Not built yet.*', false],
    ['one that is built in part', '<a id="s1"></a>**S1** a.\n*Partly built:* a. *Not built yet:* b.', true],
  ])('reads %s', (_what, page, isBuilt) => {
    expect(rulesOf(page)).toEqual([{ name: 'S1', id: 's1', isBuilt }]);
  });

  it('takes names of tests for names, and ids and comments for none', () => {
    expect(namedIn(`it('S8 and S9: is held', () => get('S7')); // S6: why\n"of one's own (S5)"`)).toEqual([
      'S8',
      'S9',
      'S5',
    ]);
  });

  it.each([
    ['in this session (design, section 4)'],
    ['above 127 (facts, "XML rules")'],
    ['in the words of the design (section 3)'],
    ['in their order (facts: keep the line map)'],
    ['see section 5.2'],
    ['as issue 12 wants it'],
  ])('finds %s', (line) => {
    expect(ELSEWHERE.some((pattern) => pattern.test(line))).toBe(true);
  });

  it('misses a document only where there is none', () => {
    expect(
      ['protocol.md', '../docs/protocol.md', 'README.md', 'facts.md'].filter((name) => missingFile(name, 'a/b.ts')),
    ).toEqual(['facts.md']);
  });
});
