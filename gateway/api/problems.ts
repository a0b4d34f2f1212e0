import type { FastifyReply } from 'fastify';
import { AppError, type ErrorCode, type FieldProblem } from '../../domain/errors.js';
import { isDatabaseAway } from '../shared/database-away.js';
import { PasswordsBusy } from '../shared/password.js';

/** What the REST interface can say beside the codes of the domain: HTTP's own refusals. */
type HttpCode = 'methodNotAllowed' | 'unsupportedMediaType' | 'badRequest' | 'tooManyTries' | 'busy';
type ProblemCode = ErrorCode | HttpCode;

/** The one table from error codes to HTTP (RFC 9457: status and title go together). */
export const PROBLEMS = {
  invalid: { status: 400, title: 'The request is not of the form it must have' },
  badRequest: { status: 400, title: 'The request cannot be read' },
  unauthorized: { status: 401, title: 'No or wrong API token' },
  notFound: { status: 404, title: 'Not found' },
  methodNotAllowed: { status: 405, title: 'The method is not allowed here' },
  tooSlow: { status: 408, title: 'Too slow' },
  refused: { status: 409, title: 'Refused by a rule' },
  tooLarge: { status: 413, title: 'Too large' },
  unsupportedMediaType: { status: 415, title: 'The body is not JSON' },
  unsendable: { status: 422, title: 'QuickBooks cannot take this' },
  tooManyTries: { status: 429, title: 'Too many wrong API tokens' },
  internal: { status: 500, title: 'A mistake of the server' },
  unreadable: { status: 502, title: 'An answer of QuickBooks is unreadable' },
  unavailable: { status: 503, title: 'Not available now' },
  busy: { status: 503, title: 'Too much to do now' },
} as const satisfies Record<ProblemCode, { status: number; title: string }>;

/** The body of every error. */
export type Problem = { type: string; title: string; status: number; detail: string; errors?: FieldProblem[] };

const HEADERS: Partial<Record<ProblemCode, Record<string, string>>> = {
  unauthorized: { 'www-authenticate': 'Bearer realm="PSA to QuickBooks transfer"' },
  unavailable: { 'retry-after': '5' },
  busy: { 'retry-after': '5' },
};

/** A problem as its body; `type` names it for programs. */
export function problem(code: ProblemCode, detail: string, problems: readonly FieldProblem[] = []): Problem {
  const { status, title } = PROBLEMS[code];
  const errors = problems.length === 0 ? {} : { errors: [...problems] };
  return { type: `urn:psa-quickbooks-transfer:problem:${code}`, title, status, detail, ...errors };
}

/** Sends a problem with the headers that belong to it. */
export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  detail: string,
  problems?: readonly FieldProblem[],
) {
  const body = problem(code, detail, problems);
  return reply
    .code(body.status)
    .headers(HEADERS[code] ?? {})
    .type('application/problem+json')
    .send(JSON.stringify(body));
}

/** Any thrown thing as a problem. What is our own mistake is told to the log, and to the caller only where to find it. */
export function sendThrown(reply: FastifyReply, thrown: unknown): FastifyReply {
  if (thrown instanceof AppError && thrown.code !== 'internal') return sendAppError(reply, thrown);
  if (thrown instanceof PasswordsBusy) return sendProblem(reply, 'busy', thrown.message);
  const refusal = frameworkRefusal(thrown);
  if (refusal !== undefined) return sendProblem(reply, refusal.code, refusal.detail);
  if (isDatabaseAway(thrown)) {
    reply.request.log.error({ err: thrown }, 'PostgreSQL does not answer');
    return sendProblem(reply, 'unavailable', 'The database does not answer. Try again in some seconds.');
  }
  reply.request.log.error({ err: thrown }, 'a request failed by our own mistake');
  return sendProblem(
    reply,
    'internal',
    `Nothing is wrong with the request as such. The log has the cause under request ${reply.request.id}.`,
  );
}

function sendAppError(reply: FastifyReply, error: AppError): FastifyReply {
  if (error.code !== 'unavailable') return sendProblem(reply, error.code, error.message, error.problems);
  reply.request.log.error({ err: error }, 'a part that is needed does not answer');
  return sendProblem(reply, 'unavailable', 'The database does not answer. Try again in some seconds.');
}

/** Fastify's own refusals: a body that is too large or of another type, a URL that cannot be decoded. */
function frameworkRefusal(thrown: unknown): { code: ProblemCode; detail: string } | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || !('statusCode' in thrown)) return undefined;
  const { code, statusCode, message } = thrown;
  if (typeof code !== 'string' || !code.startsWith('FST_ERR_') || typeof statusCode !== 'number') return undefined;
  if (statusCode === 413) return { code: 'tooLarge', detail: `${message}. Send less in one call.` };
  if (statusCode === 415) return { code: 'unsupportedMediaType', detail: `${message}. Expected application/json.` };
  return statusCode < 500 ? { code: 'badRequest', detail: message } : undefined;
}
