import type { z } from 'zod';
import { AppError, type FieldProblem } from '../../domain/errors.js';
import { fieldPath, unstorableTexts } from './text.js';

type Issue = z.core.$ZodIssue;

/** More than anybody reads; the rest is counted. */
const MAX_PROBLEMS = 1_000;

/** A value of the form that a schema asks for, or one error that lists every wrong field. */
export function validate<S extends z.ZodType>(schema: S, value: unknown, whole: string): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  const problems = unstorableTexts(value);
  if (parsed.success && problems.length === 0) return parsed.data;
  const seen = new Map<string, FieldProblem>();
  for (const problem of [...problems, ...(parsed.error?.issues ?? []).flatMap((issue) => problemsOf(issue))]) {
    const field = problem.field === '' ? whole : problem.field;
    if (!seen.has(field)) seen.set(field, { field, problem: problem.problem });
  }
  const listed = [...seen.values()].slice(0, MAX_PROBLEMS);
  const more = seen.size > listed.length ? ` The first ${listed.length} are listed.` : '';
  const names = listed.slice(0, 5).map(({ field }) => field);
  const rest = seen.size > names.length ? ` and ${seen.size - names.length} more` : '';
  throw new AppError('invalid', `Wrong in the ${whole}: ${names.join(', ')}${rest}.${more}`, { problems: listed });
}

function problemsOf(issue: Issue, prefix: readonly PropertyKey[] = []): FieldProblem[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ field: fieldPath([...path, key]), problem: 'unknown field; remove it' }));
  }
  if (issue.code === 'invalid_union') {
    // The branch whose type fits says what is wrong inside of it.
    const inside = issue.errors.find((issues) =>
      issues.every((each) => each.code !== 'invalid_type' || each.path.length > 0),
    );
    if (inside !== undefined) return inside.flatMap((each) => problemsOf(each, path));
    const expected = issue.errors
      .flat()
      .flatMap((each) => (each.code === 'invalid_type' ? [typeName(each.expected)] : []));
    return [
      { field: fieldPath(path), problem: `${found(issue, path)}, expected ${[...new Set(expected)].join(' or ')}` },
    ];
  }
  return [{ field: fieldPath(path), problem: describe(issue, path) }];
}

function describe(issue: Issue, path: readonly PropertyKey[]): string {
  const seen = found(issue, path);
  if (issue.message.startsWith('expected ')) return `${seen}, ${issue.message}`;
  if (issue.code === 'invalid_type') return `${seen}, expected ${typeName(issue.expected)}`;
  if (issue.code === 'invalid_value') return `${seen}, expected ${oneOf(issue.values)}`;
  if (issue.code === 'too_small') return `${seen}, expected at least ${issue.minimum}${unit(issue.origin)}`;
  if (issue.code === 'too_big') return `${seen}, expected at most ${issue.maximum}${unit(issue.origin)}`;
  return `${seen}, ${issue.message}`;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  array: 'a list',
  object: 'an object',
  null: 'null',
};
const typeName = (type: string): string => TYPE_NAMES[type] ?? type;

const oneOf = (values: readonly unknown[]): string =>
  values.length === 1 ? JSON.stringify(values[0]) : `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;

const unit = (origin: string): string => (origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '');

/** What was found, short, and nothing of a password. */
function found(issue: Issue, path: readonly PropertyKey[]): string {
  const { input } = issue;
  if (input === undefined) return 'missing';
  if (Array.isArray(input)) return `found a list of ${input.length} entries`;
  if (typeof input === 'object' && input !== null) return 'found an object';
  if (path.at(-1) === 'password') return `found another ${typeof input}`;
  const text = JSON.stringify(input);
  return text.length > 80 ? `found a text of ${text.length - 2} characters` : `found ${text}`;
}
