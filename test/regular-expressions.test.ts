import { analyse } from 'scslre';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';
import { sourceFiles } from './helpers/source-files.js';

/** Where patterns meet texts that come from QuickBooks, the Web Connector, the PSA, browsers, or what was stored of them. */
const FOLDERS = [
  ...['domain', 'qbxml', 'store', 'transfers', 'psa', 'workflows', 'temporal', 'activities', 'worker', 'gateway'],
];

/** A lazy quantifier or a reference back looks ahead from every place where the pattern may begin. */
const LOOKS_AHEAD = /[*+}]\?|\\[1-9k]/;

type Pattern = { source: string; flags: string };

/** Why a pattern may take a time that grows faster than its text; undefined when it does not. */
function objectionTo({ source, flags }: Pattern): string | undefined {
  if (LOOKS_AHEAD.test(source)) return 'a lazy quantifier or a reference back';
  const [report] = analyse({ source, flags }).reports;
  return report === undefined ? undefined : report.exponential ? 'exponential time' : 'quadratic time';
}

/** The patterns that a program contains; those that it makes at run time cannot be checked and are refused. */
function patternsIn(file: string, text: string): (Pattern | 'made at run time')[] {
  const found: (Pattern | 'made at run time')[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('regex' in value && value.regex !== null && typeof value.regex === 'object') {
      const { pattern, flags } = value.regex as { pattern: string; flags: string };
      found.push({ source: pattern, flags });
    }
    if ('callee' in value && (value.callee as { name?: unknown } | null)?.name === 'RegExp')
      found.push('made at run time');
    for (const part of Object.values(value)) visit(part);
  };
  visit(parseAst(text, { lang: file.endsWith('.ts') ? 'ts' : 'js' }));
  return found;
}

function problemsIn(file: string, text: string): string[] {
  return patternsIn(file, text).flatMap((pattern) => {
    if (pattern === 'made at run time')
      return [`${file}: found new RegExp, expected a literal, or a search by indexOf`];
    const objection = objectionTo(pattern);
    if (objection === undefined) return [];
    return [`${file}: found /${pattern.source}/ with ${objection}, expected a pattern of linear time; go by indexOf`];
  });
}

describe('patterns over texts from outside', () => {
  it('take a time that is linear in the text', () => {
    const files = sourceFiles().filter(({ folder }) => FOLDERS.includes(folder));
    expect(files.length).toBeGreaterThan(200);

    expect(files.flatMap(({ file, text }) => problemsIn(file, text))).toEqual([]);
  });

  it.each([
    '/<[^>]+>/g',
    '/(a+)+$/',
    '/<(\\w+R[qs])[^>]*>.*<\\/\\1>/s',
    '/<a>[\\s\\S]*?<\\/a>/',
    '/\\s+$/',
    'new RegExp(name)',
    'RegExp(name)',
  ])('refuses %s', (pattern) => {
    expect(problemsIn('domain/a.ts', `export const found = ${pattern};`)).toHaveLength(1);
  });

  it.each(['/^\\d{4}-\\d{2}$/', '/[&<>]/g', '/^bearer +(\\S+) *$/i', '/<TxnID>([^<]*)</g', '"(a+)+"'])(
    'lets pass %s',
    (pattern) => {
      expect(problemsIn('domain/a.ts', `const found: unknown = ${pattern};`)).toEqual([]);
    },
  );
});
