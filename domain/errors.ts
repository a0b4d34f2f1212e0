/**
 * What can be wrong, for every edge to map to its own language (HTTP status, SOAP answer, ApplicationFailure).
 * - invalid: what came in is not of the form it must have
 * - unauthorized: no or wrong credentials
 * - notFound: names something that does not exist
 * - refused: well formed, but a rule says no
 * - tooLarge: over a limit of size or count
 * - tooSlow: did not come in time
 * - unsendable: cannot be put into qbXML; fails its item alone
 * - unreadable: an answer that is no qbXML or was cut off
 * - unavailable: a part that we need does not answer
 * - internal: our own mistake
 */
export type ErrorCode =
  | 'invalid'
  | 'unauthorized'
  | 'notFound'
  | 'refused'
  | 'tooLarge'
  | 'tooSlow'
  | 'unsendable'
  | 'unreadable'
  | 'unavailable'
  | 'internal';

/** One wrong field: its path, and what was found and expected there. */
export type FieldProblem = { field: string; problem: string };

/** The only error class of the product. The message says what was found, what was expected and what to do. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly problems: readonly FieldProblem[];

  constructor(code: ErrorCode, message: string, options: { problems?: readonly FieldProblem[]; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.problems = options.problems ?? [];
  }

  /** Any thrown thing as an AppError; what is not one becomes `internal` with its cause kept. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    return new AppError('internal', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
  }
}

/** A value that cannot go into qbXML: names the field, what was found, what QuickBooks allows. */
export function unsendable(field: string, problem: string): AppError {
  return new AppError('unsendable', `${field}: ${problem}`, { problems: [{ field, problem }] });
}
