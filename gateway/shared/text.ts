import type { FieldProblem } from '../../domain/errors.js';

/** JSON that is nested deeper than this fits no schema of ours. */
const MAX_DEPTH = 16;

/** What PostgreSQL cannot store, undefined for ordinary text. */
export function objectionToText(text: string): string | undefined {
  if (text.includes('\0')) return 'contains a NUL character (U+0000), which cannot be stored; remove it';
  if (/\p{Surrogate}/u.test(text)) return 'contains half of a surrogate pair (a broken emoji); send whole characters';
  return undefined;
}

/** The path of a field for people: `lines[2].amount`. */
export const fieldPath = (path: readonly PropertyKey[]): string => path.reduce<string>(step, '');

function step(done: string, key: PropertyKey): string {
  if (typeof key === 'number') return `${done}[${key}]`;
  // A name that is empty is quoted: it would not be seen.
  return key === '' ? `${done}[""]` : `${done}${done && '.'}${String(key)}`;
}

/** All texts in a parsed body that cannot be stored. */
export function unstorableTexts(value: unknown, path: readonly PropertyKey[] = []): FieldProblem[] {
  if (typeof value === 'string') {
    const problem = objectionToText(value);
    return problem === undefined ? [] : [{ field: fieldPath(path), problem }];
  }
  if (typeof value !== 'object' || value === null || path.length >= MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((each, index) => unstorableTexts(each, [...path, index]));
  return Object.entries(value).flatMap(([key, each]) => unstorableTexts(each, [...path, key]));
}
